package io.cacheaside.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as one table. Not threadsafe. */
final class Report {
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double NANOS_SHOWN_AS_SUCH = 2_000;

  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = out;
  }

  void begin() {
    out.println(line("", "p50", "p99", "ops/s", "B/op", "p50", "ops/s", "B/op", "rounds", ""));
    out.println(line("", "", "", "", "", "ratio", "ratio", "ratio", "from-to", "promised"));
  }

  void add(Section section) {
    out.println(section.title());
    for (Row row : section.rows()) {
      if (!row.isEmpty()) {
        out.println(line(row, section.headline()));
      }
      row.failures().forEach(reason -> out.println("  " + row.name() + " FAILED, " + reason));
    }
  }

  /** Returns the row as a line, without spaces at its end. */
  static String line(Row row, Metric headline) {
    return line(
        row.name(),
        time(row.median(Metric.P50)),
        time(row.median(Metric.P99)),
        number("%,.0f", row.median(Metric.RATE)),
        number("%,.0f", row.median(Metric.BYTES)),
        number("%.2f", row.ratio(Metric.P50)),
        number("%.2f", row.ratio(Metric.RATE)),
        number("%.2f", row.ratio(Metric.BYTES)),
        spread(row.spread(headline)),
        verdicts(row));
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "  %-30s %10s %10s %9s %9s %7s %7s %7s %11s  %s", cells)
        .stripTrailing();
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }

  private static String time(double nanos) {
    return nanos < NANOS_SHOWN_AS_SUCH
        ? number("%,.0f ns", nanos)
        : number("%,.1f us", nanos / NANOS_PER_MICRO);
  }

  private static String spread(double[] lowestAndHighest) {
    return lowestAndHighest.length == 0
        ? ""
        : number("%.2f", lowestAndHighest[0]) + "-" + number("%.2f", lowestAndHighest[1]);
  }

  /** Returns what was promised, and whether it was kept; nothing where it cannot be said. */
  private static String verdicts(Row row) {
    List<String> verdicts = new ArrayList<>();
    for (Promise promise : row.promises()) {
      boolean ratio = row.isCompared();
      double value = ratio ? row.ratio(promise.metric()) : row.median(promise.metric());
      if (!Double.isNaN(value)) {
        verdicts.add(promise.verdict(value, ratio));
      }
    }
    return String.join(", ", verdicts);
  }

  void add(Stampedes.Outcomes outcomes) {
    out.println(outcomes.crowd().title() + " (longest wait: p99)");
    for (Stampedes.Result result : outcomes.results()) {
      if (!result.plays().isEmpty()) {
        out.println(line(result, outcomes.crowd()));
      }
      result.failures().forEach(why -> out.println("  " + result.title() + " FAILED, " + why));
    }
  }

  /** Returns the contender's line. */
  static String line(Stampedes.Result result, Stampedes.Crowd crowd) {
    String verdict =
        String.format(
            Locale.ROOT,
            "%d load, p99 <= %d ms: %s",
            Promises.STAMPEDE_LOADS,
            crowd.promisedMillis(),
            result.keeps(crowd) ? "kept" : "MISSED");
    return String.format(
            Locale.ROOT,
            "  %-30s %7.0f ms %7.0f ms %9s %51s  %s",
            result.title(),
            result.p50(),
            result.p99(),
            result.loads() + (result.loads() == 1 ? " load" : " loads"),
            "",
            result.ours() ? verdict : "")
        .stripTrailing();
  }
}
