package io.cacheaside.weaving;

import io.cacheaside.weaving.CacheAnnotation.Kind;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
          new MethodEntry(0, method.getModifiers(), method.getName(), descriptor, 0, List.of()));
    }
    // a loaded class does not tell what it refers to; a moved body is proof enough
    this.evidence = new WeavingEvidence(type.getName().replace('.', '/'), methods, aspect -> true);
  }

  /**
   * Loads a class, without initializing it.
   *
   * @return null if it cannot be loaded
   */
  static @Nullable LoadedClass load(String name, @Nullable ClassLoader loader) {
    try {
      return new LoadedClass(Class.forName(name, false, loader));
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return null;
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
