package io.cacheaside.processor;

import io.cacheaside.key.KotlinNames;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.ElementFilter;

/**
 * The overloads that Kotlin makes of a function with {@code @JvmOverloads}: they have its
 * annotations, fewer parameters, and call it.
 */
final class KotlinOverloads {
  private static final String ANNOTATION = "kotlin.jvm.JvmOverloads";

  private KotlinOverloads() {}

  /** Returns whether a method is one of them. */
  static boolean has(ExecutableElement method) {
    return TypeFacts.hasAnnotation(method, ANNOTATION)
        && ElementFilter.methodsIn(TypeFacts.owner(method).getEnclosedElements()).stream()
            .filter(other -> writtenName(other).equals(writtenName(method)))
            .filter(other -> TypeFacts.hasAnnotation(other, ANNOTATION))
            .anyMatch(other -> isPartOf(parameters(method), parameters(other)));
  }

  private static String writtenName(ExecutableElement method) {
    return KotlinNames.ofMethod(method.getSimpleName().toString(), true);
  }

  private static List<String> parameters(ExecutableElement method) {
    return method.getParameters().stream()
        .map(each -> each.asType() + " " + each.getSimpleName())
        .toList();
  }

  /** Returns whether one list is the other without some of its elements. */
  private static boolean isPartOf(List<String> part, List<String> whole) {
    int found = 0;
    for (String each : whole) {
      if (found < part.size() && part.get(found).equals(each)) {
        found++;
      }
    }
    return found == part.size() && part.size() < whole.size();
  }
}
