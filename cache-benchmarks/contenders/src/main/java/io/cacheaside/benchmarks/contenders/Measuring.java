package io.cacheaside.benchmarks.contenders;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures a scenario in this JVM, with JMH. */
final class Measuring {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final double NANOS_PER_SECOND = 1e9;

  private Measuring() {}

  /** Measures once, after a warm-up. */
  static Figures of(Scenario scenario, long warmUpMillis, long millis) throws RunnerException {
    Workers.useVirtual(scenario.virtual());
    String benchmark = RepositoryBenchmark.class.getName() + "." + scenario.operation().benchmark();
    Options options =
        new OptionsBuilder()
            .include("^" + benchmark.replace(".", "\\.") + "$")
            .threads(scenario.threads())
            .forks(0) // this JVM has the class path
            .warmupIterations(1)
            .warmupTime(TimeValue.milliseconds(warmUpMillis))
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(millis))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    RunResult run = new Runner(options).runSingle();
    Result<?> times = run.getPrimaryResult();
    Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
    if (allocated == null) {
      throw new IllegalStateException("JMH did not report " + ALLOCATED);
    }
    return new Figures(
        times.getStatistics().getPercentile(50),
        times.getStatistics().getPercentile(99),
        scenario.threads() * NANOS_PER_SECOND / times.getScore(),
        allocated.getScore());
  }
}
