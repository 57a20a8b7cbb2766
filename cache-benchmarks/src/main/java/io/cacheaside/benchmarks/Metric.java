package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.Figures;

/** One of the {@link Figures}. */
enum Metric {
  /** The median time of a call, in ns; the mean where calls were not timed one by one. */
  P50("p50"),
  /** The time that 99 of 100 calls keep, in ns. */
  P99("p99"),
  /** Calls of all threads, each second. */
  RATE("ops/s"),
  /** Bytes allocated for each call. */
  BYTES("B/op");

  private final String title;

  Metric(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Returns this figure, NaN if it was not measured. */
  double of(Figures figures) {
    return switch (this) {
      case P50 -> figures.p50();
      case P99 -> figures.p99();
      case RATE -> figures.callsPerSecond();
      case BYTES -> figures.bytesPerCall();
    };
  }

  boolean moreIsBetter() {
    return this == RATE;
  }
}
