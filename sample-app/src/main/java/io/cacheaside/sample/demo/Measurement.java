package io.cacheaside.sample.demo;

import org.jspecify.annotations.Nullable;

/**
 * One line of the report.
 *
 * @param scenario the scenario's name
 * @param measure what was measured
 * @param unit what the figures count
 * @param naive the naive catalogue's figure
 * @param cacheAside CacheAside's figure
 * @param ratio CacheAside's figure divided by the naive one, or null if that says nothing
 * @param verdict on CacheAside's figure
 * @param criterion what the verdict demands, or null if the measure is not judged
 */
record Measurement(
    String scenario,
    String measure,
    Unit unit,
    double naive,
    double cacheAside,
    @Nullable Double ratio,
    Verdict verdict,
    @Nullable String criterion) {

  /** What a figure counts. */
  enum Unit {
    COUNT,
    PERCENT,
    MICROS,
    MILLIS,
    SECONDS
  }

  /** What is said about CacheAside's figure. */
  enum Verdict {
    PASS,
    FAIL,
    INFO
  }
}
