package io.cacheaside.benchmarks;

import io.cacheaside.testing.RedisServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures everything, prints one table, and writes the figures as JSON. */
public final class Benchmarks {
  private static final Path DEFAULT_JSON = Path.of("target", "benchmarks.json");

  private Benchmarks() {}

  /**
   * How thoroughly, and where to.
   *
   * @param rounds how often the hits in Redis are measured, in a fresh JVM each time
   * @param seconds how long each measurement lasts, after a warm-up of the same length
   * @param json the file for the figures
   */
  record Settings(int rounds, int seconds, Path json) {

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it holds anything unknown
     */
    static Settings parse(String... arguments) {
      Settings settings = new Settings(3, 2, DEFAULT_JSON);
      for (int i = 0; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "--quick" -> settings = new Settings(3, 2, settings.json);
          case "--thorough" -> settings = new Settings(7, 10, settings.json);
          case "--json" -> {
            i++;
            if (i == arguments.length) {
              throw new IllegalArgumentException("--json is the last word; a file must follow");
            }
            settings = new Settings(settings.rounds, settings.seconds, Path.of(arguments[i]));
          }
          default ->
              throw new IllegalArgumentException(
                  "\""
                      + arguments[i]
                      + "\" is no option; there are --quick, --thorough and --json FILE");
        }
      }
      return settings;
    }
  }

  /** Runs; {@code --quick} takes less than five minutes, {@code --thorough} half an hour. */
  @SuppressWarnings("SystemOut") // the report is the output
  public static void main(String[] arguments) throws Exception {
    Settings settings;
    try {
      settings = Settings.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    long start = System.nanoTime();
    Report report = new Report(System.out);
    Map<String, String> run = new LinkedHashMap<>();
    try (RedisServer server = RedisServer.start()) {
      describe(run, server);
      run.forEach((name, value) -> System.out.println(name + ": " + value));
      Laboratory laboratory = new Laboratory(server.uri(), settings.seconds());
      report.begin();
      report.add(
          AlternatingHits.comparison(),
          new AlternatingHits(settings.seconds()).measure(server.uri()));
      for (Comparison comparison : Comparison.all(settings.rounds())) {
        List<Measurement> measurements = laboratory.measure(comparison);
        report.add(comparison, measurements);
      }
    }
    run.put("loadAverageAtEnd", load());
    run.put("seconds", String.valueOf((System.nanoTime() - start) / 1_000_000_000));
    System.out.println("load average at the end: " + load());
    Path parent = settings.json().toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(settings.json(), report.json(run));
    System.out.println("figures: " + settings.json());
  }

  private static void describe(Map<String, String> run, RedisServer server) {
    run.put("java", System.getProperty("java.runtime.version"));
    run.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    run.put("redis", server.describe());
    run.put("start", Instant.now().toString());
    run.put("loadAverageAtStart", load());
  }

  private static String load() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
