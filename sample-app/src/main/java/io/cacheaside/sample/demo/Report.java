package io.cacheaside.sample.demo;

import io.cacheaside.sample.demo.Measurement.Unit;
import io.cacheaside.sample.demo.Measurement.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The figures of a demo in the order in which they were measured. For one thread. */
final class Report {
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<Omission> skipped = new ArrayList<>();
  private final List<Omission> failed = new ArrayList<>();

  /**
   * A scenario without figures.
   *
   * @param scenario its name
   * @param reason why it has none
   */
  record Omission(String scenario, String reason) {}

  /** Adds a measure that is shown, but not judged. */
  void show(String scenario, String measure, Unit unit, Number naive, Number cacheAside) {
    measurements.add(
        new Measurement(
            scenario,
            measure,
            unit,
            naive.doubleValue(),
            cacheAside.doubleValue(),
            null,
            Verdict.INFO,
            null));
  }

  /** Adds a measure that is shown with the ratio of its figures, but not judged. */
  void compare(String scenario, String measure, Unit unit, double naive, double cacheAside) {
    double ratio = cacheAside / naive;
    measurements.add(
        new Measurement(
            scenario,
            measure,
            unit,
            naive,
            cacheAside,
            Double.isFinite(ratio) ? ratio : null,
            Verdict.INFO,
            null));
  }

  /** Starts a line that is judged by the criterion. */
  Judged judge(String scenario, String measure, Unit unit, Criterion criterion) {
    return (naive, cacheAside) -> {
      boolean kept = criterion.holds().test(cacheAside.doubleValue());
      Verdict verdict = kept ? Verdict.PASS : Verdict.FAIL;
      measurements.add(
          new Measurement(
              scenario,
              measure,
              unit,
              naive.doubleValue(),
              cacheAside.doubleValue(),
              null,
              verdict,
              criterion.text()));
    };
  }

  /** Records that a scenario could not be played here; that is no failure. */
  void skip(String scenario, String reason) {
    skipped.add(new Omission(scenario, reason));
  }

  /** Records that a scenario broke off. */
  void fail(String scenario, String reason) {
    failed.add(new Omission(scenario, reason));
  }

  /** Returns whether every scenario ran to its end or was skipped, and every verdict is good. */
  boolean passed() {
    return failed.isEmpty()
        && measurements.stream().noneMatch(line -> line.verdict() == Verdict.FAIL);
  }

  /** Returns the measurements of one scenario. */
  Stream<Measurement> of(String scenario) {
    return measurements.stream().filter(line -> line.scenario().equals(scenario));
  }

  List<Measurement> measurements() {
    return List.copyOf(measurements);
  }

  List<Omission> skipped() {
    return List.copyOf(skipped);
  }

  List<Omission> failed() {
    return List.copyOf(failed);
  }

  /** Takes the two figures of a judged line. */
  @FunctionalInterface
  interface Judged {
    void figures(Number naive, Number cacheAside);
  }
}
