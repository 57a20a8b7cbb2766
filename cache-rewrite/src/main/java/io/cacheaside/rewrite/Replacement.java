package io.cacheaside.rewrite;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;

/**
 * What stands in the place of an annotation of Spring Cache.
 *
 * @param annotation which annotation of ours; null if Spring's has to stay
 * @param region the name of the region as it was written, which may be a constant; null if there is
 *     none to write
 * @param key the template; null for a whole region
 * @param notes what a comment says: why Spring's annotation stays, or what is different now
 */
record Replacement(
    @Nullable String annotation,
    @Nullable Expression region,
    @Nullable String key,
    List<String> notes) {

  static Replacement stays(String why) {
    return new Replacement(null, null, null, List.of(why));
  }
}
