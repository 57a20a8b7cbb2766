package io.cacheaside.benchmarks;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.benchmarks.Comparison.Row;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The same hits once more, without JMH: in one JVM that calls by hand and through woven methods in
 * turn, a few calls each. What else the machine does meets both alike within a millisecond, so the
 * ratio of the medians can be trusted where the medians cannot. Not threadsafe.
 */
final class AlternatingHits {
  private static final int TURN = 20;
  private static final int MOST_CALLS = 1 << 20;

  private final CustomerService woven = new CustomerService();
  private final Ids ids = new Ids();
  private final int seconds;

  AlternatingHits(int seconds) {
    this.seconds = seconds;
  }

  /** One way to get a customer. */
  private interface Way {
    Object find(long id) throws Exception;
  }

  static Comparison comparison() {
    return new Comparison(
        "Hit in Redis, 350-byte value, 1 thread, calls alternating in one JVM",
        AlternatingHits.class,
        1,
        1,
        List.of(
            Row.of("record, by hand", "recordByHand"),
            Row.of("record, CacheAside", "recordWoven").against("recordByHand").promising(1.15, 1),
            Row.of("object with fields, by hand", "beanByHand"),
            Row.of("object with fields, CacheAside", "beanWoven")
                .against("beanByHand")
                .promising(1.15, 1)));
  }

  /** Returns the measurements of {@link #comparison}; it does not measure what is allocated. */
  List<Measurement> measure(String redisUri) throws Exception {
    CacheAsideConfig config =
        CacheAsideConfig.builder()
            .redis(redisUri)
            .app("bench")
            .commandTimeout(HandWritten.COMMAND_TIMEOUT)
            .requireRedisAtStart(true)
            .startTimeout(Duration.ofSeconds(30))
            .build();
    try (HandWritten byHand = new HandWritten(redisUri);
        CacheAsideRuntime ignored = CacheAsideRuntime.install(config)) {
      for (int i = 0; i < Ids.COUNT; i++) {
        byHand.store(Ids.FIRST + i);
        woven.find(Ids.FIRST + i);
        woven.findBean(Ids.FIRST + i);
      }
      List<Way> ways = List.of(byHand::find, woven::find, byHand::findBean, woven::findBean);
      long loads = woven.loads();
      measure(ways); // warm-up
      List<Measurement> measurements = measure(ways);
      if (woven.loads() != loads) {
        throw new IllegalStateException(
            (woven.loads() - loads) + " calls were no hits; only hits are measured");
      }
      return measurements;
    }
  }

  private List<Measurement> measure(List<Way> ways) throws Exception {
    long[][] nanos = new long[ways.size()][MOST_CALLS];
    int calls = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds) * ways.size();
    while (System.nanoTime() - end < 0 && calls + TURN <= MOST_CALLS) {
      for (int way = 0; way < nanos.length; way++) {
        call(ways.get(way), nanos[way], calls);
      }
      calls += TURN;
    }
    List<Row> rows = comparison().rows();
    Measurement[] measurements = new Measurement[nanos.length];
    for (int way = 0; way < nanos.length; way++) {
      measurements[way] = new Measurement(rows.get(way));
      measurements[way].add(round(nanos[way], calls));
    }
    return List.of(measurements);
  }

  private void call(Way way, long[] nanos, int from) throws Exception {
    for (int i = from; i < from + TURN; i++) {
      long start = System.nanoTime();
      Object found = way.find(ids.next());
      nanos[i] = System.nanoTime() - start;
      if (found == null) {
        throw new IllegalStateException("a customer is gone; only hits are measured");
      }
    }
  }

  private static Measurement.Round round(long[] nanos, int calls) {
    Arrays.sort(nanos, 0, calls);
    return new Measurement.Round(
        nanos[calls / 2],
        nanos[(int) (calls * 0.99)],
        Double.NaN,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
