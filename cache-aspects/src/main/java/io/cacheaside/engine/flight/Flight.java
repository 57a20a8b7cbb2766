package io.cacheaside.engine.flight;

import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.region.Stamp;
import io.cacheaside.engine.support.Bypass;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One load in progress in this JVM for a key, which other calls may join.
 *
 * <p>A flight lands exactly once: with a value, with the exception of the load, or abandoned, which
 * sends its joiners back to the start. Joiners receive copies: the value travels to them in encoded
 * form, so that no two callers share a mutable object.
 */
public final class Flight {
  /** The plan of the method that is loaded from. */
  public final MethodPlan plan;

  /** The key whose value is loaded. */
  public final Key key;

  /** The lease under which the load runs, or null if it runs without one. */
  public final @Nullable LeaseToken token;

  /** The store's epoch before the lease was asked for. */
  public final long epoch;

  /** From before the load began. */
  public final Stamp stamp;

  /** The etag of the value that the asking read cannot use, or null if it found none. */
  public final @Nullable LeaseToken seen;

  /** Longer than most loads, shorter than any pool lets its callers wait. */
  public static final long HELD_CONNECTION_MILLIS = 200;

  /** Who runs the load, as far as is known. */
  private volatile Thread leader;

  /** Before the lease was asked for; counts only for a load under a lease. */
  public final long startedNanos;

  /** Whether the call that loads is in a transaction. */
  public final boolean inTransaction;

  /** The landing of a flight that nobody can learn from. */
  public static final Landing ABANDONED = new Landing.Abandoned();

  private final CompletableFuture<Landing> landing = new CompletableFuture<>();

  /** Takes this out of the chain of its key; made beforehand, to need no memory in the end. */
  final BiFunction<Key, Flight, @Nullable Flight> removal =
      (key, head) -> Flights.without(head, this);

  /**
   * When the lease was asked for, by the {@link AskClock}; set before {@link Flights} shows it to
   * others.
   */
  public long askedAt;

  /** The next older flight of the same key; guarded by {@link Flights}. */
  @Nullable Flight older;

  private volatile boolean invalidated;
  private volatile boolean joined;

  /** A load without a lease. */
  public Flight(MethodPlan plan, Key key, Caller caller) {
    this(plan, key, null, 0, Stamp.NONE, null, 0, caller.isInTransaction());
  }

  /**
   * Creates a flight that the current thread leads; {@link Flights} shows it to others.
   *
   * @param token the lease, or null without one
   * @param epoch the store's, from before the lease was asked for
   * @param seen the etag of the value that the asking read cannot use, or null
   * @param startedNanos before the lease was asked for, by the engine's clock
   * @param inTransaction whether the call that loads is in a transaction
   */
  public Flight(
      MethodPlan plan,
      Key key,
      @Nullable LeaseToken token,
      long epoch,
      Stamp stamp,
      @Nullable LeaseToken seen,
      long startedNanos,
      boolean inTransaction) {
    this.plan = plan;
    this.key = key;
    this.token = token;
    this.epoch = epoch;
    this.stamp = stamp;
    this.seen = seen;
    this.leader = Thread.currentThread();
    this.startedNanos = startedNanos;
    this.inTransaction = inTransaction;
  }

  /** Says that the key was invalidated in this JVM: the flight may not populate, nor be joined. */
  void invalidate() {
    invalidated = true;
  }

  /** Returns whether its key was invalidated after it began, so that its value is not stored. */
  public boolean isInvalidated() {
    return invalidated;
  }

  /**
   * Returns for how long a call waits for this. One that may hold the connection which the load
   * waits for does not wait for long: nobody else would end that.
   *
   * @param nanos how long it would wait otherwise
   */
  public long patience(Caller caller, long nanos) {
    boolean mayHoldUp = !inTransaction && caller.isInTransaction();
    return mayHoldUp
        ? Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(HELD_CONNECTION_MILLIS))
        : nanos;
  }

  /** Returns the thread that runs the load, or is about to. */
  public Thread leader() {
    return leader;
  }

  /** Says that the current thread runs the load, whoever asked for the lease. */
  public void lead() {
    leader = Thread.currentThread();
  }

  /** Says that a call waits for the landing. */
  public void join() {
    joined = true;
  }

  /** Returns whether a call waits for the landing. */
  public boolean isJoined() {
    return joined;
  }

  /** Returns the future of its end. It never fails: a load that threw has landed with that. */
  public CompletableFuture<Landing> landing() {
    return landing;
  }

  /** Ends it for those who have joined it; only the first end counts. */
  public void land(Landing outcome) {
    landing.complete(outcome);
  }

  /** How a flight ended. */
  public sealed interface Landing {
    /** Stands for a value that cannot be shared. */
    Object NOTHING = new Object();

    /**
     * Returns what a joiner receives, or {@link #NOTHING} if it has to find the value another way.
     */
    default @Nullable Object valueFor(MethodPlan plan) {
      return NOTHING;
    }

    /**
     * Does nothing, unless the load failed.
     *
     * @throws LoadFailure with what the load threw, the same object for all
     */
    default void throwFailure() {}

    /**
     * The load returned a value; each joiner decodes a copy of its own. Should that fail, there is
     * still the value.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Copied(byte[] record, @Nullable Object value) implements Landing {
      @Override
      public @Nullable Object valueFor(MethodPlan plan) {
        return plan.entries().copyOf(value, record);
      }
    }

    /** The load returned a value of which there are no copies: joiners share the object itself. */
    record Shared(@Nullable Object value) implements Landing {
      @Override
      public @Nullable Object valueFor(MethodPlan plan) {
        return value;
      }
    }

    /** The load threw. */
    record Failed(Throwable failure) implements Landing {
      @Override
      public @Nullable Object valueFor(MethodPlan plan) {
        return null;
      }

      @Override
      public void throwFailure() {
        throw new LoadFailure(failure);
      }
    }

    /**
     * The lease was not granted, so nothing was loaded. Who relies on the question having been
     * asked after his own start takes the answer for his own.
     */
    record Refused(Grant answer) implements Landing {}

    /** The store did not answer whether the lease is granted. */
    record Unanswered(Bypass why) implements Landing {}

    /** There is no outcome to share: joiners start again. */
    record Abandoned() implements Landing {}

    /**
     * Returns the landing of a load that threw. If the loading thread was interrupted, or its stack
     * or memory ended, the failure may be its own affair and is not handed to others.
     */
    static Landing failed(Throwable failure) {
      boolean own =
          failure instanceof InterruptedException
              || failure instanceof VirtualMachineError
              || Thread.currentThread().isInterrupted();
      return own ? Flight.ABANDONED : new Failed(failure);
    }
  }
}
