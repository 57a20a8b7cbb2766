package io.cacheaside.sample.demo;

import io.cacheaside.sample.Catalogue;
import io.cacheaside.sample.Product;
import io.cacheaside.sample.ProductDatabase;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongToIntFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Requests against one catalogue as fast as it answers, and what came of them. The threads take the
 * positions from one counter, so that each request is played once and begins in its order. Which of
 * them change a price depends on their position only: it is the same for both catalogues.
 */
final class TrafficRun {
  private static final double CHANGES = 0.02;
  private static final long SEED = 0xca5d;
  private static final Duration REPORT_EVERY = Duration.ofSeconds(3);

  private final Contender contender;
  private final ProductDatabase database;
  private final LongToIntFunction products;
  private final FreshnessCheck freshness;
  private final AtomicLong next;
  private final long first;
  private final LongAdder stale = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final AtomicReference<@Nullable RuntimeException> firstError = new AtomicReference<>();
  private volatile boolean stopped;

  /**
   * Creates a run; it is played once.
   *
   * @param first the position of the first request
   * @param requests which product each request asks for
   * @param products how many there are
   */
  TrafficRun(
      Contender contender,
      ProductDatabase database,
      long first,
      LongToIntFunction requests,
      int products) {
    this.contender = contender;
    this.database = database;
    this.first = first;
    this.next = new AtomicLong(first);
    this.products = requests;
    this.freshness = new FreshnessCheck(products);
  }

  /** Is told every few seconds how far a run has come. */
  @FunctionalInterface
  interface SoFar {
    void tell(long requests, long stale, long errors);
  }

  /** Plays this many requests, or as many as the time allows. */
  TrafficFigures play(int threads, long requests, Duration time, SoFar soFar)
      throws InterruptedException {
    CountDownLatch finished = new CountDownLatch(threads);
    List<Player> players = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      players.add(new Player(requests, finished));
    }
    long hits = contender.hits();
    long loads = database.loads();
    long cpu = processCpuNanos();
    long start = System.nanoTime();
    for (Player player : players) {
      Thread thread = new Thread(player, "traffic");
      thread.setDaemon(true);
      thread.start();
    }
    try {
      watch(finished, time, soFar);
    } finally {
      stopped = true;
      finished.await();
    }
    long wall = System.nanoTime() - start;
    return figures(
        players, contender.hits() - hits, database.loads() - loads, wall, processCpuNanos() - cpu);
  }

  private void watch(CountDownLatch finished, Duration time, SoFar soFar)
      throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    while (left > 0
        && !finished.await(Math.min(left, REPORT_EVERY.toNanos()), TimeUnit.NANOSECONDS)) {
      left = end - System.nanoTime();
      if (left > 0) {
        soFar.tell(next.get() - first, stale.sum(), errors.sum());
      }
    }
  }

  private TrafficFigures figures(
      List<Player> players, long hits, long loads, long wallNanos, long cpuNanos) {
    Histogram reads = new Histogram(3);
    players.forEach(player -> reads.add(player.nanos));
    return new TrafficFigures(
        players.stream().mapToLong(player -> player.played).sum(),
        players.stream().mapToLong(player -> player.changes).sum(),
        reads.getTotalCount(),
        hits,
        loads,
        stale.sum(),
        errors.sum(),
        reads.getValueAtPercentile(50),
        reads.getValueAtPercentile(99),
        wallNanos,
        cpuNanos);
  }

  private static long processCpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  /** Returns the first exception that reached a caller, or null if there was none. */
  @Nullable RuntimeException firstError() {
    return firstError.get();
  }

  /** One thread's part. Its counts are read by others after the latch. */
  private final class Player implements Runnable {
    private final long requests;
    private final CountDownLatch finished;
    private final Histogram nanos = new Histogram(3);
    private long played;
    private long changes;

    Player(long requests, CountDownLatch finished) {
      this.requests = requests;
      this.finished = finished;
    }

    @Override
    public void run() {
      try {
        while (!stopped) {
          long position = next.getAndIncrement();
          if (position - first >= requests) {
            return;
          }
          play(position);
        }
      } finally {
        finished.countDown();
      }
    }

    private void play(long position) {
      int id = products.applyAsInt(position);
      SplittableRandom random = new SplittableRandom(SEED + position);
      played++;
      try {
        if (random.nextDouble() < CHANGES) {
          changes++;
          change(id, random.nextInt(100, 10_000));
        } else {
          read(id);
        }
      } catch (RuntimeException e) {
        errors.increment();
        firstError.compareAndSet(null, e);
      }
    }

    private void change(int id, int cents) {
      freshness.completed(id, contender.catalogue().changePrice(id, cents));
    }

    private void read(int id) {
      Catalogue catalogue = contender.catalogue();
      long demanded = freshness.demand(id);
      long start = System.nanoTime();
      Product product = catalogue.find(id);
      nanos.recordValue(System.nanoTime() - start);
      if (product == null) {
        throw new IllegalStateException("product " + id + " was not found");
      }
      if (freshness.isStale(demanded, product)) {
        stale.increment();
      }
    }
  }
}
