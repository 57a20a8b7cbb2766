package io.cacheaside.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text as aligned columns for the terminal. Not threadsafe. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final int firstNumber;
  private final int lastNumber;

  /**
   * Begins a table.
   *
   * @param firstNumber the first of the columns that are aligned to the right
   * @param lastNumber the last of them; a column behind them may hold sentences
   */
  public TextTable(int firstNumber, int lastNumber, String... titles) {
    this.firstNumber = firstNumber;
    this.lastNumber = lastNumber;
    rows.add(List.of(titles));
  }

  /** Adds a row with a cell for each title. */
  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** Returns the lines, each with a line break at its end. */
  @Override
  public String toString() {
    int[] widths = IntStream.range(0, rows.get(0).size()).map(this::width).toArray();
    List<List<String>> lines = new ArrayList<>(rows);
    lines.add(1, IntStream.of(widths).mapToObj("-"::repeat).toList());
    StringBuilder table = new StringBuilder();
    for (List<String> cells : lines) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = cells.get(column);
        String padding = " ".repeat(Math.max(0, widths[column] - cell.length()));
        boolean right = column >= firstNumber && column <= lastNumber;
        line.append(right ? padding + cell : cell + padding).append("  ");
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  /** A sentence does not widen its column: the rule below its title is as long as the title. */
  private int width(int column) {
    return (column > lastNumber ? rows.subList(0, 1) : rows)
        .stream().mapToInt(cells -> cells.get(column).length()).max().orElseThrow();
  }
}
