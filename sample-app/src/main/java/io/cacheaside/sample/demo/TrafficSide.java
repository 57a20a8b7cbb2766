package io.cacheaside.sample.demo;

import java.util.List;

/** The traffic of one catalogue, in a {@link TrafficWorker}. */
final class TrafficSide implements AutoCloseable {
  private final Contender.Kind kind;
  private final WorkerProcess worker;
  private final PlainRedis redis;

  private TrafficSide(Contender.Kind kind, WorkerProcess worker, PlainRedis redis) {
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
    WorkerProcess worker =
        WorkerProcess.startTraffic(kind, endpoints, environment.products(), plan);
    try {
      worker.awaitReady();
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
    worker.begin("play");
    List<Long> words =
        worker.receive(soFar -> say(progress, soFar.get(0), soFar.get(1), soFar.get(2)));
    TrafficFigures figures = TrafficFigures.of(words);
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
