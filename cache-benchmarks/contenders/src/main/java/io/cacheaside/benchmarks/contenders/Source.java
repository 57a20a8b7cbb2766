package io.cacheaside.benchmarks.contenders;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is cached: the system of record. It counts its loads. Threadsafe. */
public final class Source {
  private final LongAdder loads = new LongAdder();
  private volatile long millis;

  /**
   * Creates one.
   *
   * @param millis how long each load takes; 0 or less for a load that is free
   */
  public Source(long millis) {
    this.millis = millis;
  }

  /** Sets how long each load that begins from now on takes; 0 or less for a load that is free. */
  void loadsTake(long newMillis) {
    millis = newMillis;
  }

  /** Loads a customer. */
  public Customer customer(long id) {
    load();
    return Customer.of(id);
  }

  /** Loads a customer's orders. */
  public OrderHistory orders(long id) {
    load();
    return OrderHistory.of(id);
  }

  /** Loads a customer that does not exist: returns null. */
  public @Nullable Customer missing(long id) {
    load();
    return null;
  }

  /** Returns how many loads there were: how often a cache did not answer. */
  public long loads() {
    return loads.sum();
  }

  private void load() {
    loads.increment();
    if (millis > 0) {
      try {
        TimeUnit.MILLISECONDS.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while loading", e);
      }
    }
  }
}
