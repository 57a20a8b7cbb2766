package io.cacheaside.spring;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which types have methods with {@code @CacheAside} or {@code @Invalidate}. Looks at each type
 * once, as beans of other scopes than singletons are made again and again; lives as long as the
 * context. Threadsafe.
 */
final class AnnotatedTypes {
  private final Map<Class<?>, Boolean> known = new ConcurrentHashMap<>();

  /**
   * Returns whether a class or one of its superclasses declares such a method, or an interface
   * declares or inherits one.
   */
  boolean contains(Class<?> type) {
    return known.computeIfAbsent(type, AnnotatedTypes::hasAnnotated);
  }

  private static boolean hasAnnotated(Class<?> type) {
    if (type.getName().startsWith("java.") || type.getName().startsWith("org.springframework.")) {
      return false;
    }
    try {
      for (Class<?> each = type; each != null; each = each.getSuperclass()) {
        for (Method method : each.isInterface() ? each.getMethods() : each.getDeclaredMethods()) {
          if (isAnnotated(method)) {
            return true;
          }
        }
      }
    } catch (LinkageError e) {
      // of a class that its methods mention, which is not there; it cannot be called now
    }
    return false;
  }

  /** Returns whether a method carries one of our annotations itself. */
  static boolean isAnnotated(Method method) {
    return method.isAnnotationPresent(CacheAside.class) || invalidates(method);
  }

  /** Returns whether a method carries {@code @Invalidate} itself, once or several times. */
  static boolean invalidates(Method method) {
    return method.getAnnotationsByType(Invalidate.class).length > 0;
  }
}
