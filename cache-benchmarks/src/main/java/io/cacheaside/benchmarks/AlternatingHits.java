package io.cacheaside.benchmarks;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.benchmarks.Comparison.Row;
import io.cacheaside.benchmarks.Measurement.Round;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The same hits once more, without JMH: in one JVM that calls by hand and through woven methods in
 * turn, a few calls each, in an order that changes. What else the machine does meets both alike
 * within a millisecond, so the ratio of the medians can be trusted where the medians cannot. Not
 * threadsafe.
 */
final class AlternatingHits {
  private static final int TURN = 20;
  private static final int ROUNDS = 3;
  private static final int MOST_CALLS = 1 << 20;

  private final CustomerService woven = new CustomerService();
  private final Ids ids = new Ids();
  private final Random random = new Random();
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
        ROUNDS,
        List.of(
            Row.of("record, by hand", "recordByHand"),
            Row.of("record, CacheAside", "recordWoven").against("recordByHand").promising(1.15, 1),
            Row.of("record, by hand, 2nd connection", "recordByHandAgain").against("recordByHand"),
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
        HandWritten again = new HandWritten(redisUri);
        CacheAsideRuntime ignored = CacheAsideRuntime.install(config)) {
      for (int i = 0; i < Ids.COUNT; i++) {
        byHand.store(Ids.FIRST + i);
        woven.find(Ids.FIRST + i);
        woven.findBean(Ids.FIRST + i);
      }
      List<Way> ways =
          List.of(byHand::find, woven::find, again::find, byHand::findBean, woven::findBean);
      long loads = woven.loads();
      measure(ways); // until compiled: a call takes 0.1 ms, so
      measure(ways); // a second holds few of them
      List<Measurement> measurements = comparison().rows().stream().map(Measurement::new).toList();
      for (int round = 0; round < ROUNDS; round++) {
        List<Round> figures = measure(ways);
        for (int way = 0; way < figures.size(); way++) {
          measurements.get(way).add(figures.get(way));
        }
      }
      if (woven.loads() != loads) {
        throw new IllegalStateException(
            (woven.loads() - loads) + " calls were no hits; only hits are measured");
      }
      return measurements;
    }
  }

  private List<Round> measure(List<Way> ways) throws Exception {
    long[][] nanos = new long[ways.size()][MOST_CALLS];
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4));
    int calls = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds) * ways.size();
    while (System.nanoTime() - end < 0 && calls + TURN <= MOST_CALLS) {
      Collections.shuffle(order, random); // who comes after whom makes a difference of its own
      for (int way : order) {
        call(ways.get(way), nanos[way], calls);
      }
      calls += TURN;
    }
    List<Round> figures = new ArrayList<>();
    for (long[] way : nanos) {
      figures.add(round(way, calls));
    }
    return figures;
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

  private static Round round(long[] nanos, int calls) {
    Arrays.sort(nanos, 0, calls);
    return new Round(
        nanos[calls / 2],
        nanos[(int) (calls * 0.99)],
        Double.NaN,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
