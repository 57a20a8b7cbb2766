package io.cacheaside.engine.plan;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The type of a member as seen from the type that it is used on. */
final class Generics {
  private Generics() {}

  /** Returns the class behind a type; the first bound of variables and wildcards. */
  static Class<?> rawClass(Type type) {
    if (type instanceof Class<?> c) {
      return c;
    }
    if (type instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    }
    if (type instanceof TypeVariable<?> variable) {
      return rawClass(variable.getBounds()[0]);
    }
    if (type instanceof WildcardType wildcard) {
      return rawClass(wildcard.getUpperBounds()[0]);
    }
    return type instanceof GenericArrayType ? Object[].class : Object.class;
  }

  /**
   * Returns the first type parameter of a class that a type is made of, or null if there is none.
   *
   * @param without those that do not count
   */
  static @Nullable TypeVariable<?> classVariable(Type type, Set<TypeVariable<?>> without) {
    if (type instanceof TypeVariable<?> variable) {
      return variable.getGenericDeclaration() instanceof Class<?> && !without.contains(variable)
          ? variable
          : null;
    }
    if (type instanceof GenericArrayType array) {
      return classVariable(array.getGenericComponentType(), without);
    }
    Type[] parts = {};
    if (type instanceof WildcardType wildcard) {
      parts =
          wildcard.getLowerBounds().length > 0
              ? wildcard.getLowerBounds()
              : wildcard.getUpperBounds();
    } else if (type instanceof ParameterizedType parameterized) {
      parts = parameterized.getActualTypeArguments();
    }
    for (Type part : parts) {
      TypeVariable<?> variable = classVariable(part, without);
      if (variable != null) {
        return variable;
      }
    }
    return null;
  }

  /**
   * Returns a member's type with the type variables of its declaring class replaced, as far as
   * {@code owner} says what they stand for. Only a member that <em>is</em> a variable is resolved;
   * one that contains variables, such as {@code List<T>}, is returned as declared.
   */
  static Type resolve(Type owner, Class<?> declaring, Type member) {
    if (!(member instanceof TypeVariable<?> variable)) {
      return member;
    }
    Type resolved = argumentsOf(owner, declaring).get(variable);
    return resolved == null ? member : resolved;
  }

  /** Returns what the variables of the declaring class and of those on the way to it stand for. */
  private static Map<TypeVariable<?>, Type> argumentsOf(Type owner, Class<?> declaring) {
    Map<TypeVariable<?>, Type> arguments = new HashMap<>();
    Type current = owner;
    while (current != null) {
      Class<?> raw = rawClass(current);
      if (current instanceof ParameterizedType parameterized) {
        TypeVariable<?>[] variables = raw.getTypeParameters();
        for (int i = 0; i < variables.length; i++) {
          Type argument = parameterized.getActualTypeArguments()[i];
          Type known = argument instanceof TypeVariable<?> v ? arguments.get(v) : null;
          arguments.put(variables[i], known == null ? argument : known);
        }
      }
      current = raw == declaring ? null : parentTowards(declaring, raw);
    }
    return arguments;
  }

  private static @Nullable Type parentTowards(Class<?> declaring, Class<?> raw) {
    Type superclass = raw.getGenericSuperclass();
    if (superclass != null && declaring.isAssignableFrom(rawClass(superclass))) {
      return superclass;
    }
    for (Type parent : raw.getGenericInterfaces()) {
      if (declaring.isAssignableFrom(rawClass(parent))) {
        return parent;
      }
    }
    return null;
  }
}
