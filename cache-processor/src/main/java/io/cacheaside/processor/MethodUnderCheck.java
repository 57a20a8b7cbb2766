package io.cacheaside.processor;

import io.cacheaside.key.KotlinNames;
import java.util.List;
import java.util.stream.IntStream;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * An annotated method.
 *
 * @param usages its annotations that concern us, at least one
 * @param inClassFile whether it was read from a class file
 */
record MethodUnderCheck(ExecutableElement element, List<Usage> usages, boolean inClassFile) {

  MethodUnderCheck {
    usages = List.copyOf(usages);
  }

  TypeElement owner() {
    return TypeFacts.owner(element);
  }

  @Nullable Usage cacheAside() {
    return usages.stream()
        .filter(usage -> usage.kind() == Usage.Kind.CACHE_ASIDE)
        .findFirst()
        .orElse(null);
  }

  List<Usage> invalidates() {
    return usages.stream().filter(usage -> usage.kind() == Usage.Kind.INVALIDATE).toList();
  }

  boolean hasBody() {
    return !element.getModifiers().contains(Modifier.ABSTRACT)
        && !element.getModifiers().contains(Modifier.NATIVE);
  }

  /**
   * Returns whether calls of it can be cached: it has a body, or something is put in front of it.
   */
  boolean canBeCached() {
    return hasBody() || (isInInterface() && !element.getModifiers().contains(Modifier.NATIVE));
  }

  boolean isStatic() {
    return element.getModifiers().contains(Modifier.STATIC);
  }

  /** Returns the names of the parameters as templates write them. */
  List<String> parameterNames() {
    return element.getParameters().stream().map(MethodUnderCheck::name).toList();
  }

  /** Returns the parameter that templates call so, null if there is none. */
  @Nullable VariableElement parameter(String name) {
    for (VariableElement parameter : element.getParameters()) {
      if (name(parameter).equals(name)) {
        return parameter;
      }
    }
    return null;
  }

  private static String name(VariableElement parameter) {
    return KotlinNames.ofParameter(parameter.getSimpleName().toString());
  }

  /** Returns whether the names of the parameters are known; a class file may lack them. */
  boolean hasRealNames() {
    List<String> names = parameterNames();
    return !inClassFile
        || names.isEmpty()
        || !IntStream.range(0, names.size()).allMatch(i -> names.get(i).equals("arg" + i));
  }

  /** Returns whether this is a Kotlin function with suspend, as javac sees it. */
  boolean isSuspend() {
    var parameters = element.getParameters();
    return !parameters.isEmpty()
        && TypeFacts.isNamed(
            parameters.get(parameters.size() - 1).asType(), "kotlin.coroutines.Continuation");
  }

  /** Returns whether a class in the signature cannot be found. */
  boolean hasUnresolvedTypes() {
    return element.getReturnType().getKind() == TypeKind.ERROR
        || element.getParameters().stream()
            .anyMatch(each -> each.asType().getKind() == TypeKind.ERROR);
  }

  boolean isInInterface() {
    ElementKind kind = owner().getKind();
    return kind == ElementKind.INTERFACE || kind == ElementKind.ANNOTATION_TYPE;
  }
}
