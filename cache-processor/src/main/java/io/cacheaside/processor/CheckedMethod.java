package io.cacheaside.processor;

import java.util.List;
import javax.lang.model.element.ExecutableElement;

/**
 * The identity of a method in findings and catalogues. Immutable.
 *
 * @param className the binary name of the declaring class: {@code shop.Users$Cache}
 * @param name the name of the method
 * @param parameterTypes the simple names of the parameters' types, erased, in their order
 * @param descriptor the descriptor in the class file: {@code (JLjava/lang/String;)V}
 */
public record CheckedMethod(
    String className, String name, List<String> parameterTypes, String descriptor) {

  /** Keeps a copy of the parameter types. */
  public CheckedMethod {
    parameterTypes = List.copyOf(parameterTypes);
  }

  static CheckedMethod of(TypeFacts facts, ExecutableElement method) {
    List<String> types = new java.util.ArrayList<>();
    StringBuilder descriptor = new StringBuilder("(");
    method
        .getParameters()
        .forEach(
            parameter -> {
              types.add(facts.simpleName(parameter.asType()));
              descriptor.append(facts.descriptor(parameter.asType()));
            });
    descriptor.append(')').append(facts.descriptor(method.getReturnType()));
    return new CheckedMethod(
        facts.binaryName(TypeFacts.owner(method)),
        method.getSimpleName().toString(),
        types,
        descriptor.toString());
  }

  /** Returns for example {@code shop.Users.find(long, String)}. */
  @Override
  public String toString() {
    return className + "." + name + "(" + String.join(", ", parameterTypes) + ")";
  }
}
