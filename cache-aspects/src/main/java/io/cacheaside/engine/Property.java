package io.cacheaside.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A property that a key template reads: a record component, a getter or a public field.
 *
 * @param type the property's generic type, with the type variables of its owner resolved
 * @param reader takes the owner, returns the value
 */
record Property(Type type, MethodHandle reader) {
  private static final MethodType READER = MethodType.methodType(Object.class, Object.class);

  /** Returns the value of the property, which may be null; its owner is not. */
  @Nullable Object read(Object owner) {
    try {
      return reader.invokeExact(owner);
    } catch (Throwable e) {
      if (e instanceof VirtualMachineError error) {
        throw error;
      }
      throw new KeyFailure(e);
    }
  }

  /**
   * Returns the property of a type, or null if there is none with that name.
   *
   * @throws IllegalArgumentException if there is one that cannot be read
   */
  static @Nullable Property find(Type owner, String name) {
    Class<?> raw = Generics.rawClass(owner);
    Method getter = getter(raw, name);
    try {
      if (getter != null) {
        getter.setAccessible(true);
        return new Property(
            Generics.resolve(owner, getter.getDeclaringClass(), getter.getGenericReturnType()),
            MethodHandles.lookup().unreflect(getter).asType(READER));
      }
      for (Field field : raw.getFields()) {
        if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          return new Property(
              Generics.resolve(owner, field.getDeclaringClass(), field.getGenericType()),
              MethodHandles.lookup().unreflectGetter(field).asType(READER));
        }
      }
      return null;
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "the property \""
              + name
              + "\" of "
              + raw.getTypeName()
              + " is not accessible; open the package "
              + raw.getPackageName()
              + " to CacheAside, or use a parameter",
          e);
    }
  }

  private static @Nullable Method getter(Class<?> owner, String name) {
    String capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    List<String> names = new ArrayList<>(List.of("get" + capitalized, "is" + capitalized));
    if (owner.isRecord()) {
      names.add(0, name);
    }
    for (String candidate : names) {
      for (Method method : methods(owner)) {
        if (isGetter(method, candidate)) {
          return method;
        }
      }
    }
    return null;
  }

  /**
   * The class's own methods first: they may have a narrower return type than inherited ones. Of a
   * superclass that is not public, {@code getMethods} has only bridges, so each is asked itself.
   */
  private static List<Method> methods(Class<?> owner) {
    List<Method> methods = new ArrayList<>();
    for (Class<?> each = owner; each != null; each = each.getSuperclass()) {
      methods.addAll(List.of(each.getDeclaredMethods()));
    }
    methods.addAll(List.of(owner.getMethods()));
    return methods;
  }

  private static boolean isGetter(Method method, String name) {
    return method.getName().equals(name)
        && method.getParameterCount() == 0
        && Modifier.isPublic(method.getModifiers())
        && !Modifier.isStatic(method.getModifiers())
        && !method.isBridge()
        && method.getReturnType() != void.class
        && (!name.startsWith("is")
            || method.getReturnType() == boolean.class
            || method.getDeclaringClass().isRecord());
  }

  /** Returns the names of all properties of a type, for messages. */
  static List<String> names(Type owner) {
    Class<?> raw = Generics.rawClass(owner);
    TreeSet<String> names = new TreeSet<>();
    for (Method method : methods(raw)) {
      String name = method.getName();
      if (raw.isRecord() && isGetter(method, name) && method.getDeclaringClass() == raw) {
        names.add(name);
      } else if (name.length() > 3 && name.startsWith("get") && isGetter(method, name)) {
        names.add(name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4));
      } else if (name.length() > 2 && name.startsWith("is") && isGetter(method, name)) {
        names.add(name.substring(2, 3).toLowerCase(Locale.ROOT) + name.substring(3));
      }
    }
    for (Field field : raw.getFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        names.add(field.getName());
      }
    }
    names.remove("class");
    names.remove("hashCode");
    names.remove("toString");
    return List.copyOf(names);
  }
}
