package io.cacheaside.sample.demo;

import io.cacheaside.sample.demo.Measurement.Verdict;
import io.cacheaside.sample.demo.Report.Omission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The report as an aligned table for the terminal. */
final class ReportTable {
  private static final List<String> TITLES =
      List.of("scenario", "measure", "naive", "CacheAside", "ratio", "verdict");
  private static final int FIRST_NUMBER = 2;
  private static final int LAST_NUMBER = 4;

  private ReportTable() {}

  /** Returns the table, with a line break at its end. */
  static String of(Report report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    for (Measurement line : report.measurements()) {
      rows.add(
          List.of(
              line.scenario(),
              line.measure(),
              figure(line, line.naive()),
              figure(line, line.cacheAside()),
              ratio(line.ratio()),
              verdict(line)));
    }
    for (Omission omission : report.skipped()) {
      rows.add(List.of(omission.scenario(), "", "", "", "", "skipped: " + omission.reason()));
    }
    for (Omission omission : report.failed()) {
      rows.add(List.of(omission.scenario(), "", "", "", "", "FAILED: " + omission.reason()));
    }
    return align(rows);
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

  private static String align(List<List<String>> rows) {
    int[] widths = new int[TITLES.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    // the last column may be a sentence: its rule is as long as its title
    widths[widths.length - 1] = TITLES.get(widths.length - 1).length();
    StringBuilder table = new StringBuilder();
    for (int row = 0; row < rows.size(); row++) {
      append(table, rows.get(row), widths);
      if (row == 0) {
        append(table, rule(widths), widths);
      }
    }
    return table.toString();
  }

  private static List<String> rule(int[] widths) {
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    return rule;
  }

  private static void append(StringBuilder table, List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      String padding = " ".repeat(Math.max(0, widths[column] - cell.length()));
      boolean right = column >= FIRST_NUMBER && column <= LAST_NUMBER;
      line.append(right ? padding + cell : cell + padding).append("  ");
    }
    table.append(line.toString().stripTrailing()).append('\n');
  }
}
