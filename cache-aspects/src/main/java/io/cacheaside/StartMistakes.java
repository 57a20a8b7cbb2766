package io.cacheaside;

import io.cacheaside.spi.InvalidAnnotationException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stops a start, of all kinds at once: whoever has mended one finds no other at the next
 * start.
 *
 * @param unwoven the report of methods that are not woven; null if all are
 * @param annotations what is wrong with annotations
 * @param configuration what is wrong with the configuration
 */
record StartMistakes(
    @Nullable String unwoven, List<String> annotations, List<String> configuration) {

  /**
   * Throws them, in the order of what is to be mended first.
   *
   * @throws NotWovenException if methods are not woven, with all that is wrong
   * @throws InvalidAnnotationException else, if annotations are wrong, with all that is wrong
   * @throws CacheConfigurationException else, if the configuration is
   */
  void throwIfAny() {
    List<String> texts = new ArrayList<>(annotations);
    if (!configuration.isEmpty()) {
      CacheConfigurationException wrong = new CacheConfigurationException(configuration);
      if (unwoven == null && annotations.isEmpty()) {
        throw wrong;
      }
      texts.add(wrong.getMessage());
    }
    if (unwoven != null) {
      texts.add(0, unwoven);
      throw new NotWovenException(String.join("\n", texts));
    }
    if (!texts.isEmpty()) {
      throw new InvalidAnnotationException(texts);
    }
  }
}
