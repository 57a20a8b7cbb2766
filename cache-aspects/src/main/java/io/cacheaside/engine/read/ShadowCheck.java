package io.cacheaside.engine.read;

import io.cacheaside.engine.Load;
import io.cacheaside.engine.flight.MeasuredLoad;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.region.Stamp;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.ShadowOutcome;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks a sample of the hits against the source: the call that would have been served runs the
 * method instead, and the two values are compared. Off unless the configuration says otherwise.
 *
 * <p>A difference alone proves nothing, because a write may be under way. It counts as inconsistent
 * if the very same entry is still served a second later: then no invalidation has come. Measuring
 * inconsistency, and not only hit rates, follows Meta's Polaris ("Cache made consistent", 2022).
 */
final class ShadowCheck {
  static final long GRACE_MILLIS = 1_000;

  private final Store store;
  private final CacheListener listener;
  private final DoubleSupplier random;
  private final ScheduledExecutorService timer;
  private final Clocks clocks;

  ShadowCheck(EngineContext context, ScheduledExecutorService timer) {
    this.store = context.store();
    this.listener = context.listener();
    this.random = context.random();
    this.timer = timer;
    this.clocks = context.clocks();
  }

  /** Returns whether the hit at hand is to be checked. */
  boolean takes(MethodPlan plan) {
    double share = plan.shadowShare();
    return share > 0 && random.getAsDouble() < share;
  }

  /**
   * Returns the load that checks a hit.
   *
   * @param served what the record stands for
   */
  Load load(MethodPlan plan, Key key, byte[] record, @Nullable Object served) {
    return new ShadowLoad(plan, key, record, served);
  }

  /** Gives the caller what the method returned, or the hit if it threw. */
  private final class ShadowLoad extends MeasuredLoad {
    private final MethodPlan plan;
    private final byte[] record;
    private final @Nullable Object served;

    ShadowLoad(MethodPlan plan, Key key, byte[] record, @Nullable Object served) {
      super(plan.method(), key, listener, clocks);
      this.plan = plan;
      this.record = record;
      this.served = served;
    }

    @Override
    protected void returned(@Nullable Object value) {
      ended(null);
      if (plan.entries().areSame(value, served)) {
        listener.onShadowCheck(plan.method(), key, ShadowOutcome.SAME, 0);
      } else {
        confirmLater();
      }
    }

    /** The cache must not make a call fail that would have been a hit. */
    @Override
    public @Nullable Object answerInstead(Throwable failure) throws Throwable {
      failed(failure);
      listener.onShadowCheck(plan.method(), key, ShadowOutcome.UNDECIDED, 0);
      if (failure instanceof Exception && !(failure instanceof InterruptedException)) {
        return served;
      }
      throw failure;
    }

    private void confirmLater() {
      try {
        timer.schedule(this::confirm, GRACE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (Throwable e) { // closed meanwhile, for example
        tell(ShadowOutcome.UNDECIDED);
      }
    }

    private void confirm() {
      try {
        lookAgain();
      } catch (Throwable e) {
        tell(ShadowOutcome.UNDECIDED);
      }
    }

    private void lookAgain() {
      CompletableFuture<byte @Nullable []> lookup = store.lookup(key);
      CompletableFuture<Long> generation = store.generation(plan.generationKey());
      lookup
          .thenCombine(generation, this::judge)
          .orTimeout(GRACE_MILLIS, TimeUnit.MILLISECONDS)
          .exceptionally(failure -> ShadowOutcome.UNDECIDED)
          .thenAccept(this::tell);
    }

    private ShadowOutcome judge(byte @Nullable [] now, long generation) {
      if (now == null || !EntryFormat.isValue(now)) {
        return ShadowOutcome.OVERTAKEN;
      }
      LeaseToken etag = EntryFormat.etag(record);
      boolean served = plan.entries().decide(now, key, new Stamp(generation)).isServed();
      return served && EntryFormat.etag(now).equals(etag)
          ? ShadowOutcome.INCONSISTENT
          : ShadowOutcome.OVERTAKEN;
    }

    private void tell(ShadowOutcome outcome) {
      long age = Math.max(0, clocks.wall().millis() - EntryFormat.created(record));
      listener.onShadowCheck(plan.method(), key, outcome, age);
    }
  }
}
