package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.Figures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * Measures parts of the framework alone, without Redis. Benchmarks that are compared take turns,
 * each turn in a fresh JVM, so that what else the machine does meets all of them.
 */
final class Laboratory {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** Less, and the figures are those of code that is half compiled. */
  private static final long COMPILED_MILLIS = 2_000;

  private final int rounds;
  private final long millis;

  /**
   * Creates one.
   *
   * @param rounds how often each is measured
   * @param millis how long one turn measures, after a warm-up that takes as long, two seconds at
   *     least
   */
  Laboratory(int rounds, long millis) {
    this.rounds = rounds;
    this.millis = millis;
  }

  Section measure(Part part) throws RunnerException {
    List<Row> rows = new ArrayList<>();
    Map<String, Row> byMethod = new HashMap<>();
    for (Part.Step step : part.steps()) {
      Row row = new Row(step.name(), byMethod.get(step.baseline()), step.promises());
      byMethod.put(step.method(), row);
      rows.add(row);
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).add(round, turn(part, part.steps().get(i)));
      }
    }
    return new Section(part.word(), part.title(), Metric.P50, rows);
  }

  private Figures turn(Part part, Part.Step step) throws RunnerException {
    String benchmark = part.owner().getName() + "." + step.method();
    Options options =
        new OptionsBuilder()
            .include("^" + benchmark.replace(".", "\\.") + "$")
            .forks(1)
            .warmupIterations(1)
            .warmupTime(TimeValue.milliseconds(Math.max(millis, COMPILED_MILLIS)))
            .measurementIterations(2)
            .measurementTime(TimeValue.milliseconds(millis / 2))
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend("-Xms512m", "-Xmx512m")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    RunResult run = new Runner(options).runSingle();
    Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
    if (allocated == null) {
      throw new IllegalStateException("JMH did not report " + ALLOCATED);
    }
    return new Figures(
        run.getPrimaryResult().getScore(), Double.NaN, Double.NaN, allocated.getScore());
  }
}
