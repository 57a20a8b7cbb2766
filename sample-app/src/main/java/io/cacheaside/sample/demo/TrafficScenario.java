package io.cacheaside.sample.demo;

import io.cacheaside.sample.demo.Measurement.Unit;
import java.time.Duration;

/** Threads read products, as popular as in real shops, while prices change. */
final class TrafficScenario implements Scenario {
  /** The warm-up takes this part of the measured time. */
  private static final int WARM_UP_PART = 8;

  private final Duration each;
  private final int threads;
  private final RequestSource source;

  /**
   * Creates the scenario.
   *
   * @param each how long each catalogue is exercised
   */
  TrafficScenario(Duration each, int threads, RequestSource source) {
    this.each = each;
    this.threads = threads;
    this.source = source;
  }

  @Override
  public String name() {
    return "traffic";
  }

  @Override
  public String title() {
    return source.describe()
        + " reads with 2 % price changes, "
        + threads
        + " threads, "
        + each.toMillis() / 1e3
        + " s for each catalogue";
  }

  @Override
  public void run(DemoEnvironment environment, Report report, Progress progress)
      throws InterruptedException {
    Contender naiveSide = environment.naive();
    Contender cachedSide = environment.cacheAside();
    // not counted: who comes first would pay for what the JVM compiles for both
    progress.say("traffic: warming up");
    play(environment, naiveSide, each.dividedBy(WARM_UP_PART), progress);
    play(environment, cachedSide, each.dividedBy(WARM_UP_PART), progress);
    TrafficRun naive = play(environment, naiveSide, each, progress);
    TrafficRun cached = play(environment, cachedSide, each, progress);
    report.show(name(), "reads", Unit.COUNT, naive.reads(), cached.reads());
    report.show(name(), "hit rate", Unit.PERCENT, naive.hitRate(), cached.hitRate());
    report.show(name(), "database loads", Unit.COUNT, naive.loads(), cached.loads());
    report.show(name(), "read p50", Unit.MILLIS, naive.millisAt(50), cached.millisAt(50));
    report.show(name(), "read p99", Unit.MILLIS, naive.millisAt(99), cached.millisAt(99));
    report
        .judge(name(), "stale reads", Unit.COUNT, Criterion.exactly(0))
        .figures(naive.stale(), cached.stale());
    report
        .judge(name(), "errors", Unit.COUNT, Criterion.exactly(0))
        .figures(naive.errors(), cached.errors());
  }

  private TrafficRun play(
      DemoEnvironment environment, Contender contender, Duration duration, Progress progress)
      throws InterruptedException {
    TrafficRun run = new TrafficRun(contender, environment.database(), environment.products());
    run.play(source.open(environment.products(), threads), duration, progress);
    return run;
  }
}
