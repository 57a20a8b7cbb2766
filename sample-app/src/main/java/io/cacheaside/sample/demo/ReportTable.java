package io.cacheaside.sample.demo;

import io.cacheaside.sample.demo.Measurement.Verdict;
import io.cacheaside.sample.demo.Report.Omission;
import io.cacheaside.testing.TextTable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The report as an aligned table for the terminal. */
final class ReportTable {
  private ReportTable() {}

  /** Returns the table, with a line break at its end. */
  static String of(Report report) {
    TextTable table =
        new TextTable(2, 4, "scenario", "measure", "naive", "CacheAside", "ratio", "verdict");
    for (Measurement line : report.measurements()) {
      table.row(
          line.scenario(),
          line.measure(),
          figure(line, line.naive()),
          figure(line, line.cacheAside()),
          ratio(line.ratio()),
          verdict(line));
    }
    for (Omission omission : report.skipped()) {
      table.row(omission.scenario(), "", "", "", "", "skipped: " + omission.reason());
    }
    for (Omission omission : report.failed()) {
      table.row(omission.scenario(), "", "", "", "", "FAILED: " + omission.reason());
    }
    return table.toString();
  }

  private static String figure(Measurement line, double value) {
    if (Double.isNaN(value)) {
      return "none"; // nothing divided by nothing
    }
    if (Double.isInfinite(value)) {
      return "never";
    }
    return switch (line.unit()) {
      case COUNT -> String.format(Locale.ROOT, "%,.0f", value);
      case PERCENT -> String.format(Locale.ROOT, "%.1f %%", value);
      case MICROS -> String.format(Locale.ROOT, "%,.1f us", value);
      case SECONDS -> String.format(Locale.ROOT, "%,.1f s", value);
      case MILLIS -> String.format(Locale.ROOT, value < 10 ? "%,.2f ms" : "%,.0f ms", value);
    };
  }

  private static String ratio(@Nullable Double ratio) {
    return ratio == null ? "" : String.format(Locale.ROOT, "%,.2f", ratio);
  }

  private static String verdict(Measurement line) {
    if (line.verdict() == Verdict.INFO) {
      return "";
    }
    return (line.verdict() == Verdict.PASS ? "ok" : "FAILED") + " (" + line.criterion() + ")";
  }
}
