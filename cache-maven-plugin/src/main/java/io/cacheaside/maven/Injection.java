package io.cacheaside.maven;

import java.util.Collections;
import java.util.Set;

/**
 * What annotations say about who fills a field, by simple names: the same ones are used by many
 * containers, in several packages.
 */
final class Injection {
  private static final Set<String> INJECTED =
      Set.of(
          "Inject",
          "Autowired",
          "Value",
          "ConfigProperty",
          "Property",
          "Resource",
          "EJB",
          "PersistenceContext",
          "PersistenceUnit",
          "Qualifier",
          "Named");
  private static final Set<String> SINGLETON =
      Set.of(
          "ApplicationScoped",
          "Component",
          "Configuration",
          "Controller",
          "Repository",
          "RestController",
          "Service",
          "Singleton",
          "Stateless");
  private static final Set<String> SCOPED = Set.of("Scope", "RequestScope", "SessionScope");

  private Injection() {}

  /** Whether one of the annotations of a field, method or parameter means that it is injected. */
  static boolean isBy(Set<String> annotations) {
    return !Collections.disjoint(annotations, INJECTED);
  }

  /** Whether the annotations of a class mean that a container makes one object of it. */
  static boolean isOfOneObject(Set<String> annotations) {
    return !Collections.disjoint(annotations, SINGLETON)
        && Collections.disjoint(annotations, SCOPED);
  }
}
