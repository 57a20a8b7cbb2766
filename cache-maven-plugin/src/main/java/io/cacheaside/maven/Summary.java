package io.cacheaside.maven;

import io.cacheaside.weaving.CacheAnnotation.Kind;
import io.cacheaside.weaving.ScanResult;
import io.cacheaside.weaving.ScannedClass;
import io.cacheaside.weaving.ScannedMethod;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The one line that a build shows. */
final class Summary {
  private Summary() {}

  /** Returns {@code wove 7 methods in 3 of 412 classes (2 @CacheAside, 5 @Invalidate)}. */
  static String wove(List<ScannedClass> woven, int classFiles) {
    return "wove %s in %d of %s (%s)"
        .formatted(
            Counted.of(methods(woven).size(), "method"),
            woven.size(),
            Counted.of(classFiles, "class"),
            kinds(methods(woven)));
  }

  /** Returns {@code 3 of 412 classes are woven and up to date}. */
  static String upToDate(ScanResult result) {
    return verified(result) + " and up to date";
  }

  /** Returns {@code 3 of 412 classes are woven}. */
  static String verified(ScanResult result) {
    int count = result.annotated().size();
    return "%d of %s %s woven"
        .formatted(count, Counted.of(result.classFiles(), "class"), count == 1 ? "is" : "are");
  }

  private static List<ScannedMethod> methods(List<ScannedClass> classes) {
    return classes.stream().flatMap(found -> found.methods().stream()).toList();
  }

  private static String kinds(List<ScannedMethod> methods) {
    return Arrays.stream(Kind.values())
        .map(
            kind ->
                methods.stream().filter(method -> method.kinds().contains(kind)).count()
                    + " "
                    + kind)
        .filter(text -> !text.startsWith("0 "))
        .collect(Collectors.joining(", "));
  }
}
