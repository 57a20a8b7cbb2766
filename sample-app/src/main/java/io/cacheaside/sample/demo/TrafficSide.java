package io.cacheaside.sample.demo;

import io.cacheaside.testing.ChildJvm;
import java.util.List;

/** The traffic of one catalogue, in a {@link TrafficWorker}. */
final class TrafficSide implements AutoCloseable {
  private final Contender.Kind kind;
  private final ChildJvm worker;
  private final PlainRedis redis;

  private TrafficSide(Contender.Kind kind, ChildJvm worker, PlainRedis redis) {
    this.kind = kind;
    this.worker = worker;
    this.redis = redis;
  }

  /**
   * Starts the JVM and waits until it is warm.
   *
   * @param redis is asked for what the traffic costs the server
   */
  static TrafficSide open(
      Contender.Kind kind, DemoEnvironment environment, TrafficPlan plan, PlainRedis redis) {
    Endpoints endpoints = environment.endpoints().withOtherKeys();
    ChildJvm worker = TrafficWorker.start(kind, endpoints, environment.products(), plan);
    try {
      worker.answer();
      return new TrafficSide(kind, worker, redis);
    } catch (RuntimeException e) {
      worker.close();
      throw e;
    }
  }

  /**
   * What was measured.
   *
   * @param figures of the application's JVM
   * @param redisCpuSeconds processor time of Redis
   */
  record Outcome(TrafficFigures figures, double redisCpuSeconds) {

    double redisCpuMicrosPerRequest() {
      return redisCpuSeconds * 1e6 / figures.requests();
    }
  }

  /** Plays the requests. */
  Outcome play(Progress progress) {
    double before = RedisInfo.cpuSeconds(redis);
    worker.send("play");
    String line = worker.receive();
    for (; line.startsWith(TrafficWorker.SO_FAR); line = worker.receive()) {
      List<Long> soFar = ChildJvm.numbers(line.substring(TrafficWorker.SO_FAR.length()));
      say(progress, soFar.get(0), soFar.get(1), soFar.get(2));
    }
    TrafficFigures figures = TrafficFigures.of(ChildJvm.numbers(worker.answer(line)));
    double cpuSeconds = RedisInfo.cpuSeconds(redis) - before;
    say(progress, figures.requests(), figures.stale(), figures.errors());
    return new Outcome(figures, cpuSeconds);
  }

  private void say(Progress progress, long requests, long stale, long errors) {
    progress.say("traffic, %s: %,d requests, %,d stale, %,d errors", kind, requests, stale, errors);
  }

  @Override
  public void close() {
    worker.close();
  }
}
