package io.cacheaside.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The classes behind interfaces of well-known libraries, as if these were sealed. The libraries
 * need not be there, so their classes are known by name. The checks at compile time have the same
 * table.
 */
final class KnownSubclasses {
  private static final String DOMAIN = "org.springframework.data.domain.";
  private static final Map<String, List<String>> BELOW =
      Map.of(
          DOMAIN + "Page", List.of(DOMAIN + "PageImpl"),
          DOMAIN + "Slice", List.of(DOMAIN + "PageImpl", DOMAIN + "SliceImpl"),
          DOMAIN + "Pageable", List.of(DOMAIN + "PageRequest", DOMAIN + "Unpaged"));

  private KnownSubclasses() {}

  /** Returns the classes; none if the interface is not known. */
  static List<Class<?>> of(Class<?> declared) {
    List<Class<?>> classes = new ArrayList<>();
    for (String name : BELOW.getOrDefault(declared.getName(), List.of())) {
      try {
        classes.add(Class.forName(name, false, declared.getClassLoader()));
      } catch (ClassNotFoundException e) {
        // of another version of the library
      }
    }
    return classes;
  }
}
