package io.cacheaside.engine;

import static java.util.Objects.requireNonNull;

import io.cacheaside.engine.Flight.Landing;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.PopulateOutcome;
import io.cacheaside.spi.CodecException;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.EntryFormat.Header;
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

  Populating(EngineParts parts) {
    this.store = parts.store();
    this.listener = parts.listener();
    this.waiting = parts.waiting();
    this.flights = parts.flights();
    this.transactions = parts.transactions();
    this.random = parts.random();
    this.jitter = parts.options().jitter();
    this.awaitPopulate = parts.options().awaitPopulate();
    this.throttle = parts.throttle();
  }

  /**
   * Returns the load of a flight whose lease was granted.
   *
   * @param grantedMillis the store's clock at the grant
   */
  Load start(Flight flight, long grantedMillis) {
    return new LeasedLoad(flight, grantedMillis);
  }

  private final class LeasedLoad extends MeasuredLoad {
    private final Flight flight;
    private final LeaseToken token;
    private final long grantedMillis;

    LeasedLoad(Flight flight, long grantedMillis) {
      super(flight.plan, flight.key, listener);
      this.flight = flight;
      this.token = requireNonNull(flight.token);
      this.grantedMillis = grantedMillis;
    }

    @Override
    public void failed(Throwable failure) {
      ended(failure);
      giveBack();
      flight.land(transactions.keepLoadsPrivate() ? Flight.ABANDONED : Landing.failed(failure));
    }

    @Override
    public @Nullable Object completed(@Nullable Object value) {
      long costNanos = ended(null);
      if (transactions.keepLoadsPrivate()) {
        // Its transaction has written since the lease was granted.
        giveBack();
        flight.land(Flight.ABANDONED);
        report(PopulateOutcome.DROPPED);
        return value;
      }
      int hardMillis = jittered(plan.ttlMillis(value));
      byte[] record;
      try {
        record = plan.encodeToStore(value);
        EntryFormat.writeHeader(record, key, header(value, hardMillis, costNanos));
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        notEncodable(value, e);
        return value;
      }
      flight.land(new Landing.Copied(record, value));
      populate(plan.compressed(record, key), hardMillis);
      return value;
    }

    /**
     * Sends the record unless this JVM already knows that it may be old. Nobody has to wait for the
     * answer: what this JVM asks for later arrives later, so it finds the record.
     */
    private void populate(byte[] record, int hardMillis) {
      // From before the acquire was sent: never longer than the store's own count from the grant.
      long ageMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - flight.startedNanos);
      long left = hardMillis - ageMillis;
      if (left <= 0 || flight.isInvalidated() || flight.epoch != store.epoch()) {
        giveBack();
        report(PopulateOutcome.DROPPED);
        return;
      }
      CompletableFuture<Boolean> call = store.populate(key, token, record, left);
      call.whenComplete(this::populated);
      if (awaitPopulate) {
        waiting.forAcknowledgement(call);
      } else {
        waiting.inBackground(call);
      }
    }

    private void populated(@Nullable Boolean stored, @Nullable Throwable failure) {
      if (failure != null) {
        giveBack();
        report(PopulateOutcome.FAILED);
      } else {
        flights.remove(flight);
        report(Boolean.TRUE.equals(stored) ? PopulateOutcome.STORED : PopulateOutcome.REFUSED);
      }
    }

    /** Ends the lease without a value, so that others need not wait for its deadline. */
    private void giveBack() {
      flights.remove(flight);
      store.release(key, token);
    }

    private void report(PopulateOutcome outcome) {
      listener.onPopulate(plan.method(), key, outcome);
    }

    private Header header(@Nullable Object value, int hardMillis, long costNanos) {
      return new Header(
          plan.isAbsent(value),
          token,
          grantedMillis,
          hardMillis,
          (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMicros(costNanos)),
          plan.fingerprint(),
          flight.generation,
          plan.codecId());
    }

    private int jittered(long ttlMillis) {
      return (int) Math.max(1, ttlMillis - (long) (ttlMillis * jitter * random.getAsDouble()));
    }

    private void notEncodable(@Nullable Object value, Throwable reason) {
      giveBack();
      flight.land(new Landing.Shared(value));
      if (throttle.allows(plan.method())) {
        LOG.warn("{}: the value is returned but not cached: {}", plan.method(), reason.toString());
      }
      boolean tooLarge = reason instanceof CodecException e && e.isTooLarge();
      report(tooLarge ? PopulateOutcome.TOO_LARGE : PopulateOutcome.NOT_ENCODABLE);
    }
  }
}
