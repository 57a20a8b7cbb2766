package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A line of the table, and what its rounds gave. Not threadsafe. */
final class Row {
  private final String name;
  private final @Nullable Row baseline;
  private final List<Promise> promises;
  private final SortedMap<Integer, Figures> rounds = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * Creates one that holds nothing.
   *
   * @param baseline the row it is compared with, or null if with none
   */
  Row(String name, @Nullable Row baseline, Promise... promises) {
    this.name = name;
    this.baseline = baseline;
    this.promises = List.of(promises);
  }

  void add(int round, Figures figures) {
    rounds.put(round, figures);
  }

  /** Takes down why a round gave nothing. */
  void fail(int round, String reason) {
    failures.add("round " + (round + 1) + ": " + reason);
  }

  String name() {
    return name;
  }

  List<String> failures() {
    return failures;
  }

  List<Promise> promises() {
    return promises;
  }

  SortedMap<Integer, Figures> rounds() {
    return rounds;
  }

  boolean isEmpty() {
    return rounds.isEmpty();
  }

  /** Returns whether it has a baseline, measured or not. */
  boolean isCompared() {
    return baseline != null;
  }

  /** Returns the row it is compared with, null if there is none or if it holds nothing. */
  @Nullable Row baseline() {
    return baseline == null || baseline.isEmpty() ? null : baseline;
  }

  /** Returns the median of the rounds, NaN if it was not measured. */
  double median(Metric metric) {
    return median(values(metric::of));
  }

  /**
   * Returns the median of the ratios to the baseline in the same round; what else the machine did
   * has met both then. NaN if there is none.
   */
  double ratio(Metric metric) {
    return median(ratios(metric));
  }

  /**
   * Returns how far the rounds lie apart: the lowest and the highest ratio to the baseline, or,
   * without one, to the median of the rounds. Empty if there are fewer than two.
   */
  double[] spread(Metric metric) {
    double[] values = ratios(metric);
    if (baseline() == null) {
      double median = median(metric);
      values = values(figures -> metric.of(figures) / median);
    }
    return values.length < 2 || Double.isNaN(values[0])
        ? new double[0]
        : new double[] {values[0], values[values.length - 1]};
  }

  private double[] ratios(Metric metric) {
    Row other = baseline();
    if (other == null) {
      return new double[0];
    }
    List<Double> ratios = new ArrayList<>();
    rounds.forEach(
        (round, figures) -> {
          Figures compared = other.rounds.get(round);
          if (compared != null) {
            ratios.add(metric.of(figures) / metric.of(compared));
          }
        });
    return ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private double[] values(ToDoubleFunction<Figures> figure) {
    return rounds.values().stream().mapToDouble(figure).sorted().toArray();
  }

  static double median(double... values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
