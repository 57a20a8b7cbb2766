package io.cacheaside.engine.plan;

import io.cacheaside.key.KeyAdvice;
import io.cacheaside.key.KotlinNames;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;
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
    Method getter = getter(raw, name, Property::isPublic);
    Field field = getter == null ? field(List.of(raw.getFields()), name) : null;
    return property(owner, name, getter, field);
  }

  /**
   * Returns the property of a class as code in the class itself sees it, so also getters and fields
   * that are not public; null if there is none with that name. Public ones come first.
   *
   * @throws IllegalArgumentException if there is one that cannot be read
   */
  static @Nullable Property findOwn(Class<?> owner, String name) {
    Property shown = find(owner, name);
    if (shown != null) {
      return shown;
    }
    Method getter = getter(owner, name, method -> isSeenFrom(owner, method));
    Field field = getter == null ? field(ownFields(owner), name) : null;
    return property(owner, name, getter, field);
  }

  private static @Nullable Property property(
      Type owner, String name, @Nullable Method getter, @Nullable Field field) {
    Class<?> raw = Generics.rawClass(owner);
    try {
      if (getter != null) {
        getter.setAccessible(true);
        return new Property(
            Generics.resolve(owner, getter.getDeclaringClass(), getter.getGenericReturnType()),
            MethodHandles.lookup().unreflect(getter).asType(READER));
      }
      if (field != null) {
        field.setAccessible(true);
        return new Property(
            Generics.resolve(owner, field.getDeclaringClass(), field.getGenericType()),
            MethodHandles.lookup().unreflectGetter(field).asType(READER));
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

  private static @Nullable Method getter(Class<?> owner, String name, Predicate<Method> isVisible) {
    String capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    List<String> names = new ArrayList<>(List.of("get" + capitalized, "is" + capitalized));
    if (owner.isRecord()) {
      names.add(0, name);
    }
    for (String candidate : names) {
      for (Method method : methods(owner)) {
        if (isGetter(method, candidate) && isVisible.test(method)) {
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
    if (owner.isInterface()) { // its objects have a class, too
      methods.addAll(List.of(Object.class.getMethods()));
    }
    return methods;
  }

  private static boolean isGetter(Method method, String name) {
    return (method.getName().equals(name) || writtenName(method).equals(name))
        && method.getParameterCount() == 0
        && !Modifier.isStatic(method.getModifiers())
        && !method.isBridge()
        && method.getReturnType() != void.class
        && (!name.startsWith("is")
            || method.getReturnType() == boolean.class
            || method.getDeclaringClass().isRecord());
  }

  /** Returns what has the name of a property and is none, null if nothing has; for messages. */
  static KeyAdvice.@Nullable Member member(Class<?> owner, String property) {
    for (String name : KeyAdvice.gettersOf(property)) {
      for (Method method : methods(owner)) {
        if (method.getName().equals(name)
            && method.getParameterCount() == 0
            && !method.isBridge()
            && method.getReturnType() != void.class) {
          return member(method, method.getReturnType(), true);
        }
      }
    }
    for (Class<?> each = owner; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (field.getName().equals(property) && !field.isSynthetic()) {
          return member(field, field.getType(), false);
        }
      }
    }
    return null;
  }

  private static KeyAdvice.Member member(Member found, Class<?> type, boolean isMethod) {
    return new KeyAdvice.Member(
        found.getDeclaringClass().getName(),
        found.getName(),
        type.getTypeName(),
        isMethod,
        Modifier.isStatic(found.getModifiers()),
        isPublic(found));
  }

  private static String writtenName(Method method) {
    return KotlinNames.ofMethod(method.getName(), isKotlin(method.getDeclaringClass()));
  }

  static boolean isKotlin(Class<?> type) {
    for (Annotation annotation : type.getAnnotations()) {
      if (annotation.annotationType().getName().equals(KotlinNames.METADATA)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPublic(Member member) {
    return Modifier.isPublic(member.getModifiers());
  }

  private static boolean isSeenFrom(Class<?> owner, Member member) {
    return member.getDeclaringClass() == owner || !Modifier.isPrivate(member.getModifiers());
  }

  private static @Nullable Field field(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
        return field;
      }
    }
    return null;
  }

  /** The class's own fields first. */
  private static List<Field> ownFields(Class<?> owner) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> each = owner; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (isSeenFrom(owner, field) && !field.isSynthetic()) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  /** Returns the names of all properties of a type in alphabetical order, for messages. */
  static List<String> names(Type owner) {
    Class<?> raw = Generics.rawClass(owner);
    return names(raw, Property::isPublic, List.of(raw.getFields()));
  }

  /** Returns the names of all properties that {@link #findOwn} finds, for messages. */
  static List<String> ownNames(Class<?> owner) {
    return names(owner, member -> isSeenFrom(owner, member), ownFields(owner));
  }

  private static List<String> names(Class<?> raw, Predicate<Method> isVisible, List<Field> fields) {
    TreeSet<String> names = new TreeSet<>();
    for (Method method : methods(raw)) {
      String name = writtenName(method);
      if (!isVisible.test(method)) {
        continue;
      }
      if (raw.isRecord() && isGetter(method, name) && method.getDeclaringClass() == raw) {
        names.add(name);
      } else if (name.length() > 3 && name.startsWith("get") && isGetter(method, name)) {
        names.add(name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4));
      } else if (name.length() > 2 && name.startsWith("is") && isGetter(method, name)) {
        names.add(name.substring(2, 3).toLowerCase(Locale.ROOT) + name.substring(3));
      }
    }
    for (Field field : fields) {
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
