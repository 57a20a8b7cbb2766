package io.cacheaside.sample.demo;

import io.cacheaside.sample.demo.Measurement.Unit;
import io.cacheaside.testing.RedisServer;
import java.time.Duration;

/**
 * Redis hangs and goes on, then dies and comes back empty, while the shop is open: what do its
 * callers notice?
 */
final class OutageScenario implements Scenario {
  private static final long SLOWEST_MILLIS = 1_000;
  private static final long RETURN_MILLIS = 5_000;

  private final int threads;
  private final Duration outage;

  /**
   * Creates the scenario.
   *
   * @param outage how long Redis hangs, and how long it is gone
   */
  OutageScenario(int threads, Duration outage) {
    this.threads = threads;
    this.outage = outage;
  }

  @Override
  public String name() {
    return "redis-outage";
  }

  @Override
  public String title() {
    return String.format(
        "Redis hangs for %.1f s, and is dead for %1$.1f s, under %d reading threads",
        outage.toMillis() / 1e3, threads);
  }

  @Override
  public void run(DemoEnvironment environment, Report report, Progress progress)
      throws InterruptedException {
    RedisServer redis = environment.ownRedis();
    if (redis == null) {
      String reason = "a Redis given with --redis is not paused or killed";
      progress.say("redis-outage skipped: %s", reason);
      report.skip(name(), reason);
      return;
    }
    Outage naive = play(environment, environment.naive(), redis, progress);
    Outage cached = play(environment, environment.cacheAside(), redis, progress);
    // the naive side was left alone while Redis was dead for the other: it must be back for others
    awaitHits(environment, environment.naive());
    add(report, "hanging", naive.hanging(), cached.hanging());
    add(report, "dead", naive.dead(), cached.dead());
    report
        .judge(name(), "stale reads", Unit.COUNT, Criterion.exactly(0))
        .figures(naive.stale(), cached.stale());
  }

  private void add(Report report, String how, Phase naive, Phase cached) {
    report
        .judge(name(), how + ": slowest call", Unit.MILLIS, Criterion.atMost(SLOWEST_MILLIS))
        .figures(naive.slowestMillis(), cached.slowestMillis());
    report
        .judge(name(), how + ": errors", Unit.COUNT, Criterion.exactly(0))
        .figures(naive.errors(), cached.errors());
    report
        .judge(name(), how + ": hits return after", Unit.MILLIS, Criterion.atMost(RETURN_MILLIS))
        .figures(naive.returnMillis(), cached.returnMillis());
  }

  private void awaitHits(DemoEnvironment environment, Contender contender)
      throws InterruptedException {
    try (OutageReaders readers = new OutageReaders(contender, environment.products(), threads)) {
      readers.awaitHits();
    }
  }

  private Outage play(
      DemoEnvironment environment, Contender contender, RedisServer redis, Progress progress)
      throws InterruptedException {
    try (OutageReaders readers = new OutageReaders(contender, environment.products(), threads)) {
      readers.awaitHits();
      readers.startPhase();
      redis.pause();
      Thread.sleep(outage.toMillis());
      long hits = contender.hits();
      redis.resume();
      Phase hanging = readers.endPhase(readers.millisUntilHitsExceed(hits));
      progress.say("redis-outage, %s: while Redis hung: %s", contender, hanging);

      readers.startPhase();
      redis.kill();
      Thread.sleep(outage.toMillis());
      hits = contender.hits();
      redis.restart();
      Phase dead = readers.endPhase(readers.millisUntilHitsExceed(hits));
      progress.say("redis-outage, %s: while Redis was dead: %s", contender, dead);
      return new Outage(hanging, dead, readers.stale());
    }
  }

  /**
   * What callers noticed from the failure to the first hit after it.
   *
   * @param slowestMillis of all calls
   * @param errors calls that threw
   * @param returnMillis from the server's return to the first hit; infinite if there was none
   */
  record Phase(double slowestMillis, long errors, double returnMillis) {
    @Override
    public String toString() {
      return String.format(
          "slowest call %.0f ms, %,d errors, first hit %.0f ms after its return",
          slowestMillis, errors, returnMillis);
    }
  }

  private record Outage(Phase hanging, Phase dead, long stale) {}
}
