package io.cacheaside;

import java.time.Duration;
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

  /** Returns the value, or {@code otherwise} after having noted that it is out of range. */
  Duration between(String setting, Duration value, Duration min, Duration max, Duration otherwise) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      add(setting, Texts.of(value), "is not between " + Texts.of(min) + " and " + Texts.of(max));
      return otherwise;
    }
    return value;
  }

  int between(String setting, int value, int min, int max, int otherwise) {
    if (value < min || value > max) {
      add(setting, value, "is not between " + min + " and " + max);
      return otherwise;
    }
    return value;
  }
}
