package io.cacheaside.benchmarks.scale;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** What a hit, a miss and an invalidation cost at the client, on the network and at Redis. */
final class CallCosts {
  static final long FIRST = 100_000;
  static final int KEYS = 1_024;
  private static final long WARM_UP_MILLIS = 700;
  private static final long MEASURED_MILLIS = 2_500;
  private static final int MOST_INVALIDATIONS = 90_000; // the replay ring keeps 100,000
  private static final long OWN_RANGE = 10_000_000;

  private final Server server;
  private final Library library;
  private final Map<String, Cost> costs = new LinkedHashMap<>();
  private long nextRange = 1;

  CallCosts(Server server, Library library) {
    this.server = server;
    this.library = library;
  }

  /**
   * What one call cost, in microseconds and bytes.
   *
   * @param perSecond calls
   * @param client CPU of the JVM
   * @param loop the part of it that belongs to the client's event loops
   * @param redis CPU of the thread that runs commands
   * @param reads how often Redis read from a socket
   */
  record Cost(
      double perSecond,
      double client,
      double loop,
      double redis,
      double reads,
      double bytesIn,
      double bytesOut) {}

  void measure(Figures figures) throws Exception {
    for (long id = FIRST; id < FIRST + KEYS; id++) {
      library.small(id);
      library.absent(id);
    }
    for (long id = FIRST; id < FIRST + 64; id++) {
      library.large(id);
    }
    hits(8, Thread::new, 8_000); // until compiled
    Figures.Table table =
        figures.table(
            "one call",
            "calls/s",
            "client us",
            "loop us",
            "Redis us",
            "reads",
            "B to Redis",
            "B from Redis");
    for (int threads : new int[] {1, 8, 32}) {
      add(table, "hit 350 B, threads: " + threads, hits(threads, Thread::new, WARM_UP_MILLIS));
    }
    ThreadFactory virtual = CallLoop.virtualThreads();
    if (virtual != null) {
      hits(256, virtual, 2_000);
      add(table, "hit 350 B, virtual threads: 256", hits(256, virtual, WARM_UP_MILLIS));
    }
    add(table, "negative hit, threads: 8", run(8, Thread::new, 1_000, this::absent, true));
    add(table, "hit 30 KB, threads: 8", run(8, Thread::new, 2_000, this::large, true));
    for (int threads : new int[] {1, 8}) {
      long range = newRange();
      Cost miss = run(threads, Thread::new, WARM_UP_MILLIS, missing(range), false);
      add(table, "miss 350 B, threads: " + threads, miss);
      Cost invalidation = run(threads, Thread::new, 200, invalidating(range, threads), false);
      add(table, "invalidation, threads: " + threads, invalidation);
    }
    long range = newRange();
    add(table, "miss 30 KB, threads: 8", run(8, Thread::new, 1_000, missingLarge(range), false));
  }

  private static void check(boolean hit) {
    if (!hit) {
      throw new IllegalStateException("a document is gone; only hits are measured here");
    }
  }

  private Cost hits(int threads, ThreadFactory factory, long warmUpMillis) throws Exception {
    return run(threads, factory, warmUpMillis, this::small, true);
  }

  private boolean small(int thread, long turn) {
    return library.small(FIRST + (turn & (KEYS - 1))).id() > 0;
  }

  private boolean large(int thread, long turn) {
    return !library.large(FIRST + (turn & 63)).lines().isEmpty();
  }

  private boolean absent(int thread, long turn) {
    return library.absent(FIRST + (turn & (KEYS - 1))).isEmpty();
  }

  private long newRange() {
    return OWN_RANGE * 10 * nextRange++;
  }

  private CallLoop.Call missing(long range) {
    return (thread, turn) -> library.small(range + thread * OWN_RANGE + turn).id() > 0;
  }

  private CallLoop.Call missingLarge(long range) {
    return (thread, turn) -> !library.large(range + thread * OWN_RANGE + turn).lines().isEmpty();
  }

  /** Removes what {@link #missing} has put there. */
  private CallLoop.Call invalidating(long range, int threads) {
    return (thread, turn) -> {
      library.save(range + thread * OWN_RANGE + turn);
      return turn < MOST_INVALIDATIONS / threads;
    };
  }

  private Cost run(
      int threads, ThreadFactory factory, long warmUpMillis, CallLoop.Call call, boolean hits)
      throws Exception {
    try (CallLoop loop = CallLoop.start(threads, factory, call)) {
      Thread.sleep(warmUpMillis);
      long loads = library.loads();
      ServerCounters redis = server.counters();
      ClientClock client = ClientClock.now();
      long calls = loop.calls();
      Thread.sleep(MEASURED_MILLIS);
      calls = loop.calls() - calls;
      client = ClientClock.now().minus(client);
      redis = server.counters().minus(redis);
      check(!hits || library.loads() == loads);
      return new Cost(
          calls / redis.seconds(),
          client.cpuMicros() / calls,
          client.loopMicros() / calls,
          redis.cpuMicros() / calls,
          redis.reads() / calls,
          redis.bytesIn() / calls,
          redis.bytesOut() / calls);
    }
  }

  private void add(Figures.Table table, String name, Cost cost) {
    costs.put(name, cost);
    table.row(
        name,
        cost.perSecond(),
        cost.client(),
        cost.loop(),
        cost.redis(),
        cost.reads(),
        cost.bytesIn(),
        cost.bytesOut());
  }

  /** Returns what was measured under a name, or null. */
  @Nullable Cost of(String name) {
    return costs.get(name);
  }
}
