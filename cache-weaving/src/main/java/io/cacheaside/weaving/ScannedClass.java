package io.cacheaside.weaving;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class file with annotated methods. Immutable.
 *
 * @param name the binary name of the class, for example {@code shop.Users$Cached}
 * @param file where it was read, relative to the scanned directory or jar, with slashes; else the
 *     name that was given
 * @param majorVersion the version of the class file's format: 61 for Java 17, 69 for Java 25
 * @param sourceFile the simple name of the source file, or null if the compiler left it out
 * @param methods the annotated methods in the order of the class file, without bridges; at least
 *     one
 */
public record ScannedClass(
    String name,
    String file,
    int majorVersion,
    @Nullable String sourceFile,
    List<ScannedMethod> methods) {

  /** Keeps a copy of the methods. */
  public ScannedClass {
    methods = List.copyOf(methods);
  }

  ScannedClass readAs(String newFile) {
    return new ScannedClass(name, newFile, majorVersion, sourceFile, methods);
  }

  /**
   * Returns whether every annotated method that has a body carries the advice of each annotation.
   */
  public boolean isWoven() {
    return methods.stream().allMatch(method -> !method.hasBody() || method.unwoven().isEmpty());
  }
}
