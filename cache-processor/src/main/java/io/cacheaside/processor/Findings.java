package io.cacheaside.processor;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;

/** Collects the problems of a compilation, except what is silenced in the source. */
final class Findings {
  private static final String ALL = "cacheaside";

  private final List<Problem> problems = new ArrayList<>();

  void add(Problem problem) {
    Rule rule = problem.rule();
    boolean wanted = !rule.canBeSilenced() || !isSuppressed(rule, problem.element());
    if (wanted && !problems.contains(problem)) {
      problems.add(problem);
    }
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Returns whether a rule is silenced on a method or on a class around it; an error only by its
   * own code.
   */
  static boolean isSuppressed(Rule rule, Element place) {
    for (Element e = place; e != null; e = e.getEnclosingElement()) {
      SuppressWarnings annotation = e.getAnnotation(SuppressWarnings.class);
      if (annotation != null) {
        List<String> values = List.of(annotation.value());
        if (values.contains(rule.code())
            || (rule.severity() == Rule.Severity.WARNING && values.contains(ALL))) {
          return true;
        }
      }
    }
    return false;
  }
}
