package io.cacheaside.interception;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a type says of a method: where it is declared for the last time, since annotations are not
 * inherited. {@code findById(Object)} of a generic interface may be redeclared as {@code
 * findById(Long)}.
 */
final class Declaration {
  private final Set<Class<?>> hierarchy = new LinkedHashSet<>();

  /** What the variables of generic supertypes stand for. */
  private final Map<TypeVariable<?>, Type> variables = new HashMap<>();

  private Declaration(Class<?> type) {
    add(type);
  }

  private void add(Type type) {
    Class<?> raw = (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
    if (type instanceof ParameterizedType parameterized) {
      TypeVariable<?>[] parameters = raw.getTypeParameters();
      for (int i = 0; i < parameters.length; i++) {
        variables.putIfAbsent(parameters[i], parameterized.getActualTypeArguments()[i]);
      }
    }
    if (!hierarchy.add(raw)) {
      return;
    }
    Type superclass = raw.getGenericSuperclass();
    if (superclass != null) {
      add(superclass);
    }
    for (Type parent : raw.getGenericInterfaces()) {
      add(parent);
    }
  }

  /**
   * Returns the most specific declaration of a method.
   *
   * @param type the type as which objects are called
   * @param method of it or of one of its supertypes
   * @return one that the compiler has not made itself; the method itself if there is no other
   */
  static Method of(Class<?> type, Method method) {
    Declaration seen = new Declaration(type);
    Method found = null;
    for (Class<?> each : seen.hierarchy) {
      for (Method candidate : each.getDeclaredMethods()) {
        if (seen.isSame(candidate, method) && (found == null || isBelow(candidate, found))) {
          found = candidate;
        }
      }
    }
    return found == null ? method : found;
  }

  private static boolean isBelow(Method one, Method other) {
    return one.getDeclaringClass() != other.getDeclaringClass()
        && other.getDeclaringClass().isAssignableFrom(one.getDeclaringClass());
  }

  private boolean isSame(Method candidate, Method method) {
    int hidden = Modifier.STATIC | Modifier.PRIVATE;
    if ((candidate.getModifiers() & hidden) != 0) {
      return candidate.equals(method);
    }
    if (candidate.isBridge()
        || !candidate.getName().equals(method.getName())
        || candidate.getParameterCount() != method.getParameterCount()) {
      return false;
    }
    if (method.isBridge() && isMadeFor(method, candidate)) {
      return true;
    }
    Type[] parameters = candidate.getGenericParameterTypes();
    Type[] others = method.getGenericParameterTypes();
    for (int i = 0; i < parameters.length; i++) {
      if (raw(parameters[i]) != raw(others[i])) {
        return false;
      }
    }
    return true;
  }

  /** A bridge has the parameters of what is overridden, in erased form. */
  private static boolean isMadeFor(Method bridge, Method candidate) {
    if (bridge.getDeclaringClass() != candidate.getDeclaringClass()) {
      return false;
    }
    for (int i = 0; i < bridge.getParameterCount(); i++) {
      if (!bridge.getParameterTypes()[i].isAssignableFrom(candidate.getParameterTypes()[i])) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Object raw(Type type) {
    Type known = type;
    for (int depth = 0; depth < hierarchy.size() && variables.containsKey(known); depth++) {
      known = variables.get(known);
    }
    if (known instanceof TypeVariable<?> variable) {
      return raw(variable.getBounds()[0]);
    }
    return known instanceof ParameterizedType parameterized ? parameterized.getRawType() : known;
  }

  /** Returns whether a method carries one of our annotations itself. */
  static boolean isAnnotated(Method method) {
    return method.isAnnotationPresent(CacheAside.class)
        || method.getAnnotationsByType(Invalidate.class).length > 0;
  }
}
