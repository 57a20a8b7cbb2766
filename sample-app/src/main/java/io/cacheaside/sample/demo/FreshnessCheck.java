package io.cacheaside.sample.demo;

import io.cacheaside.sample.Product;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Finds stale reads: those that began after a change of the price was committed and its
 * invalidation had returned, and that brought an older price. It compares versions, not times, so
 * it has neither false alarms nor a tolerance. Threadsafe.
 */
final class FreshnessCheck {
  private final AtomicLongArray completed;

  /** Creates a check for the products 1 to {@code products}. */
  FreshnessCheck(int products) {
    completed = new AtomicLongArray(products + 1);
  }

  /** Returns the version that a read beginning now must bring at least. */
  long demand(long id) {
    return completed.get((int) id);
  }

  /** Returns whether the read is stale, given what was demanded when it began. */
  boolean isStale(long demanded, Product product) {
    return product.version() < demanded;
  }

  /** Notes that the change which made this version is committed and invalidated. */
  void completed(long id, long version) {
    completed.accumulateAndGet((int) id, version, Math::max);
  }
}
