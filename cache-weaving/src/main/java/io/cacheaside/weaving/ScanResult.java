package io.cacheaside.weaving;

import java.util.List;

/**
 * What a directory or a jar contains. Immutable.
 *
 * @param classFiles how many class files there are, annotated or not, without {@code module-info}
 * @param annotated the classes with annotated methods, ordered by file
 */
public record ScanResult(int classFiles, List<ScannedClass> annotated) {

  /** Keeps a copy of the list. */
  public ScanResult {
    annotated = List.copyOf(annotated);
  }
}
