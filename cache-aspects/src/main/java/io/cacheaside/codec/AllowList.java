package io.cacheaside.codec;

import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The classes that may stand where a declared type leaves the class open. Immutable. */
final class AllowList {
  private static final Pattern ENTRY =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*(\\.\\*{1,2})?");
  private static final Set<Class<?>> ANYTHING =
      Set.of(Object.class, Serializable.class, Comparable.class);

  private final List<Class<?>> named;
  private final List<Class<?>> listed;

  private AllowList(List<Class<?>> named, List<Class<?>> listed) {
    this.named = named;
    this.listed = listed;
  }

  /**
   * Returns the list of these entries.
   *
   * @throws IllegalArgumentException with a line for each entry that is wrong
   */
  static AllowList of(List<String> entries) {
    List<Class<?>> named = new ArrayList<>();
    List<Class<?>> listed = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    ClassLoader loader = loader();
    for (String entry : entries) {
      try {
        add(entry, loader, named, listed);
      } catch (IllegalArgumentException e) {
        mistakes.add(String.valueOf(e.getMessage()));
      }
    }
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", mistakes));
    }
    return new AllowList(List.copyOf(named), List.copyOf(listed));
  }

  private static void add(
      String entry, ClassLoader loader, List<Class<?>> named, List<Class<?>> listed) {
    if (!ENTRY.matcher(entry).matches()) {
      throw new IllegalArgumentException(
          ("allow \"%s\" is neither a class name (com.shop.Order$Line) nor a package"
                  + " (com.shop.model.* or, with those below, com.shop.**)")
              .formatted(entry));
    }
    if (entry.endsWith("*")) {
      listed.addAll(list(entry, loader));
    } else {
      named.add(load(entry, loader));
    }
  }

  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : ClassLoader.getSystemClassLoader();
  }

  private static Class<?> load(String name, ClassLoader loader) {
    Class<?> type;
    try {
      type = Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException(
          ("allow \"%s\": there is no such class; correct the name (a nested class is written"
                  + " Outer$Nested)")
              .formatted(name),
          e);
    }
    if (Refusals.isJdk(type) && !TypePlanner.hasForm(type) && !type.isEnum()) {
      throw new IllegalArgumentException(
          "allow \"%s\" is %s".formatted(name, Refusals.reason(type)));
    }
    boolean open = !type.isSealed() && !type.isEnum() && !TypePlanner.hasForm(type);
    if (open && (type.isInterface() || Modifier.isAbstract(type.getModifiers()))) {
      throw new IllegalArgumentException(
          "allow \"%s\" is %s, which leaves the class open; name the classes themselves"
              .formatted(name, type.isInterface() ? "an interface" : "abstract"));
    }
    return type;
  }

  private static List<Class<?>> list(String entry, ClassLoader loader) {
    String packageName = entry.substring(0, entry.lastIndexOf('.'));
    Set<String> names = new TreeSet<>();
    try {
      ClassIndex.list(packageName, entry.endsWith("**"), loader, names);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "allow \"%s\": the package cannot be listed; name the classes".formatted(entry), e);
    }
    List<Class<?>> classes = new ArrayList<>();
    for (String name : names) {
      addConcrete(name, loader, classes);
    }
    if (classes.isEmpty()) {
      throw new IllegalArgumentException(
          ("allow \"%s\" matches no class that the class path lists; correct the package or"
                  + " name the classes")
              .formatted(entry));
    }
    return classes;
  }

  private static void addConcrete(String name, ClassLoader loader, List<Class<?>> classes) {
    Class<?> type;
    try {
      type = Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return; // a class whose superclass is missing here has no instances here either
    }
    if (isConcrete(type)) {
      classes.add(type);
    }
  }

  private static boolean isConcrete(Class<?> type) {
    return type.isEnum()
        || (!Modifier.isAbstract(type.getModifiers())
            && !type.isAnonymousClass()
            && !type.isSynthetic());
  }

  /**
   * Returns the allowed classes, and those known of libraries, that can stand where the type is
   * declared, itself excepted.
   */
  Set<Class<?>> below(Class<?> declared) {
    Set<Class<?>> classes = new java.util.LinkedHashSet<>(KnownSubclasses.of(declared));
    for (Class<?> type : named) {
      if (type != declared && declared.isAssignableFrom(type)) {
        classes.add(type);
      }
    }
    for (Class<?> type : listed) {
      if (type != declared && !ANYTHING.contains(declared) && declared.isAssignableFrom(type)) {
        classes.add(type);
      }
    }
    return classes;
  }
}
