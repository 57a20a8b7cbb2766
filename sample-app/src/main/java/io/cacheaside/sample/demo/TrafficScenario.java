package io.cacheaside.sample.demo;

import io.cacheaside.sample.demo.Measurement.Unit;
import io.cacheaside.sample.demo.TrafficSide.Outcome;
import java.util.function.ToDoubleFunction;

/** Threads read products at full speed, as popular as in real shops, while prices change. */
final class TrafficScenario implements Scenario {
  private final TrafficPlan plan;

  TrafficScenario(TrafficPlan plan) {
    this.plan = plan;
  }

  @Override
  public String name() {
    return "traffic";
  }

  @Override
  public String title() {
    return String.format(
        "%s reads with 2 %% price changes, one JVM with %d threads, %s for each catalogue",
        plan.source().describe(), plan.threads(), plan.extent());
  }

  @Override
  public void run(DemoEnvironment environment, Report report, Progress progress)
      throws InterruptedException {
    progress.say("traffic: warming up");
    // both before the first is measured: they also warm up the database
    try (PlainRedis redis =
            PlainRedis.connect(
                environment.endpoints().redisUri(),
                Contender.START_TIMEOUT,
                Contender.START_TIMEOUT);
        TrafficSide naive = TrafficSide.open(Contender.Kind.NAIVE, environment, plan, redis);
        TrafficSide cached =
            TrafficSide.open(Contender.Kind.CACHE_ASIDE, environment, plan, redis)) {
      add(report, naive.play(progress), cached.play(progress));
    }
  }

  private void add(Report report, Outcome naive, Outcome cached) {
    if (plan.isCounted()) {
      judge(report, "requests", plan.requests(), naive, cached, TrafficFigures::requests);
    } else {
      report.show(
          name(), "requests", Unit.COUNT, naive.figures().requests(), cached.figures().requests());
    }
    Comparison compared =
        (measure, unit, figure) ->
            report.compare(
                name(), measure, unit, figure.applyAsDouble(naive), figure.applyAsDouble(cached));
    compared.add("price changes", Unit.COUNT, side -> side.figures().changes());
    compared.add("hits", Unit.COUNT, side -> side.figures().hits());
    compared.add("hit rate", Unit.PERCENT, side -> side.figures().hitRate());
    compared.add("database loads", Unit.COUNT, side -> side.figures().loads());
    compared.add("requests per second", Unit.COUNT, side -> side.figures().requestsPerSecond());
    compared.add("read p50", Unit.MILLIS, side -> side.figures().p50Nanos() / 1e6);
    compared.add("read p99", Unit.MILLIS, side -> side.figures().p99Nanos() / 1e6);
    compared.add(
        "application CPU per request", Unit.MICROS, side -> side.figures().cpuMicrosPerRequest());
    compared.add("Redis CPU per request", Unit.MICROS, Outcome::redisCpuMicrosPerRequest);
    compared.add("wall time", Unit.SECONDS, side -> side.figures().wallNanos() / 1e9);
    judge(report, "stale reads", 0, naive, cached, TrafficFigures::stale);
    judge(report, "errors", 0, naive, cached, TrafficFigures::errors);
  }

  /** Adds a line that is not judged. */
  @FunctionalInterface
  private interface Comparison {
    void add(String measure, Unit unit, ToDoubleFunction<Outcome> figure);
  }

  private void judge(
      Report report,
      String measure,
      long number,
      Outcome naive,
      Outcome cached,
      ToDoubleFunction<TrafficFigures> figure) {
    report
        .judge(name(), measure, Unit.COUNT, Criterion.exactly(number))
        .figures(figure.applyAsDouble(naive.figures()), figure.applyAsDouble(cached.figures()));
  }
}
