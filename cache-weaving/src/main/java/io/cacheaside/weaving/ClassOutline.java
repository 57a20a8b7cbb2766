package io.cacheaside.weaving;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A class as its file describes it, annotated or not. Immutable.
 *
 * @param name the binary name
 * @param supertypes the binary names of the superclass and the interfaces
 * @param sourceFile the simple name of the source file, or null if the compiler left it out
 * @param hasCacheKey whether it mentions {@code @CacheKey}
 * @param lines the smallest line of each method's code, 0 if unknown, under name and descriptor:
 *     {@code find(J)V}
 */
public record ClassOutline(
    String name,
    List<String> supertypes,
    @Nullable String sourceFile,
    boolean hasCacheKey,
    Map<String, Integer> lines) {

  /** Keeps copies. */
  public ClassOutline {
    supertypes = List.copyOf(supertypes);
    lines = Map.copyOf(lines);
  }
}
