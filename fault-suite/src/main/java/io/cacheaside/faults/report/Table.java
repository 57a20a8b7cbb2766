package io.cacheaside.faults.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows as an aligned table for the terminal, with what explains them below. */
public final class Table {
  private static final List<String> TITLES =
      List.of("fault", "operations", "stale", "lost", "errors", "slowest call", "recovery");
  private static final double NANOS_PER_MILLI = 1e6;

  private Table() {}

  /** Returns the table alone, with a line break at its end. */
  public static String of(List<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(TITLES);
    for (Row row : rows) {
      lines.add(
          List.of(
              row.name(),
              count(row.operations()),
              count(row.stale()),
              count(row.lost()),
              count(row.errors()),
              time(row.slowestNanos()),
              time(row.recoveryNanos())));
    }
    return align(lines);
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

  private static String align(List<List<String>> lines) {
    int[] widths = new int[TITLES.size()];
    for (List<String> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      append(table, lines.get(i), widths);
      if (i == 0) {
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
          rule.add("-".repeat(width));
        }
        append(table, rule, widths);
      }
    }
    return table.toString();
  }

  private static void append(StringBuilder table, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths[column] - cell.length());
      line.append(column == 0 ? cell + padding : padding + cell).append("  ");
    }
    table.append(line.toString().stripTrailing()).append('\n');
  }
}
