package io.cacheaside.benchmarks.scale;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures the constants of docs/scaling.md, prints them, and writes them as JSON. */
public final class Scale {
  private static final Path DEFAULT_JSON = Path.of("target", "scale.json");
  private static final List<String> PARTS = List.of("memory", "calls", "heap", "crowd", "jvms");

  private Scale() {}

  /**
   * What to measure, and where to.
   *
   * @param parts some of those that there are
   * @param json the file for the figures
   */
  record Settings(List<String> parts, Path json) {

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it holds anything unknown
     */
    static Settings parse(String... arguments) {
      List<String> parts = new ArrayList<>();
      Path json = DEFAULT_JSON;
      for (int i = 0; i < arguments.length; i++) {
        if (PARTS.contains(arguments[i])) {
          parts.add(arguments[i]);
        } else if (arguments[i].equals("--json") && i + 1 < arguments.length) {
          i++;
          json = Path.of(arguments[i]);
        } else {
          throw new IllegalArgumentException(
              "\""
                  + arguments[i]
                  + "\" is no option; there are --json FILE and the parts "
                  + String.join(", ", PARTS));
        }
      }
      return new Settings(parts.isEmpty() ? PARTS : List.copyOf(parts), json);
    }
  }

  /** Measures the parts that are named, or all; all take three and a half minutes. */
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
    Map<String, String> run = new LinkedHashMap<>();
    Figures figures = new Figures(System.out);
    describe(run);
    run.forEach((name, value) -> System.out.println(name + ": " + value));
    for (String part : settings.parts()) {
      try (Server server = new Server()) {
        run.put("redis", server.describe());
        measure(part, server, figures);
      }
    }
    run.put("loadAverageAtEnd", load());
    run.put("seconds", String.valueOf((System.nanoTime() - start) / 1_000_000_000));
    Path parent = settings.json().toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(settings.json(), figures.json(run));
    System.out.println("\n" + run.get("redis") + "; seconds: " + run.get("seconds"));
    System.out.println("figures: " + settings.json());
  }

  private static void measure(String part, Server server, Figures figures) throws Exception {
    switch (part) {
      case "memory" -> new RedisMemory(server).measure(figures);
      case "crowd" -> new CrowdCosts(server).measure(figures);
      case "jvms" -> FleetCosts.measure(server, figures);
      default -> {
        Library library = new Library();
        try (CacheAsideRuntime ignored = CacheAsideRuntime.install(config(server.uri()))) {
          if (part.equals("calls")) {
            new CallCosts(server, library).measure(figures);
          } else {
            new HeapCosts(server, library).measure(figures);
          }
        }
      }
    }
  }

  /** Returns the settings of every client that is measured: the defaults, with more patience. */
  static CacheAsideConfig config(String uri) {
    return CacheAsideConfig.builder()
        .redis(uri)
        .app("scale")
        .commandTimeout(Duration.ofSeconds(2)) // on a busy machine a call must not end as a bypass
        .waitLimit(Duration.ofSeconds(30))
        .requireRedisAtStart(true)
        .startTimeout(Duration.ofSeconds(30))
        .build();
  }

  private static void describe(Map<String, String> run) {
    run.put("java", System.getProperty("java.runtime.version"));
    run.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    run.put("start", Instant.now().toString());
    run.put("loadAverageAtStart", load());
  }

  private static String load() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
