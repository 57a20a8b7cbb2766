package io.cacheaside.sample.demo;

import io.cacheaside.sample.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that read a few hundred products without a pause longer than a millisecond, and change a
 * price now and then, whatever happens to Redis.
 */
final class OutageReaders implements AutoCloseable {
  private static final int PRODUCTS = 200;
  private static final double CHANGES = 0.01;
  private static final long PAUSE_NANOS = 1_000_000;
  private static final long GIVE_UP_MILLIS = 15_000;

  private final Contender contender;
  private final int products;
  private final FreshnessCheck freshness;
  private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);
  private final LongAdder errors = new LongAdder();
  private final LongAdder stale = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private long errorsBefore;

  OutageReaders(Contender contender, int products, int threads) {
    this.contender = contender;
    this.products = Math.min(products, PRODUCTS);
    this.freshness = new FreshnessCheck(this.products);
    for (int i = 0; i < threads; i++) {
      SplittableRandom random = new SplittableRandom(i);
      Thread thread = new Thread(() -> exchange(random), "outage-" + i);
      thread.start();
      this.threads.add(thread);
    }
  }

  /**
   * Waits until the cache is in use.
   *
   * @throws IllegalStateException if it never is
   */
  void awaitHits() throws InterruptedException {
    if (Double.isInfinite(millisUntilHitsExceed(contender.hits() + 10L * products))) {
      throw new IllegalStateException(
          "there were no hits within " + GIVE_UP_MILLIS + " ms though Redis was well");
    }
  }

  /** Begins to measure anew. */
  void startPhase() {
    slowest.reset();
    errorsBefore = errors.sum();
  }

  /** Returns what was measured since {@link #startPhase}. */
  OutageScenario.Phase endPhase(double returnMillis) {
    return new OutageScenario.Phase(slowest.get() / 1e6, errors.sum() - errorsBefore, returnMillis);
  }

  /** Waits until there are more hits than this, and returns how long; infinite if never. */
  double millisUntilHitsExceed(long hits) throws InterruptedException {
    long start = System.nanoTime();
    double millis = 0;
    while (contender.hits() <= hits) {
      if (millis > GIVE_UP_MILLIS) {
        return Double.POSITIVE_INFINITY;
      }
      Thread.sleep(1);
      millis = (System.nanoTime() - start) / 1e6;
    }
    return millis;
  }

  /** Returns how many reads were stale so far. */
  long stale() {
    return stale.sum();
  }

  private void exchange(SplittableRandom random) {
    while (!stopped) {
      long id = 1L + random.nextInt(products);
      long start = System.nanoTime();
      try {
        if (random.nextDouble() < CHANGES) {
          long cents = random.nextInt(100, 10_000);
          freshness.completed(id, contender.catalogue().changePrice(id, cents));
        } else {
          read(id);
        }
      } catch (RuntimeException e) {
        errors.increment();
      }
      slowest.accumulate(System.nanoTime() - start);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void read(long id) {
    long demanded = freshness.demand(id);
    Product product = contender.catalogue().find(id);
    if (product == null) {
      throw new IllegalStateException("product " + id + " was not found");
    }
    if (freshness.isStale(demanded, product)) {
      stale.increment();
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
