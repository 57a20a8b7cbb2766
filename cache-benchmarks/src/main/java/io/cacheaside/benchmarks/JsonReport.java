package io.cacheaside.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.cacheaside.benchmarks.contenders.Figures;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures as JSON, with those of each round. Not threadsafe. */
final class JsonReport {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final JsonArray sections = new JsonArray();
  private final JsonArray stampedes = new JsonArray();

  void add(Section section) {
    JsonObject entry = new JsonObject();
    entry.addProperty("word", section.word());
    entry.addProperty("title", section.title());
    JsonArray rows = new JsonArray();
    section.rows().forEach(row -> rows.add(json(row)));
    entry.add("rows", rows);
    sections.add(entry);
  }

  private static JsonObject json(Row row) {
    JsonObject entry = new JsonObject();
    entry.addProperty("name", row.name());
    for (Metric metric : Metric.values()) {
      entry.addProperty(property(metric), orNull(row.median(metric)));
    }
    Row baseline = row.baseline();
    if (baseline != null) {
      entry.addProperty("baseline", baseline.name());
      for (Metric metric : Metric.values()) {
        entry.addProperty(property(metric) + "Ratio", orNull(row.ratio(metric)));
      }
    }
    JsonArray promises = new JsonArray();
    for (Promise promise : row.promises()) {
      double value = row.isCompared() ? row.ratio(promise.metric()) : row.median(promise.metric());
      JsonObject one = new JsonObject();
      one.addProperty("figure", property(promise.metric()));
      one.addProperty("bound", promise.bound());
      one.addProperty("kept", Double.isNaN(value) ? null : promise.isKept(value));
      promises.add(one);
    }
    entry.add("promises", promises);
    JsonArray rounds = new JsonArray();
    row.rounds().forEach((round, figures) -> rounds.add(json(round, figures)));
    entry.add("rounds", rounds);
    entry.add("failures", GSON.toJsonTree(row.failures()));
    return entry;
  }

  private static JsonObject json(int round, Figures figures) {
    JsonObject entry = new JsonObject();
    entry.addProperty("round", round + 1);
    for (Metric metric : Metric.values()) {
      entry.addProperty(property(metric), orNull(metric.of(figures)));
    }
    return entry;
  }

  private static String property(Metric metric) {
    return switch (metric) {
      case P50, P99 -> metric.name().toLowerCase(Locale.ROOT) + "Nanos";
      case RATE -> "callsPerSecond";
      case BYTES -> "bytesPerCall";
    };
  }

  void add(Stampedes.Outcomes outcomes) {
    JsonObject entry = new JsonObject();
    entry.addProperty("word", outcomes.crowd().word());
    entry.addProperty("title", outcomes.crowd().title());
    JsonArray rows = new JsonArray();
    for (Stampedes.Result result : outcomes.results()) {
      JsonObject row = new JsonObject();
      row.addProperty("name", result.title());
      if (!result.plays().isEmpty()) {
        row.addProperty("loads", result.loads());
        row.addProperty("p50Millis", result.p50());
        row.addProperty("p99Millis", result.p99());
        row.addProperty("kept", result.ours() ? result.keeps(outcomes.crowd()) : null);
      }
      row.add("first", GSON.toJsonTree(result.first()));
      row.add("plays", GSON.toJsonTree(result.plays()));
      row.add("failures", GSON.toJsonTree(result.failures()));
      rows.add(row);
    }
    entry.add("rows", rows);
    stampedes.add(entry);
  }

  /** JSON has no NaN. */
  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  /** Returns everything, with these facts about the run. */
  String text(Map<String, String> run) {
    JsonObject root = new JsonObject();
    root.add("run", GSON.toJsonTree(run));
    root.add("sections", sections);
    root.add("stampedes", stampedes);
    return GSON.toJson(root) + System.lineSeparator();
  }
}
