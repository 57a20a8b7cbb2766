package io.cacheaside.benchmarks;

import java.util.Locale;

/**
 * What we hold ourselves to. A row with a baseline promises a ratio to it, another one an absolute
 * figure.
 *
 * @param metric of which figure
 * @param bound the most that is allowed; the least, of a rate
 */
record Promise(Metric metric, double bound) {

  boolean isKept(double value) {
    return metric.moreIsBetter() ? value >= bound : value <= bound;
  }

  /**
   * Returns a few words: the bound, and whether it was kept.
   *
   * @param value the figure, or its ratio
   * @param ratio which of both
   */
  String verdict(double value, boolean ratio) {
    String sign = metric.moreIsBetter() ? ">=" : "<=";
    String unit = ratio ? "x" : metric == Metric.BYTES ? " B" : " ns";
    return String.format(
        Locale.ROOT,
        ratio ? "%s %s %.2f%s: %s" : "%s %s %,.0f%s: %s",
        metric.title(),
        sign,
        bound,
        unit,
        isKept(value) ? "kept" : "MISSED");
  }
}
