package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.Scenario;

/** Everything that is promised; it never fails a build. */
final class Promises {
  /** Against the baseline, one caller. */
  static final Promise LONE_HIT = new Promise(Metric.P50, 1.10);

  /** ns of a hit without store and codec. */
  static final Promise OWN_TIME = new Promise(Metric.P50, 150);

  /** Bytes of the same. */
  static final Promise OWN_BYTES = new Promise(Metric.BYTES, 200);

  /** Of one customer, however many ask for him. */
  static final int STAMPEDE_LOADS = 1;

  /** Longest wait, where all ask in one JVM. */
  static final long STAMPEDE_MILLIS = 250;

  /** Longest wait, where they ask in several JVMs. */
  static final long STAMPEDE_MILLIS_OVER_JVMS = 300;

  private Promises() {}

  /** Returns what a hit, miss or invalidation of ours promises against the baseline. */
  static Promise[] of(Scenario scenario) {
    return switch (scenario) {
      case HIT_350_1 -> new Promise[] {LONE_HIT, new Promise(Metric.BYTES, 1.0)};
      case HIT_350_32 -> new Promise[] {new Promise(Metric.RATE, 2.0)};
      case HIT_350_256_VIRTUAL -> new Promise[] {new Promise(Metric.RATE, 3.0)};
      case HIT_30K_8 -> new Promise[] {new Promise(Metric.P50, 0.55)};
      case MISS -> new Promise[] {new Promise(Metric.P50, 1.5)};
      case HIT_350_8, HIT_30K_1, NEGATIVE, INVALIDATION -> new Promise[0];
    };
  }
}
