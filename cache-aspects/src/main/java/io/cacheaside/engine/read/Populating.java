package io.cacheaside.engine.read;

import static java.util.Objects.requireNonNull;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.flight.Flight;
import io.cacheaside.engine.flight.Flight.Landing;
import io.cacheaside.engine.flight.Flights;
import io.cacheaside.engine.flight.MeasuredLoad;
import io.cacheaside.engine.plan.EntryCodec.Origin;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Survived;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.engine.transaction.Transactions;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.PopulateOutcome;
import io.cacheaside.spi.CodecException;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads under a lease: what they return is encoded, handed to joiners, and populated. */
final class Populating {
  private static final Logger LOG = LoggerFactory.getLogger(Populating.class);

  private final Store store;
  private final CacheListener listener;
  private final Waiting waiting;
  private final Flights flights;
  private final Transactions transactions;
  private final DoubleSupplier random;
  private final double jitter;
  private final boolean awaitPopulate;
  private final LogThrottle throttle;
  private final Clocks clocks;
  private final LongLoads longLoads;

  Populating(EngineContext context, Flights flights, Transactions transactions) {
    this.store = context.store();
    this.listener = context.listener();
    this.waiting = context.waiting();
    this.flights = flights;
    this.transactions = transactions;
    this.random = context.random();
    this.jitter = context.options().jitter();
    this.awaitPopulate = context.options().awaitPopulate();
    this.throttle = context.throttle();
    this.clocks = context.clocks();
    this.longLoads = new LongLoads(context.options().loadTimeout());
  }

  /**
   * Returns the load of a flight whose lease was granted.
   *
   * @param grantedMillis the store's clock at the grant
   */
  Load start(Flight flight, long grantedMillis) {
    return new LeasedLoad(flight, grantedMillis);
  }

  /**
   * Ends a flight that has a lease, or may have one, without a populate. It lands, unless it has
   * landed. A lease that cannot be given back ends at its deadline.
   */
  void end(Flight flight, Landing landing) {
    try {
      flights.remove(flight);
      release(flight); // before joiners ask anew
    } finally {
      flight.land(landing);
    }
  }

  private void giveBack(Flight flight) {
    flights.remove(flight);
    release(flight);
  }

  private void release(Flight flight) {
    try {
      store.release(flight.key, requireNonNull(flight.token));
    } catch (Throwable e) {
      Survived.say("a lease could not be given back and ends at its deadline", e);
    }
  }

  private final class LeasedLoad extends MeasuredLoad {
    private final MethodPlan plan;
    private final Flight flight;
    private final LeaseToken token;
    private final long grantedMillis;

    /** With what the flight lands if it has not when this ends. */
    private Landing landing = Flight.ABANDONED;

    private boolean populating;

    /** Why there was nothing to populate, or null. */
    private @Nullable PopulateOutcome unsent;

    LeasedLoad(Flight flight, long grantedMillis) {
      super(flight.plan.method(), flight.key, listener, clocks);
      this.plan = flight.plan;
      this.flight = flight;
      this.token = requireNonNull(flight.token);
      this.grantedMillis = grantedMillis;
    }

    @Override
    public @Nullable Object[] arguments(@Nullable Object[] arguments) {
      flight.lead();
      return arguments;
    }

    @Override
    protected void threw(Throwable failure) {
      Landing landing = Flight.ABANDONED;
      try {
        ended(failure);
        landing =
            transactions.keepLoadPrivate(flight.inTransaction) ? landing : Landing.failed(failure);
      } finally {
        end(landing);
      }
    }

    @Override
    protected void returned(@Nullable Object value) {
      try {
        handOn(value, ended(null));
      } finally {
        if (!populating) {
          end(landing);
        }
      }
      PopulateOutcome outcome = unsent;
      if (outcome != null) {
        report(outcome);
      }
    }

    private void handOn(@Nullable Object value, long costNanos) {
      if (transactions.keepLoadPrivate(flight.inTransaction)) {
        unsent = PopulateOutcome.DROPPED; // its transaction has written since the grant
        return;
      }
      if (plan.entries().isSuspended()) {
        unsent = PopulateOutcome.DROPPED; // since the grant, as another method has the same entries
        return;
      }
      int hardMillis = jittered(plan.ttlMillis(value));
      byte[] record;
      byte[] stored;
      try {
        record = plan.entries().encode(value, key, origin(hardMillis, costNanos));
        stored = plan.entries().compressed(record, key);
      } catch (Throwable e) {
        landing = new Landing.Shared(value);
        notEncodable(e);
        return;
      }
      flight.land(new Landing.Copied(record, value));
      populate(stored, hardMillis, value);
    }

    /**
     * Sends the record unless this JVM already knows that it may be old. Nobody has to wait for the
     * answer: what this JVM asks for later arrives later, so it finds the record.
     */
    private void populate(byte[] record, int hardMillis, @Nullable Object value) {
      // From before the acquire was sent: never longer than the store's own count from the grant.
      long ageMillis = TimeUnit.NANOSECONDS.toMillis(clocks.nanos() - flight.startedNanos);
      long left = hardMillis - ageMillis;
      if (left <= 0) {
        longLoads.outlivedTtl(
            plan, plan.entries().isAbsent(value), plan.ttlMillis(value), ageMillis);
      }
      if (left <= 0 || flight.isInvalidated() || flight.epoch != store.epoch()) {
        unsent = PopulateOutcome.DROPPED;
        return;
      }
      CompletableFuture<Boolean> call = store.populate(key, token, record, left);
      call.whenComplete((done, failure) -> populated(done, failure, ageMillis));
      populating = true; // from now on the answer ends it
      if (awaitPopulate) {
        waiting.forAcknowledgement(call);
      } else {
        waiting.inBackground(call);
      }
    }

    private void populated(@Nullable Boolean stored, @Nullable Throwable failure, long ageMillis) {
      if (failure != null) {
        giveBack();
        report(PopulateOutcome.FAILED);
      } else {
        flights.remove(flight);
        boolean isStored = Boolean.TRUE.equals(stored);
        report(isStored ? PopulateOutcome.STORED : PopulateOutcome.REFUSED);
        if (!isStored) {
          longLoads.refused(plan, ageMillis);
        }
      }
    }

    /** Ends the lease without a value, so that others need not wait for its deadline. */
    private void giveBack() {
      Populating.this.giveBack(flight);
    }

    /** Lands the flight, unless it has landed, and gives the lease back. */
    private void end(Landing landing) {
      Populating.this.end(flight, landing);
    }

    private void report(PopulateOutcome outcome) {
      listener.onPopulate(plan.method(), key, outcome);
    }

    private Origin origin(int hardMillis, long costNanos) {
      long costMicros = TimeUnit.NANOSECONDS.toMicros(costNanos);
      return new Origin(
          token,
          grantedMillis,
          hardMillis,
          (int) Math.min(Integer.MAX_VALUE, costMicros),
          flight.stamp);
    }

    private int jittered(long ttlMillis) {
      return (int) Math.max(1, ttlMillis - (long) (ttlMillis * jitter * random.getAsDouble()));
    }

    private void notEncodable(Throwable reason) {
      boolean tooLarge = reason instanceof CodecException known && known.isTooLarge();
      unsent = tooLarge ? PopulateOutcome.TOO_LARGE : PopulateOutcome.NOT_ENCODABLE;
      if (throttle.allows(plan.method())) {
        LOG.warn(
            "{}: the value is returned but not cached: {}",
            plan.method(),
            reason instanceof CodecException e ? e.getMessage() : reason.toString());
      }
    }
  }
}
