package io.cacheaside.engine;

import io.cacheaside.key.KotlinNames;
import io.cacheaside.spi.CachedMethod;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A method that carries our annotations, and the names of its parameters.
 *
 * @param method the method itself
 * @param parameterNames in order; {@code arg0}, {@code arg1} and so on if the class was compiled
 *     without them; none at all if they cannot be told now
 */
public record AnnotatedMethod(Method method, List<String> parameterNames) {

  /** Keeps the names as templates write them. */
  public AnnotatedMethod {
    parameterNames = parameterNames.stream().map(KotlinNames::ofParameter).toList();
  }

  /** Returns a method whose parameters have names that cannot be told now. */
  public static AnnotatedMethod withoutNames(Method method) {
    return new AnnotatedMethod(method, List.of());
  }

  /** Returns whether there are parameters whose names can be told at another time only. */
  public boolean lacksNames() {
    return parameterNames.size() < method.getParameterCount();
  }

  /** Returns whether the class file held the names; without, templates cannot be resolved. */
  public boolean hasRealNames() {
    for (int i = 0; i < parameterNames.size(); i++) {
      if (!parameterNames.get(i).equals("arg" + i)) {
        return true;
      }
    }
    return parameterNames.isEmpty();
  }

  /** Returns whether it is called on no object. */
  public boolean isStatic() {
    return Modifier.isStatic(method.getModifiers());
  }

  /** Returns what listeners and messages call the method, as one of that region. */
  public CachedMethod inRegion(String region) {
    String parameters =
        Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", "));
    return new CachedMethod(
        method.getDeclaringClass().getName(), method.getName(), parameters, region);
  }
}
