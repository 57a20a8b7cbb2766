package io.cacheaside.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures as a table and as JSON. Not threadsafe. */
final class Report {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();
  private static final String LINE = "  %-32s %9s %9s %8s %8s %8s  %s%n";

  private final JsonArray comparisons = new JsonArray();
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  void begin() {
    out.printf(Locale.ROOT, LINE, "", "p50", "p99", "B/op", "p50", "B/op", "promised");
    out.printf(Locale.ROOT, LINE, "", "", "", "", "ratio", "ratio", "");
  }

  void add(Comparison comparison, List<Measurement> measurements) {
    out.println(comparison.title());
    JsonArray rows = new JsonArray();
    for (Measurement measurement : measurements) {
      Comparison.Row row = measurement.row();
      Measurement baseline = row.baseline() == null ? null : find(measurements, row.baseline());
      out.print(line(measurement, baseline));
      rows.add(json(measurement, baseline));
    }
    JsonObject entry = new JsonObject();
    entry.addProperty("title", comparison.title());
    entry.addProperty("threads", comparison.threads());
    entry.add("rows", rows);
    comparisons.add(entry);
  }

  private static Measurement find(List<Measurement> measurements, String method) {
    return measurements.stream()
        .filter(candidate -> candidate.row().method().equals(method))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no benchmark is called " + method));
  }

  static String line(Measurement measurement, @Nullable Measurement baseline) {
    return String.format(
        Locale.ROOT,
        LINE,
        measurement.row().name(),
        time(measurement.p50()),
        Double.isNaN(measurement.p99()) ? "" : time(measurement.p99()),
        Double.isNaN(measurement.bytes()) ? "" : format("%,.0f", measurement.bytes()),
        baseline == null ? "" : ratio(measurement.p50(), baseline.p50()),
        baseline == null ? "" : ratio(measurement.bytes(), baseline.bytes()),
        verdict(measurement, baseline));
  }

  private static String format(String format, double... values) {
    return String.format(Locale.ROOT, format, Arrays.stream(values).boxed().toArray());
  }

  private static String time(double nanos) {
    return nanos < 2_000 ? format("%,.0f ns", nanos) : format("%,.1f us", nanos / 1_000);
  }

  private static String ratio(double value, double baseline) {
    return Double.isNaN(value) ? "" : format("%.2f", value / baseline);
  }

  /** Returns what was promised, and whether it was kept as far as it was measured. */
  private static String verdict(Measurement measurement, @Nullable Measurement baseline) {
    Comparison.Target target = measurement.row().target();
    if (target == null) {
      return "";
    }
    double time = measurement.p50() / (baseline == null ? 1 : baseline.p50());
    double bytes = measurement.bytes() / (baseline == null ? 1 : baseline.bytes());
    String text = format(baseline == null ? "%,.0f ns" : "%.2f", target.time());
    boolean kept = time <= target.time();
    if (!Double.isNaN(bytes)) {
      text += format(baseline == null ? ", %,.0f B" : ", %.2f", target.bytes());
      kept &= bytes <= target.bytes();
    }
    return text + (kept ? ": kept" : ": MISSED");
  }

  private static JsonObject json(Measurement measurement, @Nullable Measurement baseline) {
    JsonObject row = new JsonObject();
    row.addProperty("name", measurement.row().name());
    row.addProperty("benchmark", measurement.row().method());
    row.addProperty("p50Nanos", measurement.p50());
    row.addProperty("p99Nanos", orNull(measurement.p99()));
    row.addProperty("bytesPerCall", orNull(measurement.bytes()));
    if (baseline != null) {
      row.addProperty("baseline", baseline.row().method());
      row.addProperty("p50Ratio", measurement.p50() / baseline.p50());
      row.addProperty("p99Ratio", orNull(measurement.p99() / baseline.p99()));
      row.addProperty("bytesRatio", orNull(measurement.bytes() / baseline.bytes()));
    }
    JsonArray rounds = new JsonArray();
    for (Measurement.Round round : measurement.rounds()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("p50Nanos", round.p50());
      entry.addProperty("p99Nanos", orNull(round.p99()));
      entry.addProperty("bytesPerCall", orNull(round.bytes()));
      entry.addProperty("loadAverage", round.load());
      rounds.add(entry);
    }
    row.add("rounds", rounds);
    return row;
  }

  /** JSON has no NaN. */
  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  /** Returns the report in JSON, with these facts about the run. */
  String json(Map<String, String> run) {
    JsonObject root = new JsonObject();
    root.add("run", GSON.toJsonTree(run));
    root.add("comparisons", comparisons);
    return GSON.toJson(root) + System.lineSeparator();
  }
}
