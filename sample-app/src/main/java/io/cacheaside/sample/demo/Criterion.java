package io.cacheaside.sample.demo;

import java.util.Locale;
import java.util.function.DoublePredicate;

/**
 * What CacheAside promises about a measure.
 *
 * @param text how it reads in the report
 * @param holds whether a figure keeps the promise
 */
record Criterion(String text, DoublePredicate holds) {

  /** The figure must be this number. */
  static Criterion exactly(long number) {
    return new Criterion(String.format(Locale.ROOT, "= %,d", number), figure -> figure == number);
  }

  /** The figure must not exceed this number. */
  static Criterion atMost(long number) {
    return new Criterion(String.format(Locale.ROOT, "<= %,d", number), figure -> figure <= number);
  }
}
