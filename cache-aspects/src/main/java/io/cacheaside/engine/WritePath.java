package io.cacheaside.engine;

import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a write, after the method ended: keys, flights of this JVM, store, and on failure the
 * dirty keys and their recovery.
 */
final class WritePath {
  private static final Logger LOG = LoggerFactory.getLogger(WritePath.class);

  private final Store store;
  private final CacheListener listener;
  private final Waiting waiting;
  private final Flights flights;
  private final DirtyKeys dirty;
  private final InvalidationRecovery recovery;
  private final LogThrottle throttle;
  private final LongSupplier retentionNanos;

  /**
   * Creates the path.
   *
   * @param retentionNanos how long an entry can live that was cached before an invalidation
   */
  WritePath(EngineParts parts, InvalidationRecovery recovery, LongSupplier retentionNanos) {
    this.store = parts.store();
    this.listener = parts.listener();
    this.waiting = parts.waiting();
    this.flights = parts.flights();
    this.dirty = parts.dirty();
    this.throttle = parts.throttle();
    this.recovery = recovery;
    this.retentionNanos = retentionNanos;
  }

  /**
   * Invalidates the keys of a method that ended. When this returns, the store has acknowledged, or
   * the keys are dirty.
   *
   * @param returned whether the method returned normally, so that there is a result
   */
  void invalidate(
      InvalidationPlan plan,
      @Nullable Object[] arguments,
      @Nullable Object result,
      boolean returned) {
    plan.clears().forEach(region -> clear(plan, region));
    List<Key> keys = keys(plan, arguments, result, returned);
    if (keys.isEmpty()) {
      return;
    }
    flights.invalidate(keys);
    boolean delivered = waiting.forAcknowledgement(store.invalidate(keys));
    if (!delivered) {
      dirty.add(keys, retentionNanos.getAsLong());
      recovery.wake();
    }
    keys.forEach(key -> listener.onInvalidate(plan.method(), key, delivered));
  }

  private void clear(InvalidationPlan plan, Region region) {
    boolean delivered = waiting.forAcknowledgement(store.bump(region.generationKey()));
    if (!delivered) {
      dirty.addRegion(region.generationKey(), retentionNanos.getAsLong());
      recovery.wake();
    }
    listener.onClear(plan.method(), region.name(), delivered);
  }

  private List<Key> keys(
      InvalidationPlan plan,
      @Nullable Object[] arguments,
      @Nullable Object result,
      boolean returned) {
    List<Key> keys = new ArrayList<>(plan.keys().size());
    for (KeyBinder binder : plan.keys()) {
      if (binder.needsResult() && !returned) {
        listener.onInvalidateSkipped(plan.method());
        continue;
      }
      try {
        Key key = binder.bind(arguments, result);
        if (!keys.contains(key)) {
          keys.add(key);
        }
      } catch (KeyFailure e) {
        listener.onInvalidateSkipped(plan.method());
        if (throttle.allows(binder)) {
          LOG.error(
              "{}: the @Invalidate key \"{}\" could not be computed, so its entry stays until its TTL"
                  + " ends",
              plan.method(),
              binder.template(),
              e.getCause());
        }
      }
    }
    return keys;
  }
}
