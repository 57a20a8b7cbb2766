package io.cacheaside.codec;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A type without variables and wildcards: both are replaced by what they stand for, or by their
 * bound. An array has its component as its one argument.
 *
 * @param size how many types are in it, itself included; known before it is compared or printed,
 *     because both take as long as that
 */
record ResolvedType(Class<?> raw, List<ResolvedType> arguments, int size) {
  private static final int LARGEST_SIZE = 1_000_000_000;

  ResolvedType(Class<?> raw, List<ResolvedType> arguments) {
    this(raw, arguments, sizeWith(arguments));
  }

  private static int sizeWith(List<ResolvedType> arguments) {
    long size = 1;
    for (ResolvedType argument : arguments) {
      size += argument.size;
    }
    return (int) Math.min(size, LARGEST_SIZE);
  }

  static ResolvedType of(Class<?> type) {
    return of(type, Map.of());
  }

  static ResolvedType of(Type type, Map<TypeVariable<?>, ResolvedType> variables) {
    return of(type, variables, Set.of());
  }

  /**
   * Resolves a type.
   *
   * @param open the variables in whose bounds it stands
   */
  private static ResolvedType of(
      Type type, Map<TypeVariable<?>, ResolvedType> variables, Set<TypeVariable<?>> open) {
    if (type instanceof Class<?> c) {
      return c.isArray()
          ? new ResolvedType(c, List.of(of(c.getComponentType(), variables, open)))
          : new ResolvedType(c, List.of());
    }
    if (type instanceof ParameterizedType p) {
      return parameterized(p, variables, open);
    }
    if (type instanceof GenericArrayType a) {
      ResolvedType component = of(a.getGenericComponentType(), variables, open);
      return new ResolvedType(component.raw.arrayType(), List.of(component));
    }
    if (type instanceof WildcardType w) {
      return of(w.getUpperBounds()[0], variables, open);
    }
    if (type instanceof TypeVariable<?> v) {
      ResolvedType known = variables.get(v);
      return known != null ? known : bound(v, variables, open);
    }
    throw new IllegalArgumentException("not a Java type: " + type);
  }

  private static ResolvedType parameterized(
      ParameterizedType type,
      Map<TypeVariable<?>, ResolvedType> variables,
      Set<TypeVariable<?>> open) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] actual = type.getActualTypeArguments();
    List<ResolvedType> arguments = new ArrayList<>();
    for (int i = 0; i < actual.length; i++) {
      boolean unbounded =
          actual[i] instanceof WildcardType w && w.getUpperBounds()[0] == Object.class;
      arguments.add(
          unbounded
              ? bound(raw.getTypeParameters()[i], Map.of(), open)
              : of(actual[i], variables, open));
    }
    return new ResolvedType(raw, List.copyOf(arguments));
  }

  /**
   * The variable's first bound, in which the variable itself is erased: T extends Comparable<T>, T
   * extends Node<?>.
   */
  private static ResolvedType bound(
      TypeVariable<?> variable,
      Map<TypeVariable<?>, ResolvedType> variables,
      Set<TypeVariable<?>> open) {
    Type bound = variable.getBounds()[0];
    ResolvedType erased = new ResolvedType(erase(bound), List.of());
    if (open.contains(variable)) {
      return erased;
    }
    Map<TypeVariable<?>, ResolvedType> inner = new HashMap<>(variables);
    inner.put(variable, erased);
    Set<TypeVariable<?>> innerOpen = new HashSet<>(open);
    innerOpen.add(variable);
    return of(bound, inner, innerOpen);
  }

  private static Class<?> erase(Type type) {
    if (type instanceof Class<?> c) {
      return c;
    }
    if (type instanceof ParameterizedType p) {
      return (Class<?>) p.getRawType();
    }
    if (type instanceof TypeVariable<?> v) {
      return erase(v.getBounds()[0]);
    }
    return Object.class;
  }

  /** Returns what the class's type parameters stand for; nothing for a raw type. */
  Map<TypeVariable<?>, ResolvedType> variables() {
    TypeVariable<?>[] parameters = raw.getTypeParameters();
    Map<TypeVariable<?>, ResolvedType> variables = new HashMap<>();
    if (parameters.length == arguments.size()) {
      for (int i = 0; i < parameters.length; i++) {
        variables.put(parameters[i], arguments.get(i));
      }
    }
    return variables;
  }

  /** Returns whether the class has type parameters for which nothing is given. */
  boolean isRaw() {
    return raw.getTypeParameters().length > 0 && arguments.isEmpty();
  }

  ResolvedType argument(int index) {
    return arguments.get(index);
  }

  /**
   * Returns the subclass with the type arguments that follow from this type's: {@code Ok<String>}
   * for {@code Result<String>}. Those that do not follow become their bounds.
   */
  ResolvedType subtype(Class<?> subclass) {
    TypeVariable<?>[] parameters = subclass.getTypeParameters();
    if (subclass == raw || parameters.length == 0) {
      return subclass == raw ? this : of(subclass);
    }
    Map<TypeVariable<?>, ResolvedType> inferred = new HashMap<>();
    for (Type parent : parents(subclass)) {
      if (raw.isAssignableFrom(erase(parent)) && parent instanceof ParameterizedType p) {
        ResolvedType resolved = subtype(erase(parent));
        Type[] actual = p.getActualTypeArguments();
        for (int i = 0; i < Math.min(actual.length, resolved.arguments.size()); i++) {
          if (actual[i] instanceof TypeVariable<?> variable) {
            inferred.putIfAbsent(variable, resolved.argument(i));
          }
        }
      }
    }
    List<ResolvedType> arguments = new ArrayList<>();
    for (TypeVariable<?> parameter : parameters) {
      arguments.add(of(parameter, inferred));
    }
    return new ResolvedType(subclass, List.copyOf(arguments));
  }

  private static List<Type> parents(Class<?> type) {
    List<Type> parents = new ArrayList<>(List.of(type.getGenericInterfaces()));
    if (type.getGenericSuperclass() != null) {
      parents.add(type.getGenericSuperclass());
    }
    return parents;
  }

  /** Returns a type as its author wrote it, without packages: {@code List<?>}. */
  static String shortName(Type type) {
    if (type instanceof ParameterizedType p) {
      return of((Class<?>) p.getRawType()).shortName()
          + list(Stream.of(p.getActualTypeArguments()).map(ResolvedType::shortName).toList());
    }
    if (type instanceof GenericArrayType array) {
      return shortName(array.getGenericComponentType()) + "[]";
    }
    if (type instanceof WildcardType wildcard) {
      Type upper = wildcard.getUpperBounds()[0];
      return wildcard.getLowerBounds().length > 0
          ? "? super " + shortName(wildcard.getLowerBounds()[0])
          : upper == Object.class ? "?" : "? extends " + shortName(upper);
    }
    return type instanceof Class<?> c ? of(c).shortName() : type.getTypeName();
  }

  /** Returns the type as its author would write it, without packages. */
  String shortName() {
    if (raw.isArray()) {
      return argument(0).shortName() + "[]";
    }
    String name = raw.getSimpleName().isEmpty() ? raw.getName() : raw.getSimpleName();
    return name + list(arguments.stream().map(ResolvedType::shortName).toList());
  }

  /** Returns the type with full names, the same in each JVM. */
  @Override
  public String toString() {
    if (raw.isArray()) {
      return argument(0) + "[]";
    }
    return raw.getName() + list(arguments.stream().map(ResolvedType::toString).toList());
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? "" : names.stream().collect(Collectors.joining(", ", "<", ">"));
  }
}
