package io.cacheaside.processor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** The rule for methods that hide an annotated one: CA133. */
final class OverrideRule {
  private final TypeFacts facts;
  private final Findings findings;

  /** The annotated methods of the types that were asked about. */
  private final Map<TypeElement, List<ExecutableElement>> annotated = new HashMap<>();

  private final Set<TypeElement> own = new HashSet<>();

  OverrideRule(TypeFacts facts, Findings findings) {
    this.facts = facts;
    this.findings = findings;
  }

  /** Says which types are looked at, of which the other rules report what is wrong. */
  void setOwn(Collection<TypeElement> types) {
    own.addAll(types);
  }

  void check(TypeElement type) {
    hidden(type).forEach(this::report);
  }

  /** Returns whether there is something to report of it, silenced or not. */
  boolean concerns(TypeElement type) {
    return !hidden(type).isEmpty();
  }

  /** A method, and what it overrides, of which it lacks annotations. */
  private record Hidden(ExecutableElement by, ExecutableElement method, Set<Usage.Kind> missing) {}

  private List<Hidden> hidden(TypeElement type) {
    List<ExecutableElement> methods =
        ElementFilter.methodsIn(type.getEnclosedElements()).stream()
            .filter(method -> !method.getModifiers().contains(Modifier.STATIC))
            .filter(method -> !method.getModifiers().contains(Modifier.PRIVATE))
            .toList();
    if (methods.isEmpty()) {
      return List.of();
    }
    List<Hidden> hidden = new ArrayList<>();
    List<ExecutableElement> inherited = inherited(type);
    for (ExecutableElement method : methods) {
      Set<Usage.Kind> known = kinds(method);
      for (ExecutableElement above : inherited) {
        Set<Usage.Kind> missing = EnumSet.copyOf(kinds(above));
        missing.removeAll(known);
        if (!missing.isEmpty()
            && !mayBeIntercepted(method, above)
            && facts.elements().overrides(method, above, type)) {
          hidden.add(new Hidden(method, above, missing));
          known.addAll(missing); // one warning is enough
        }
      }
    }
    return hidden;
  }

  /** What implements a method of an interface need not say again what is put in front of it. */
  private static boolean mayBeIntercepted(ExecutableElement by, ExecutableElement method) {
    return TypeFacts.isInterface(TypeFacts.owner(method))
        && method.getModifiers().contains(Modifier.ABSTRACT)
        && !by.getModifiers().contains(Modifier.ABSTRACT);
  }

  private List<ExecutableElement> inherited(TypeElement type) {
    List<ExecutableElement> inherited = new ArrayList<>();
    for (TypeElement parent : TypeFacts.knownHierarchy(type)) {
      if (!parent.equals(type)) {
        List<ExecutableElement> above =
            annotated.computeIfAbsent(parent, OverrideRule::annotatedIn);
        above.stream().filter(method -> !isReported(method)).forEach(inherited::add);
      }
    }
    return inherited;
  }

  /** Returns whether there is CA131 for it, which says enough. */
  private boolean isReported(ExecutableElement method) {
    return method.getModifiers().contains(Modifier.ABSTRACT)
        && !TypeFacts.isInterface(TypeFacts.owner(method))
        && own.contains(TypeFacts.owner(method));
  }

  private static List<ExecutableElement> annotatedIn(TypeElement type) {
    return type.getQualifiedName().toString().startsWith("java.")
        ? List.of()
        : ElementFilter.methodsIn(type.getEnclosedElements()).stream()
            .filter(method -> !Usage.on(method).isEmpty())
            .toList();
  }

  private void report(Hidden hidden) {
    String annotations =
        hidden.missing().stream().map(Usage.Kind::toString).collect(Collectors.joining(" and "));
    findings.add(
        Problem.at(
            Rule.HIDDEN_BY_OVERRIDE,
            hidden.by(),
            ("this overrides %s, which has %s, without repeating it: annotations of methods are not"
                    + " inherited; repeat it%s, or suppress \"CA133\" if it must not act here")
                .formatted(
                    CheckedMethod.of(facts, hidden.method()), annotations, otherRegion(hidden))));
  }

  /** Who copies an annotation does not copy what {@code @CacheRegion} says for it. */
  private static String otherRegion(Hidden hidden) {
    String here = Usage.regionOf(Usage.regionOn(TypeFacts.owner(hidden.by())));
    return Usage.on(hidden.method()).stream()
        .filter(usage -> hidden.missing().contains(usage.kind()))
        .filter(usage -> usage.textOrEmpty("region").isEmpty() && !usage.region().equals(here))
        .map(usage -> " with region = \"%s\"".formatted(usage.region()))
        .findFirst()
        .orElse("");
  }

  private static Set<Usage.Kind> kinds(ExecutableElement method) {
    Set<Usage.Kind> kinds = EnumSet.noneOf(Usage.Kind.class);
    Usage.on(method).forEach(usage -> kinds.add(usage.kind()));
    return kinds;
  }
}
