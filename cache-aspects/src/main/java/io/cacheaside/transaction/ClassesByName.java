package io.cacheaside.transaction;

import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Classes of libraries that need not be there. */
final class ClassesByName {
  private ClassesByName() {}

  /** Returns the class of that name among the class, its ancestors and all their interfaces. */
  static @Nullable Class<?> named(@Nullable Class<?> type, String name) {
    if (type == null || type.getName().equals(name)) {
      return type;
    }
    for (Class<?> each : type.getInterfaces()) {
      Class<?> found = named(each, name);
      if (found != null) {
        return found;
      }
    }
    return named(type.getSuperclass(), name);
  }

  /** Returns the public method, or empty if there is no such class or method. */
  static Optional<Method> methodOf(@Nullable Class<?> type, String name, Class<?>... parameters) {
    try {
      return type == null ? Optional.empty() : Optional.of(type.getMethod(name, parameters));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }
}
