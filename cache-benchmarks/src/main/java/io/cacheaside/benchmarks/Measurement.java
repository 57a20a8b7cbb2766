package io.cacheaside.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the rounds of one benchmark gave. Not threadsafe. */
final class Measurement {
  private final Comparison.Row row;
  private final List<Round> rounds = new ArrayList<>();

  Measurement(Comparison.Row row) {
    this.row = row;
  }

  /**
   * The figures of one JVM.
   *
   * @param p50 ns for each call: the median where calls were timed one by one, else the mean
   * @param p99 ns; NaN where calls were not timed one by one
   * @param bytes allocated for each call, by all threads
   * @param load the load average of the machine afterwards, negative if unknown
   */
  record Round(double p50, double p99, double bytes, double load) {}

  void add(Round round) {
    rounds.add(round);
  }

  Comparison.Row row() {
    return row;
  }

  List<Round> rounds() {
    return rounds;
  }

  /** Returns the median of the rounds. */
  double p50() {
    return median(Round::p50);
  }

  /** Returns the median of the rounds, NaN if it was not measured. */
  double p99() {
    return median(Round::p99);
  }

  /** Returns the median of the rounds. */
  double bytes() {
    return median(Round::bytes);
  }

  private double median(ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
