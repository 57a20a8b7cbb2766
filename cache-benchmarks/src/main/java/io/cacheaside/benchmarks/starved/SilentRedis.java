package io.cacheaside.benchmarks.starved;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.testing.CommandLineProgram;
import io.cacheaside.testing.RedisServer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures, in this JVM and with the defaults, what a call costs when Redis falls silent, and how
 * soon hits return after it was killed and started again. For an idle machine: patience with
 * oneself must not become patience with a Redis that is gone.
 */
@Command(
    name = "silent-redis",
    sortOptions = false,
    description = "Measures a call to a Redis that is paused, and the way back to hits.")
public final class SilentRedis extends CommandLineProgram {
  private static final long KEY = 1;
  private static final long WARM_UP_MILLIS = 5_000;
  private static final long CALM_MILLIS = 1_000;
  private static final long AWAY_MILLIS = 500;
  private static final double NANOS_PER_MILLI = 1e6;

  private final HotKey hotKey = new HotKey(0);
  private final AtomicLong lastHit = new AtomicLong();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "10",
      description = "how often it is paused, and how often killed (default: 10)")
  private int runs;

  /** Measures and ends the JVM with the status. */
  public static void main(String[] arguments) {
    new SilentRedis().runAndExit(arguments);
  }

  @Override
  public Integer call() throws InterruptedException {
    double[] silent = new double[runs];
    double[] back = new double[runs];
    try (RedisServer redis = RedisServer.startProcess();
        CacheAsideRuntime ignored = CacheAsideRuntime.install(config(redis.uri()))) {
      hits(WARM_UP_MILLIS);
      for (int i = 0; i < runs; i++) {
        redis.pause();
        silent[i] = slowestCall(AWAY_MILLIS) / NANOS_PER_MILLI;
        redis.resume();
        hits(CALM_MILLIS);
      }
      for (int i = 0; i < runs; i++) {
        redis.kill();
        hits(AWAY_MILLIS);
        redis.restart();
        back[i] = untilHit() / NANOS_PER_MILLI;
        hits(CALM_MILLIS);
      }
    }
    print("slowest call to a Redis that was paused", silent);
    print("hits returned after a restart within", back);
    return CommandLine.ExitCode.OK;
  }

  private CacheAsideConfig config(String uri) {
    CacheListener hits =
        new CacheListener() {
          @Override
          public void onHit(CachedMethod method, Key key, boolean negative) {
            lastHit.set(System.nanoTime());
          }
        };
    return CacheAsideConfig.builder().redis(uri).app("silent").listener(hits).build();
  }

  private void hits(long millis) throws InterruptedException {
    var unused = slowestCall(millis);
  }

  /** Calls one after the other for so long; returns the nanoseconds of the slowest. */
  private long slowestCall(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long slowest = 0;
    for (long begin = System.nanoTime(); begin - end < 0; begin = System.nanoTime()) {
      hotKey.find(KEY);
      slowest = Math.max(slowest, System.nanoTime() - begin);
    }
    return slowest;
  }

  private long untilHit() throws InterruptedException {
    long begin = System.nanoTime();
    while (lastHit.get() - begin < 0) {
      hotKey.find(KEY);
    }
    return lastHit.get() - begin;
  }

  private void print(String what, double[] millis) {
    Arrays.sort(millis);
    out()
        .printf(
            Locale.ROOT,
            "%s: median %.1f ms, longest %.1f ms of %d%n",
            what,
            millis[millis.length / 2],
            millis[millis.length - 1],
            millis.length);
  }
}
