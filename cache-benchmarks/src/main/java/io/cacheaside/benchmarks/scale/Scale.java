package io.cacheaside.benchmarks.scale;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.benchmarks.MeasuringProgram;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Measures the constants of docs/scaling.md, prints them, and writes them as JSON. */
@Command(
    name = "scale",
    sortOptions = false,
    description =
        "Measures what calls, heap and JVMs cost; all parts take three and a half minutes.")
public final class Scale extends MeasuringProgram {
  private static final List<String> PARTS = List.of("memory", "calls", "heap", "crowd", "jvms");

  @Parameters(paramLabel = "PART", description = "measures these only: ${DEFAULT-VALUE}")
  private List<String> parts = PARTS;

  /** Measures, and ends the JVM. */
  public static void main(String[] arguments) {
    new Scale().runAndExit(arguments);
  }

  @Override
  public Integer call() throws Exception {
    for (String part : parts) {
      if (!PARTS.contains(part)) {
        throw wrong("there is no part \"" + part + "\"; choose from " + String.join(", ", PARTS));
      }
    }
    long start = System.nanoTime();
    Map<String, String> run = new LinkedHashMap<>();
    Figures figures = new Figures(out());
    describe(run);
    run.forEach((name, value) -> out().println(name + ": " + value));
    for (String part : parts) {
      try (Server server = new Server()) {
        run.put("redis", server.describe());
        measure(part, server, figures);
      }
    }
    run.put("loadAverageAtEnd", load());
    run.put("seconds", String.valueOf((System.nanoTime() - start) / 1_000_000_000));
    out().println("\n" + run.get("redis") + "; seconds: " + run.get("seconds"));
    write(figures.json(run));
    return CommandLine.ExitCode.OK;
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
}
