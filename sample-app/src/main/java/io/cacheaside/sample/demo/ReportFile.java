package io.cacheaside.sample.demo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.cacheaside.sample.demo.Measurement.Unit;
import io.cacheaside.sample.demo.Report.Omission;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as a JSON file. Its fields are explained in the module's README. */
final class ReportFile {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private ReportFile() {}

  /**
   * Writes the report, and creates the folders above the file.
   *
   * @param run what is known about the run as a whole, in the order to be written
   */
  static void write(Path file, Report report, Map<String, String> run) throws IOException {
    JsonObject root = new JsonObject();
    root.addProperty("passed", report.passed());
    JsonObject about = new JsonObject();
    run.forEach(about::addProperty);
    root.add("run", about);
    JsonArray measurements = new JsonArray();
    report.measurements().forEach(line -> measurements.add(json(line)));
    root.add("measurements", measurements);
    root.add("skipped", json(report.skipped()));
    root.add("failed", json(report.failed()));
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (Writer out = Files.newBufferedWriter(file)) {
      GSON.toJson(root, out);
      out.write('\n');
    }
  }

  private static JsonObject json(Measurement line) {
    JsonObject json = new JsonObject();
    json.addProperty("scenario", line.scenario());
    json.addProperty("measure", line.measure());
    json.addProperty("unit", line.unit().name().toLowerCase(Locale.ROOT));
    json.add("naive", figure(line.unit(), line.naive()));
    json.add("cacheAside", figure(line.unit(), line.cacheAside()));
    json.addProperty("ratio", line.ratio());
    json.addProperty("verdict", line.verdict().name().toLowerCase(Locale.ROOT));
    json.addProperty("criterion", line.criterion());
    return json;
  }

  /** JSON has no infinity: what never happened is null. */
  private static JsonElement figure(Unit unit, double value) {
    if (!Double.isFinite(value)) {
      return JsonNull.INSTANCE;
    }
    return unit == Unit.COUNT ? new JsonPrimitive(Math.round(value)) : new JsonPrimitive(value);
  }

  private static JsonArray json(List<Omission> omissions) {
    JsonArray array = new JsonArray();
    for (Omission omission : omissions) {
      JsonObject json = new JsonObject();
      json.addProperty("scenario", omission.scenario());
      json.addProperty("reason", omission.reason());
      array.add(json);
    }
    return array;
  }
}
