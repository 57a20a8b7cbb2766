package io.cacheaside.codec;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a class that is no enum says about how its instances come to be. The checks at compile time
 * read the same out of it.
 */
final class Construction {
  private static final MethodType REPLACES = MethodType.methodType(Object.class);

  private final Class<?> type;
  private final MethodHandles.Lookup lookup;
  private final List<Field> constants;
  private final boolean isSingleton;

  private Construction(Class<?> type, MethodHandles.Lookup lookup) throws IllegalAccessException {
    this.type = type;
    this.lookup = lookup;
    List<Field> own = type.isRecord() || !hidesConstructors(type) ? List.of() : ownConstants(type);
    this.isSingleton = own.size() == 1 && hasOneInstance();
    this.constants = isSingleton || !hasEquals() ? own : List.of();
  }

  /**
   * Looks at a class.
   *
   * @throws IllegalAccessException if its package is not open to the cache
   */
  static Construction of(Class<?> type) throws IllegalAccessException {
    return new Construction(type, MethodHandles.privateLookupIn(type, MethodHandles.lookup()));
  }

  /** Returns whether the only instance there is stands in the only one of {@link #constants}. */
  boolean isSingleton() {
    return isSingleton;
  }

  /**
   * Returns the static fields whose objects have to come back as the very same, sorted by name: all
   * constructors are private, the fields are final and of the class itself, and nothing but the
   * identity tells the objects apart.
   */
  List<Field> constants() {
    return constants;
  }

  /** Returns the ways to read {@link #constants}. Reading one initialises the class. */
  MethodHandle[] constantGetters() throws IllegalAccessException {
    MethodHandle[] getters = new MethodHandle[constants.size()];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = lookup.unreflectGetter(constants.get(i)).asType(REPLACES);
    }
    return getters;
  }

  private static boolean hidesConstructors(Class<?> type) {
    return Arrays.stream(type.getDeclaredConstructors())
        .allMatch(each -> each.isSynthetic() || Modifier.isPrivate(each.getModifiers()));
  }

  private static List<Field> ownConstants(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> field.getType() == type && !field.isSynthetic())
        .filter(field -> has(field, Modifier.STATIC) && has(field, Modifier.FINAL))
        .sorted(Comparator.comparing(Field::getName))
        .toList();
  }

  /**
   * One private constructor without parameters, and nothing in which two of its instances could
   * differ: what superclasses hold comes from that constructor.
   */
  private boolean hasOneInstance() {
    List<Constructor<?>> constructors =
        Arrays.stream(type.getDeclaredConstructors()).filter(each -> !each.isSynthetic()).toList();
    boolean resolves = declares("readResolve", REPLACES, lookup);
    return constructors.size() == 1
        && constructors.get(0).getParameterCount() == 0
        && Arrays.stream(type.getDeclaredFields())
            .filter(field -> !field.isSynthetic() && !has(field, Modifier.STATIC))
            .allMatch(field -> resolves && has(field, Modifier.FINAL));
  }

  private boolean hasEquals() throws IllegalAccessException {
    MethodType shape = MethodType.methodType(boolean.class, Object.class);
    try {
      MethodHandle equals = lookup.findVirtual(type, "equals", shape);
      return lookup.revealDirect(equals).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every object has equals", e);
    }
  }

  /** Returns why bytes cannot construct an instance and what to do, or null if they can. */
  @Nullable String refusal() throws IllegalAccessException {
    if (isSingleton) {
      return null;
    }
    if (declares("readResolve", REPLACES, lookup)) {
      return "a class with readResolve, so only it knows which instance to give; make it an enum or"
          + " a record, or a singleton with one private constructor without parameters and one"
          + " static final field";
    }
    String own = ownForm();
    if (own != null) {
      return "a class with "
          + own
          + ", so it has a form of its own, which may not fit its fields; return a record of what it"
          + " holds";
    }
    Field unfilled = type.isRecord() ? null : unfilled();
    return unfilled == null
        ? null
        : ("whose transient field \"%s\" nothing fills when it is read; give %s a constructor without"
                + " parameters that does, which may be private, or return a record without the field")
            .formatted(unfilled.getName(), type.getSimpleName());
  }

  /** Returns the method that announces that the class is not written field by field, or null. */
  private @Nullable String ownForm() throws IllegalAccessException {
    if (declares("writeReplace", REPLACES, lookup)) {
      return "writeReplace";
    }
    if (type.isRecord()) {
      return null; // Java ignores the others in records, as do we
    }
    if (Externalizable.class.isAssignableFrom(type)) {
      return "readExternal";
    }
    for (Class<?> level : levels()) {
      MethodHandles.Lookup inLevel = MethodHandles.privateLookupIn(level, MethodHandles.lookup());
      for (String name : List.of("readObject", "writeObject")) {
        Class<?> stream =
            name.equals("readObject") ? ObjectInputStream.class : ObjectOutputStream.class;
        if (declares(name, MethodType.methodType(void.class, stream), inLevel)) {
          return name;
        }
      }
    }
    return null;
  }

  /**
   * Returns a transient field that only a constructor can have filled, while none runs. A primitive
   * one that is not final is taken for a lazy hash or the like: 0 is what it begins with anyway.
   */
  private @Nullable Field unfilled() {
    if (hasPlainConstructor()) {
      return null;
    }
    for (Class<?> level : levels()) {
      Field found =
          Arrays.stream(level.getDeclaredFields())
              .filter(field -> has(field, Modifier.TRANSIENT) && !has(field, Modifier.STATIC))
              .filter(field -> !field.isSynthetic())
              .filter(field -> !field.getType().isPrimitive() || has(field, Modifier.FINAL))
              .min(Comparator.comparing(Field::getName))
              .orElse(null);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private boolean hasPlainConstructor() {
    return Arrays.stream(type.getDeclaredConstructors())
        .anyMatch(constructor -> constructor.getParameterCount() == 0);
  }

  /** Returns the class and its superclasses, the topmost first. */
  private Deque<Class<?>> levels() {
    Deque<Class<?>> levels = new ArrayDeque<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      levels.addFirst(c);
    }
    return levels;
  }

  /**
   * Returns whether the class has a method, inherited ones included unless they are private. It is
   * looked for by all of its descriptor: to list methods would load the types of all of them.
   */
  private static boolean declares(String name, MethodType shape, MethodHandles.Lookup in) {
    Class<?> type = in.lookupClass();
    try {
      MethodHandleInfo found = in.revealDirect(in.findVirtual(type, name, shape));
      return found.getDeclaringClass() == type || !Modifier.isPrivate(found.getModifiers());
    } catch (NoSuchMethodException | IllegalAccessException none) {
      return false;
    }
  }

  private static boolean has(Member member, int modifier) {
    return (member.getModifiers() & modifier) != 0;
  }
}
