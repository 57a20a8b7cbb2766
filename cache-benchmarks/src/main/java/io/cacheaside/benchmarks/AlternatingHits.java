package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Figures;
import io.cacheaside.benchmarks.contenders.Ids;
import io.cacheaside.benchmarks.contenders.Source;
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
  static final String WORD = "alternating";

  private static final int[] WAY_OF_ROW = {0, 1, 2, 3, 3};
  private static final int TURN = 20;
  private static final int ROUNDS = 3;
  private static final int MOST_CALLS = 1 << 20;

  private final Ids ids = new Ids();
  private final Random random = new Random();
  private final long millis;

  AlternatingHits(long millis) {
    this.millis = millis;
  }

  /** Measures what each call takes; not what is allocated. */
  Section measure(String redisUri) throws Exception {
    Source source = new Source(0);
    try (CachedRepository byHand = new ByHand().open(redisUri, source);
        CachedRepository again = new ByHand().open(redisUri, source);
        CachedRepository tuned = new TunedByHand().open(redisUri, source);
        CachedRepository woven = new Woven().open(redisUri, source)) {
      List<CachedRepository> ways = List.of(byHand, again, tuned, woven);
      for (int i = 0; i < Ids.COUNT; i++) {
        for (CachedRepository way : ways) {
          way.customer(Ids.FIRST + i);
        }
      }
      long loads = source.loads();
      measure(ways); // until compiled: a call takes 0.1 ms, so
      measure(ways); // a second holds few of them
      Section section = section();
      for (int round = 0; round < ROUNDS; round++) {
        List<Figures> figures = measure(ways);
        for (int row = 0; row < WAY_OF_ROW.length; row++) {
          section.rows().get(row).add(round, figures.get(WAY_OF_ROW[row]));
        }
      }
      if (source.loads() != loads) {
        throw new IllegalStateException(
            (source.loads() - loads) + " calls were no hits; only hits are measured");
      }
      return section;
    }
  }

  private static Section section() {
    Row byHand = new Row("by hand", null);
    Row tuned = new Row("by hand, tuned", byHand);
    return new Section(
        WORD,
        "Hit, 350 B, 1 thread, calls alternating in one JVM",
        Metric.P50,
        List.of(
            byHand,
            new Row("by hand, 2nd connection", byHand),
            tuned,
            new Row("CacheAside", byHand, Promises.LONE_HIT),
            new Row("CacheAside, to by hand, tuned", tuned)));
  }

  private List<Figures> measure(List<CachedRepository> ways) throws Exception {
    long[][] nanos = new long[ways.size()][MOST_CALLS];
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
    int calls = 0;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis) * ways.size();
    while (System.nanoTime() - end < 0 && calls + TURN <= MOST_CALLS) {
      Collections.shuffle(order, random); // who comes after whom makes a difference of its own
      for (int way : order) {
        call(ways.get(way), nanos[way], calls);
      }
      calls += TURN;
    }
    List<Figures> figures = new ArrayList<>();
    for (long[] way : nanos) {
      figures.add(figures(way, calls));
    }
    return figures;
  }

  private void call(CachedRepository way, long[] nanos, int from) throws Exception {
    for (int i = from; i < from + TURN; i++) {
      long start = System.nanoTime();
      Object found = way.customer(ids.next());
      nanos[i] = System.nanoTime() - start;
      if (found == null) {
        throw new IllegalStateException("a customer is gone; only hits are measured");
      }
    }
  }

  private static Figures figures(long[] nanos, int calls) {
    Arrays.sort(nanos, 0, calls);
    return new Figures(nanos[calls / 2], nanos[(int) (calls * 0.99)], Double.NaN, Double.NaN);
  }
}
