package io.cacheaside.processor;

import java.util.EnumSet;
import java.util.List;
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

  OverrideRule(TypeFacts facts, Findings findings) {
    this.facts = facts;
    this.findings = findings;
  }

  void check(TypeElement type) {
    List<ExecutableElement> methods =
        ElementFilter.methodsIn(type.getEnclosedElements()).stream()
            .filter(method -> !method.getModifiers().contains(Modifier.STATIC))
            .filter(method -> !method.getModifiers().contains(Modifier.PRIVATE))
            .toList();
    if (methods.isEmpty()) {
      return;
    }
    for (TypeElement parent : TypeFacts.hierarchy(type)) {
      if (!parent.equals(type)) {
        check(type, methods, parent);
      }
    }
  }

  private void check(TypeElement type, List<ExecutableElement> methods, TypeElement parent) {
    for (ExecutableElement inherited : ElementFilter.methodsIn(parent.getEnclosedElements())) {
      Set<Usage.Kind> kinds = kinds(inherited);
      if (kinds.isEmpty()) {
        continue;
      }
      for (ExecutableElement method : methods) {
        Set<Usage.Kind> missing = EnumSet.copyOf(kinds);
        missing.removeAll(kinds(method));
        if (!missing.isEmpty() && facts.elements().overrides(method, inherited, type)) {
          report(method, inherited, missing);
        }
      }
    }
  }

  private void report(
      ExecutableElement method, ExecutableElement inherited, Set<Usage.Kind> missing) {
    String annotations =
        missing.stream().map(Usage.Kind::toString).collect(Collectors.joining(" and "));
    findings.add(
        Problem.at(
            Rule.HIDDEN_BY_OVERRIDE,
            method,
            ("this overrides %s, which has %s, without repeating it: annotations of methods are not"
                    + " inherited; repeat it, or suppress \"CA133\" if it must not act here")
                .formatted(CheckedMethod.of(facts, inherited), annotations)));
  }

  private static Set<Usage.Kind> kinds(ExecutableElement method) {
    Set<Usage.Kind> kinds = EnumSet.noneOf(Usage.Kind.class);
    Usage.on(method).forEach(usage -> kinds.add(usage.kind()));
    return kinds;
  }
}
