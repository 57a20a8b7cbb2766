package io.cacheaside.faults.report;

import io.cacheaside.testing.TextTable;
import java.util.List;
import java.util.Locale;

/** The rows as an aligned table for the terminal, with what explains them below. */
public final class Table {
  private static final double NANOS_PER_MILLI = 1e6;

  private Table() {}

  /** Returns the table alone, with a line break at its end. */
  public static String of(List<Row> rows) {
    TextTable table =
        new TextTable(
            1, 6, "fault", "operations", "stale", "lost", "errors", "slowest call", "recovery");
    for (Row row : rows) {
      table.row(
          row.name(),
          count(row.operations()),
          count(row.stale()),
          count(row.lost()),
          count(row.errors()),
          time(row.slowestNanos()),
          time(row.recoveryNanos()));
    }
    return table.toString();
  }

  /** Returns the notes of all rows, and the promises that were broken. */
  public static String notes(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      text.append(row.name()).append('\n');
      row.notes().forEach(note -> text.append("  ").append(note).append('\n'));
      row.broken().forEach(broken -> text.append("  BROKEN: ").append(broken).append('\n'));
    }
    return text.toString();
  }

  static String time(long nanos) {
    if (nanos == Long.MAX_VALUE) {
      return "never";
    }
    double millis = nanos / NANOS_PER_MILLI;
    return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%,.0f ms", millis);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
