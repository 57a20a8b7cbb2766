package io.cacheaside.sample.demo;

import io.cacheaside.sample.Catalogue;
import io.cacheaside.sample.Product;
import io.cacheaside.sample.ProductDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Reads and price changes against one catalogue for some time, and what came of them. */
final class TrafficRun {
  private static final double CHANGES = 0.02;
  private static final long SEED = 0xca5d;
  private static final Duration REPORT_EVERY = Duration.ofSeconds(3);

  private final Contender contender;
  private final ProductDatabase database;
  private final FreshnessCheck freshness;
  private final Histogram nanos = new ConcurrentHistogram(3);
  private final LongAdder stale = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private volatile boolean stopped;
  private long hits;
  private long loads;

  TrafficRun(Contender contender, ProductDatabase database, int products) {
    this.contender = contender;
    this.database = database;
    this.freshness = new FreshnessCheck(products);
  }

  /** Plays the requests, each supplier in a thread of its own. */
  void play(LongSupplier[] requests, Duration duration, Progress progress)
      throws InterruptedException {
    long hitsBefore = contender.hits();
    long loadsBefore = database.loads();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < requests.length; i++) {
      LongSupplier own = requests[i];
      SplittableRandom random = new SplittableRandom(SEED + i);
      Thread thread = new Thread(() -> exchange(own, random), "traffic-" + i);
      thread.start();
      threads.add(thread);
    }
    try {
      watch(duration, progress);
    } finally {
      stopped = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
    hits = contender.hits() - hitsBefore;
    loads = database.loads() - loadsBefore;
    say(progress);
  }

  private void watch(Duration duration, Progress progress) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      Thread.sleep(Duration.ofNanos(Math.min(left, REPORT_EVERY.toNanos())).toMillis() + 1);
      if (end - System.nanoTime() > 0) {
        say(progress);
      }
    }
  }

  private void say(Progress progress) {
    progress.say(
        "traffic, %s: %,d reads, %,d stale, %,d errors",
        contender, nanos.getTotalCount(), stale.sum(), errors.sum());
  }

  private void exchange(LongSupplier requests, SplittableRandom random) {
    Catalogue catalogue = contender.catalogue();
    while (!stopped) {
      long id = requests.getAsLong();
      try {
        if (random.nextDouble() < CHANGES) {
          freshness.completed(id, catalogue.changePrice(id, random.nextInt(100, 10_000)));
        } else {
          read(catalogue, id);
        }
      } catch (RuntimeException e) {
        errors.increment();
      }
    }
  }

  private void read(Catalogue catalogue, long id) {
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

  long reads() {
    return nanos.getTotalCount();
  }

  long loads() {
    return loads;
  }

  long stale() {
    return stale.sum();
  }

  long errors() {
    return errors.sum();
  }

  /** Returns the share of reads that were answered from Redis, in percent. */
  double hitRate() {
    return reads() == 0 ? 0 : 100.0 * hits / reads();
  }

  /** Returns the milliseconds within which this percentage of reads ended. */
  double millisAt(double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }
}
