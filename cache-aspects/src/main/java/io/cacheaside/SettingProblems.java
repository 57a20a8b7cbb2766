package io.cacheaside;

import java.util.ArrayList;
import java.util.List;

/** The mistakes found in settings, collected so that all are reported at once. */
final class SettingProblems {
  private final List<String> problems = new ArrayList<>();

  void add(String setting, Object value, String finding) {
    problems.add(setting + " \"" + value + "\" " + finding);
  }

  /** Returns all mistakes in a list of the caller's. */
  List<String> all() {
    return new ArrayList<>(problems);
  }
}
