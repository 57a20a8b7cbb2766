package io.cacheaside.maven;

import io.cacheaside.processor.Rule;
import io.cacheaside.weaving.CacheAnnotation.Kind;
import io.cacheaside.weaving.ScanResult;
import io.cacheaside.weaving.ScannedClass;
import io.cacheaside.weaving.ScannedMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The last word: which annotated methods do not carry the advice, and why. */
final class Proof {
  private final SourceLines lines;

  Proof(SourceLines lines) {
    this.lines = lines;
  }

  /** Returns one line for each method that is not woven; empty if all are. */
  List<String> missing(ScanResult result) {
    List<String> missing = new ArrayList<>();
    for (ScannedClass found : result.annotated()) {
      for (ScannedMethod method : found.methods()) {
        if (!method.unwoven().isEmpty()) {
          missing.add(
              "%s: %s %s is annotated with %s but not woven: %s"
                  .formatted(
                      lines.of(CodePlace.of(found, method)),
                      Rule.NOT_WOVEN.code(),
                      method,
                      kinds(method),
                      reason(found, method)));
        }
      }
    }
    return missing;
  }

  /**
   * Whether a class file is where class loaders look for it. The weaver writes each class there, so
   * it must not be given one that lies elsewhere.
   */
  static boolean isInPlace(ScannedClass found) {
    return found.file().equals(file(found.name()));
  }

  /** Returns the file of a class below its directory, with slashes. */
  static String file(String className) {
    return className.replace('.', '/') + ".class";
  }

  static String kinds(ScannedMethod method) {
    return method.unwoven().stream().map(Kind::toString).collect(Collectors.joining(" and "));
  }

  private static String reason(ScannedClass found, ScannedMethod method) {
    if (method.isAbstract()) {
      return "it has no body; annotate the methods that implement it";
    }
    if (method.isNative()) {
      return "its body is native; annotate a Java method that calls it";
    }
    if (!isInPlace(found)) {
      return "its class file is "
          + found.file()
          + " instead of "
          + file(found.name())
          + "; keep annotated classes out of multi-release folders";
    }
    return "its class carries no advice for it; run the goal cacheaside:weave after the compiler, and"
        + " nothing after it that writes class files";
  }
}
