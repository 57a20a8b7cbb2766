package io.cacheaside.metrics;

import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Reconnection.History;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what the cache does, over all methods. Threadsafe. */
public final class CacheCounters implements CacheListener {
  private final LongAdder hits = new LongAdder();
  private final LongAdder negativeHits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder joins = new LongAdder();
  private final LongAdder leaseWaits = new LongAdder();
  private final LongAdder loads = new LongAdder();
  private final LongAdder failedLoads = new LongAdder();
  private final LongAdder populates = new LongAdder();
  private final LongAdder refusedPopulates = new LongAdder();
  private final LongAdder failedPopulates = new LongAdder();
  private final LongAdder tooLarge = new LongAdder();
  private final LongAdder bypasses = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder overloads = new LongAdder();
  private final LongAdder decodeFailures = new LongAdder();
  private final LongAdder schemaMisses = new LongAdder();
  private final LongAdder shadowChecks = new LongAdder();
  private final LongAdder inconsistencies = new LongAdder();
  private final LongAccumulator oldestInconsistency = new LongAccumulator(Math::max, 0);
  private final LongAdder invalidations = new LongAdder();
  private final LongAdder clears = new LongAdder();
  private final LongAdder fences = new LongAdder();
  private final LongAdder failedFences = new LongAdder();
  private final LongAdder undelivered = new LongAdder();
  private final LongAdder skippedInvalidations = new LongAdder();
  private final LongAdder undeliveredOverflows = new LongAdder();
  private final LongAdder refusedInvalidations = new LongAdder();
  private final LongAdder reconnections = new LongAdder();
  private final LongAdder rewinds = new LongAdder();
  private final LongAdder breakerOpenings = new LongAdder();
  private volatile int undeliveredKeys;
  private volatile BreakerState breaker = BreakerState.CLOSED;

  /**
   * The counts at one moment.
   *
   * @param hits values served from the store
   * @param negativeHits cached absences served
   * @param misses leases taken because the store had nothing to serve
   * @param joins calls that received the value, or the failure, of another call's load
   * @param leaseWaits calls that waited for another JVM's load
   * @param loads method bodies run
   * @param failedLoads of these, how many threw
   * @param populates entries written
   * @param refusedPopulates values not written because the lease was lost or the key invalidated
   * @param failedPopulates values not written because the store failed or they cannot be encoded
   * @param tooLarge values not written because they exceed the bound on their size
   * @param bypasses calls that went past the cache (fail open)
   * @param timeouts of these, how many because the store did not answer in time
   * @param overloads of these, how many because this JVM asked for more than it gets through
   * @param decodeFailures entries found damaged
   * @param schemaMisses entries found that other classes wrote
   * @param shadowChecks hits checked against the source
   * @param inconsistencies of these, how many entries were wrong and stayed so
   * @param oldestInconsistencyMillis the greatest age of such an entry
   * @param invalidations keys invalidated by this JVM
   * @param clears regions cleared by this JVM
   * @param fences keys fenced before a write
   * @param failedFences keys not fenced because the store failed or had no room
   * @param undeliveredInvalidations of invalidations and clears, how many the store did not
   *     acknowledge at once
   * @param skippedInvalidations keys not invalidated because they could not be computed
   * @param undeliveredKeys keys with an undelivered invalidation now
   * @param undeliveredOverflows how often undelivered invalidations became the clearing of their
   *     region
   * @param refusedInvalidations undelivered ones that the store refused again and again
   * @param reconnections connections that replaced lost ones
   * @param rewinds of these, how many to a store that lost what it had acknowledged, or may have
   * @param breakerOpenings how often the circuit breaker opened
   * @param breaker its state now
   */
  public record Snapshot(
      long hits,
      long negativeHits,
      long misses,
      long joins,
      long leaseWaits,
      long loads,
      long failedLoads,
      long populates,
      long refusedPopulates,
      long failedPopulates,
      long tooLarge,
      long bypasses,
      long timeouts,
      long overloads,
      long decodeFailures,
      long schemaMisses,
      long shadowChecks,
      long inconsistencies,
      long oldestInconsistencyMillis,
      long invalidations,
      long clears,
      long fences,
      long failedFences,
      long undeliveredInvalidations,
      long skippedInvalidations,
      long undeliveredKeys,
      long undeliveredOverflows,
      long refusedInvalidations,
      long reconnections,
      long rewinds,
      long breakerOpenings,
      BreakerState breaker) {}

  /** Returns the counts; each is exact, together they are not taken at one instant. */
  public Snapshot snapshot() {
    return new Snapshot(
        hits.sum(),
        negativeHits.sum(),
        misses.sum(),
        joins.sum(),
        leaseWaits.sum(),
        loads.sum(),
        failedLoads.sum(),
        populates.sum(),
        refusedPopulates.sum(),
        failedPopulates.sum(),
        tooLarge.sum(),
        bypasses.sum(),
        timeouts.sum(),
        overloads.sum(),
        decodeFailures.sum(),
        schemaMisses.sum(),
        shadowChecks.sum(),
        inconsistencies.sum(),
        oldestInconsistency.get(),
        invalidations.sum(),
        clears.sum(),
        fences.sum(),
        failedFences.sum(),
        undelivered.sum(),
        skippedInvalidations.sum(),
        undeliveredKeys,
        undeliveredOverflows.sum(),
        refusedInvalidations.sum(),
        reconnections.sum(),
        rewinds.sum(),
        breakerOpenings.sum(),
        breaker);
  }

  @Override
  public void onHit(CachedMethod method, Key key, boolean negative) {
    (negative ? negativeHits : hits).increment();
  }

  @Override
  public void onMiss(CachedMethod method, Key key) {
    misses.increment();
  }

  @Override
  public void onJoin(CachedMethod method, Key key) {
    joins.increment();
  }

  @Override
  public void onLeaseWait(CachedMethod method, Key key) {
    leaseWaits.increment();
  }

  @Override
  public void onLoadEnd(CachedMethod method, Key key, long nanos, @Nullable Throwable failure) {
    loads.increment();
    if (failure != null) {
      failedLoads.increment();
    }
  }

  @Override
  public void onPopulate(CachedMethod method, Key key, PopulateOutcome outcome) {
    switch (outcome) {
      case STORED -> populates.increment();
      case REFUSED, DROPPED -> refusedPopulates.increment();
      case TOO_LARGE -> tooLarge.increment();
      case NOT_ENCODABLE, FAILED -> failedPopulates.increment();
    }
  }

  @Override
  public void onBypass(CachedMethod method, Key key, BypassReason reason) {
    bypasses.increment();
    if (reason == BypassReason.TIMEOUT) {
      timeouts.increment();
    } else if (reason == BypassReason.OVERLOADED) {
      overloads.increment();
    }
  }

  @Override
  public void onUnreadable(CachedMethod method, Key key, boolean schema) {
    (schema ? schemaMisses : decodeFailures).increment();
  }

  @Override
  public void onShadowCheck(CachedMethod method, Key key, ShadowOutcome outcome, long ageMillis) {
    shadowChecks.increment();
    if (outcome == ShadowOutcome.INCONSISTENT) {
      inconsistencies.increment();
      oldestInconsistency.accumulate(ageMillis);
    }
  }

  @Override
  public void onInvalidate(CachedMethod method, Key key, boolean delivered) {
    invalidations.increment();
    if (!delivered) {
      undelivered.increment();
    }
  }

  @Override
  public void onClear(CachedMethod method, String region, boolean delivered) {
    clears.increment();
    if (!delivered) {
      undelivered.increment();
    }
  }

  @Override
  public void onFence(CachedMethod method, Key key, boolean stands) {
    (stands ? fences : failedFences).increment();
  }

  @Override
  public void onInvalidateSkipped(CachedMethod method) {
    skippedInvalidations.increment();
  }

  @Override
  public void onUndeliveredKeys(int count) {
    undeliveredKeys = count;
  }

  @Override
  public void onUndeliveredOverflow(String region) {
    undeliveredOverflows.increment();
  }

  @Override
  public void onUndeliveredRefused(String region) {
    refusedInvalidations.increment();
  }

  @Override
  public void onReconnect(Reconnection reconnection) {
    reconnections.increment();
    if (reconnection.history() != History.INTACT) {
      rewinds.increment();
    }
  }

  @Override
  public void onBreaker(BreakerState state) {
    breaker = state;
    if (state == BreakerState.OPEN) {
      breakerOpenings.increment();
    }
  }
}
