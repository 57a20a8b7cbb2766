package io.cacheaside.sample.demo;

import io.cacheaside.testing.CommandLineProgram;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The demo's command line. Exit status: 0 if CacheAside kept all promises, 1 if not or if a
 * scenario broke off, 2 if an option is wrong.
 */
@Command(
    name = "demo",
    sortOptions = false,
    description = "Compares hand-written cache-aside with CacheAside on a real Redis and database.")
public final class DemoCommand extends CommandLineProgram {
  private static final int PRODUCTS = 100_000;
  private static final int MAX_THREADS = 256;
  private static final int DEFAULT_SECONDS = 30;
  private static final long TRACE_REQUESTS = 1_000_000;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description =
          "plays this one only (may be repeated): traffic, stampede, late-loader, missing-keys,"
              + " key-trap, redis-outage")
  private List<String> names = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "duration of the traffic, half of it for each side (default: 30)")
  private @Nullable Integer seconds;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description =
          "ends the traffic of each side after this many requests instead (default with --trace:"
              + " 1000000, or what is left of the trace if that is less)")
  private @Nullable Integer requests;

  @Option(
      names = "--skip",
      paramLabel = "N",
      defaultValue = "0",
      description = "leaves out the first requests of the trace (default: 0)")
  private int skip;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "8",
      description = "threads of the traffic (default: 8)")
  private int threads;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description = "a Redis to use; left out, one is started")
  private @Nullable String redis;

  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      description =
          "a database that several JVMs can reach; left out, H2 is started. The tables"
              + " cacheaside_demo_product and cacheaside_demo_discount are created there, and"
              + " dropped before and after")
  private @Nullable String jdbc;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "replays this trace as the traffic, at full speed and each request once: 32-bit"
              + " big-endian numbers, packed if its name ends in .xz")
  private @Nullable Path trace;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      defaultValue = "${sys:demo.report:-target/demo/report.json}",
      description = "where the figures are written (default: ${DEFAULT-VALUE})")
  private Path reportFile = Path.of("");

  /** Runs the demo and ends the JVM with its status. */
  public static void main(String[] args) {
    new DemoCommand().runAndExit(args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    TrafficPlan traffic = checkedTraffic();
    List<Scenario> scenarios = checkedScenarios(traffic);
    checkEndpoints();
    String start = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Progress progress = new Progress(out());
    Report report;
    Map<String, String> run = new LinkedHashMap<>();
    try (DemoEnvironment environment = DemoEnvironment.open(redis, jdbc, PRODUCTS, progress)) {
      report = new Demo(environment, progress).run(scenarios);
      describe(run, environment, traffic);
    }
    run.put("start", start);
    run.put("seconds", Long.toString(progress.elapsed().toSeconds()));
    ReportFile.write(reportFile, report, run);
    out().printf("%n%s%n", ReportTable.of(report));
    progress.say("the figures are in %s", reportFile);
    progress.say(report.passed() ? "all promises were kept" : "FAILED: see the verdicts above");
    return report.passed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private TrafficPlan checkedTraffic() {
    if (threads < 1 || threads > MAX_THREADS) {
      throw wrong("--threads: " + threads + " is not between 1 and " + MAX_THREADS);
    }
    if (seconds != null && seconds < 1) {
      throw wrong("--seconds: " + seconds + " is too short; give at least 1");
    }
    if (requests != null && requests < 1) {
      throw wrong("--requests: " + requests + " is too few; give at least 1");
    }
    if (seconds != null && requests != null) {
      throw wrong("--seconds and --requests: the traffic ends after one of them; give only one");
    }
    if (trace != null) {
      return checkedReplay(trace);
    }
    if (skip != 0) {
      throw wrong("--skip: only a trace has requests to leave out; give --trace");
    }
    if (requests != null) {
      return TrafficPlan.replaying(new ZipfRequests(), threads, 0, requests);
    }
    Duration both = Duration.ofSeconds(seconds == null ? DEFAULT_SECONDS : seconds);
    return TrafficPlan.lasting(new ZipfRequests(), threads, both.dividedBy(2));
  }

  private TrafficPlan checkedReplay(Path file) {
    if (seconds != null) {
      throw wrong(
          "--seconds: a trace ends after a number of requests, not after a time; give --requests");
    }
    RequestSource source = checkedTrace(file);
    if (skip < 0 || skip >= source.size()) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "--skip: %d is not between 0 and %d, the last request of %s",
              skip,
              source.size() - 1,
              file));
    }
    long left = source.size() - skip;
    if (requests != null && requests > left) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "--requests: %d is more than the %d of %s after the first %d; give no more, or leave"
                  + " it out",
              requests,
              left,
              file,
              skip));
    }
    long count = requests == null ? Math.min(TRACE_REQUESTS, left) : requests;
    return TrafficPlan.replaying(source, threads, skip, count);
  }

  private List<Scenario> checkedScenarios(TrafficPlan traffic) {
    List<Scenario> all = scenarios(traffic);
    List<String> known = all.stream().map(Scenario::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw wrong(
            "--scenario: there is no " + name + "; choose from " + String.join(", ", known));
      }
    }
    return all.stream()
        .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
        .toList();
  }

  private List<Scenario> scenarios(TrafficPlan traffic) {
    return List.of(
        new TrafficScenario(traffic),
        new StampedeScenario(5, 64, 4, Duration.ofMillis(200)),
        new LateLoaderScenario(20),
        new MissingKeysScenario(10_000, 1_000, threads),
        new KeyTrapScenario(),
        new OutageScenario(4, Duration.ofSeconds(3)));
  }

  private RequestSource checkedTrace(Path file) {
    try {
      return TraceRequests.read(file);
    } catch (NoSuchFileException e) {
      throw wrong("--trace: there is no file " + file);
    } catch (IOException e) {
      throw wrong("--trace: " + e.getMessage());
    }
  }

  private void checkEndpoints() {
    if (redis != null) {
      checkRedis(redis);
    }
    if (jdbc != null) {
      checkDatabase(jdbc);
    }
  }

  private void checkRedis(String uri) {
    try {
      PlainRedis.connect(uri, Contender.COMMAND_TIMEOUT, Duration.ofSeconds(5)).close();
    } catch (IllegalArgumentException e) {
      throw wrong("--redis: " + e.getMessage());
    } catch (RedisException e) {
      throw wrong("--redis: the server cannot be reached: " + e.getMessage());
    }
  }

  private void checkDatabase(String url) {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.getMetaData();
    } catch (SQLException e) {
      throw wrong("--jdbc: the database cannot be reached: " + e.getMessage());
    }
  }

  private void describe(Map<String, String> run, DemoEnvironment environment, TrafficPlan traffic) {
    run.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    run.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    run.put("redis", environment.describeRedis());
    run.put("database", DemoEnvironment.describe(environment.endpoints().jdbcUrl()));
    run.put("products", Integer.toString(environment.products()));
    run.put("trafficSource", traffic.source().describe());
    run.put("trafficExtent", traffic.extent());
    run.put("trafficThreads", Integer.toString(traffic.threads()));
  }
}
