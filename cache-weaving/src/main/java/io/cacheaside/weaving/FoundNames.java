package io.cacheaside.weaving;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of the parameters of methods that were found in class files. Not threadsafe. */
final class FoundNames {
  private final Map<String, List<String>> names = new HashMap<>();

  /** Adds what is known of a method. */
  void add(ScannedMethod method) {
    names.merge(
        method.className() + " " + method.name() + method.descriptor(),
        method.parameterNames(),
        (before, now) -> before.equals(now) ? now : List.of());
  }

  /** Returns none if they are not known, or if several files say other things. */
  List<String> of(Method method) {
    String descriptor =
        MethodType.methodType(method.getReturnType(), method.getParameterTypes())
            .toMethodDescriptorString();
    String place = method.getDeclaringClass().getName() + " " + method.getName() + descriptor;
    return names.getOrDefault(place, List.of());
  }
}
