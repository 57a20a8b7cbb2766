package io.cacheaside.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs comparisons. The benchmarks of a comparison take turns, each turn in a fresh JVM, so that
 * what else the machine does meets all of them.
 */
final class Laboratory {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final String redisUri;
  private final int seconds;

  /**
   * Creates one.
   *
   * @param redisUri the server that all benchmarks use
   * @param seconds how long one turn measures, after a warm-up that takes as long
   */
  Laboratory(String redisUri, int seconds) {
    this.redisUri = redisUri;
    this.seconds = seconds;
  }

  List<Measurement> measure(Comparison comparison) throws RunnerException {
    List<Measurement> measurements = new ArrayList<>();
    comparison.rows().forEach(row -> measurements.add(new Measurement(row)));
    for (int round = 0; round < comparison.rounds(); round++) {
      for (Measurement measurement : measurements) {
        measurement.add(turn(comparison, measurement.row()));
      }
    }
    return measurements;
  }

  private Measurement.Round turn(Comparison comparison, Comparison.Row row) throws RunnerException {
    String benchmark = comparison.owner().getName() + "." + row.method();
    Options options =
        new OptionsBuilder()
            .include("^" + benchmark.replace(".", "\\.") + "$")
            .threads(comparison.threads())
            .forks(1)
            .warmupIterations(1)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(2)
            .measurementTime(TimeValue.milliseconds(500L * seconds))
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend("-Xms512m", "-Xmx512m", "-DCACHEASIDE_REDIS_URI=" + redisUri)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    return round(new Runner(options).runSingle());
  }

  private static Measurement.Round round(RunResult run) {
    Result<?> times = run.getPrimaryResult();
    double toNanos = times.getScoreUnit().startsWith("us") ? TimeUnit.MICROSECONDS.toNanos(1) : 1;
    boolean sampled = run.getParams().getMode() == Mode.SampleTime;
    return new Measurement.Round(
        toNanos * (sampled ? times.getStatistics().getPercentile(50) : times.getScore()),
        sampled ? toNanos * times.getStatistics().getPercentile(99) : Double.NaN,
        allocated(run),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static double allocated(RunResult run) {
    Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
    if (allocated == null) {
      throw new IllegalStateException(
          "JMH reported no " + ALLOCATED + " but " + run.getSecondaryResults().keySet());
    }
    return allocated.getScore();
  }
}
