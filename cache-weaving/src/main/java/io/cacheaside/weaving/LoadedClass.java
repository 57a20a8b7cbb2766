package io.cacheaside.weaving;

import io.cacheaside.weaving.CacheAnnotation.Kind;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The evidence of weaving in a class as the JVM has it. Where classes are woven while they are
 * loaded, the class file says nothing.
 */
final class LoadedClass {
  private final List<MethodEntry> methods = new ArrayList<>();
  private final WeavingEvidence evidence;

  private LoadedClass(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      String descriptor =
          MethodType.methodType(method.getReturnType(), method.getParameterTypes())
              .toMethodDescriptorString();
      methods.add(
          new MethodEntry(
              0, method.getModifiers(), method.getName(), descriptor, 0, Map.of(), List.of()));
    }
    // a loaded class does not tell what it refers to; a moved body is proof enough
    this.evidence = new WeavingEvidence(type.getName().replace('.', '/'), methods, aspect -> true);
  }

  /**
   * Loads a class by each loader that knows it, without initializing it.
   *
   * @return one for each class: loaders share those of their parents
   */
  static List<LoadedClass> load(String name, List<ClassLoader> loaders) {
    return find(name, loaders).stream().map(LoadedClass::of).flatMap(Optional::stream).toList();
  }

  /** Returns the classes of a name, as each loader has it, without initializing them. */
  static Set<Class<?>> find(String name, List<ClassLoader> loaders) {
    Set<Class<?>> types = new LinkedHashSet<>();
    for (ClassLoader loader : loaders) {
      try {
        types.add(Class.forName(name, false, loader));
      } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
        // not one that anybody will call
      }
    }
    return types;
  }

  private static Optional<LoadedClass> of(Class<?> type) {
    try {
      return Optional.of(new LoadedClass(type));
    } catch (LinkageError | RuntimeException e) {
      return Optional.empty(); // a type of a method is missing
    }
  }

  /** Returns what the loaded form of a method carries; asked once for each method. */
  Set<Kind> woven(ScannedMethod method) {
    for (MethodEntry entry : methods) {
      if (entry.name().equals(method.name()) && entry.descriptor().equals(method.descriptor())) {
        try {
          return evidence.find(entry, method.kinds()).woven();
        } catch (ClassFileException e) {
          return Set.of();
        }
      }
    }
    return Set.of();
  }
}
