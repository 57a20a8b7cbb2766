package io.cacheaside.benchmarks.scale;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** What was measured, printed as it comes and kept for the JSON file. Not threadsafe. */
final class Figures {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final PrintWriter out;
  private final JsonArray tables = new JsonArray();

  Figures(PrintWriter out) {
    this.out = out;
  }

  /** Begins a table; its rows are printed when they are added. */
  Table table(String title, String... columns) {
    JsonObject table = new JsonObject();
    table.addProperty("title", title);
    JsonArray rows = new JsonArray();
    table.add("rows", rows);
    tables.add(table);
    out.println();
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-46s", title));
    for (String column : columns) {
      head.append(String.format(Locale.ROOT, " %12s", column));
    }
    out.println(head);
    return new Table(columns, rows);
  }

  /** Returns everything, with a description of the run, as JSON. */
  String json(Map<String, String> run) {
    JsonObject all = new JsonObject();
    all.add("run", GSON.toJsonTree(run));
    all.add("tables", tables);
    return GSON.toJson(all);
  }

  /** One table of figures. */
  final class Table {
    private final String[] columns;
    private final JsonArray rows;

    private Table(String[] columns, JsonArray rows) {
      this.columns = columns;
      this.rows = rows;
    }

    /**
     * Adds a row.
     *
     * @param values one for each column; NaN for none
     */
    void row(String name, double... values) {
      if (values.length != columns.length) {
        throw new IllegalArgumentException(
            name + " has " + values.length + " values for " + columns.length + " columns");
      }
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-44s", name));
      JsonObject row = new JsonObject();
      row.addProperty("name", name);
      for (int i = 0; i < values.length; i++) {
        line.append(String.format(Locale.ROOT, " %12s", text(values[i])));
        if (!Double.isNaN(values[i]) && !Double.isInfinite(values[i])) {
          row.addProperty(columns[i], values[i]);
        }
      }
      rows.add(row);
      out.println(line);
    }
  }

  /** Returns a number with three digits, or all before the point if those are more. */
  static String text(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
