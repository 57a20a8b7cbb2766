package io.cacheaside.codec;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names of a class, its superclasses and all interfaces: libraries need not be there. */
final class Supertypes {
  private Supertypes() {}

  static Stream<String> of(Class<?> type) {
    Set<Class<?>> all = new LinkedHashSet<>();
    collect(type, all);
    return all.stream().map(Class::getName);
  }

  /** Returns the supertype with the name, or null. */
  static @Nullable Class<?> find(Class<?> type, String name) {
    Set<Class<?>> all = new LinkedHashSet<>();
    collect(type, all);
    return all.stream().filter(each -> each.getName().equals(name)).findFirst().orElse(null);
  }

  private static void collect(@Nullable Class<?> type, Set<Class<?>> all) {
    if (type != null && all.add(type)) {
      collect(type.getSuperclass(), all);
      for (Class<?> each : type.getInterfaces()) {
        collect(each, all);
      }
    }
  }
}
