package io.cacheaside.engine.read;

import static java.util.Objects.requireNonNull;

import io.cacheaside.engine.flight.AskClock;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Grant.Held;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The leases of other JVMs that calls of this JVM wait for: one watch and one poll for each lease,
 * however many calls wait.
 *
 * <p>A wait looks again when the store tells of a change, and every 100 to 250 ms in case it never
 * does. What it finds in the end is handed to all who wait. This class is threadsafe.
 */
public final class LeaseWaits {
  private static final long POLL_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long POLL_SPREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
  private static final long SLACK_MILLIS = 20;

  /** What anybody may claim; then the store is asked again. */
  private static final long MAX_REMAINING_MILLIS = TimeUnit.HOURS.toMillis(1);

  /** How often a wait looks because it was told to before it rests until the next poll. */
  private static final int LOOKS_BETWEEN_POLLS = 3;

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final Store store;
  private final Waiting waiting;
  private final AskClock asks;
  private final DoubleSupplier random;
  private final long leaseMillis;
  private final ScheduledExecutorService timer;
  private final Clocks clocks;
  private final ConcurrentHashMap<Lease, LeaseWait> waits = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param timer runs the polls
   */
  LeaseWaits(EngineContext context, AskClock asks, ScheduledExecutorService timer) {
    this.store = context.store();
    this.waiting = context.waiting();
    this.random = context.random();
    this.leaseMillis = context.options().lease().toMillis();
    this.asks = asks;
    this.timer = timer;
    this.clocks = context.clocks();
  }

  /** A lease that was seen. */
  private record Lease(Key key, LeaseToken token) {}

  /**
   * What a wait found in the end.
   *
   * @param askedAt when it looked, by the {@link AskClock}
   * @param record what the store held
   * @param failure why there is no answer, or null if there is one
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Look(long askedAt, byte @Nullable [] record, @Nullable Throwable failure) {
    /** There was none. */
    static final Look NONE = new Look(0, null, null);

    /** An Error has ended the wait; counts for every read. */
    static final Look LOST =
        new Look(
            Long.MAX_VALUE,
            null,
            new StoreException(Reason.UNAVAILABLE, "the wait cannot go on in this JVM", null));

    /** There will be none; counts for every read. */
    static final Look CLOSED =
        new Look(
            Long.MAX_VALUE,
            null,
            new StoreException(Reason.UNAVAILABLE, "the cache is closed", null));
  }

  /**
   * Returns whether the lease in a record seems to be held. By the clock of this JVM, so it tells
   * only when to ask the store, never what holds.
   */
  boolean seemsHeld(byte[] record) {
    return EntryFormat.leaseDeadline(record) > clocks.wall().millis();
  }

  /** Joins the wait for a lease that {@link #seemsHeld}; {@link LeaseWait#leave} ends it. */
  LeaseWait enter(Key key, LeaseToken token, byte[] record) {
    long deadline = EntryFormat.leaseDeadline(record);
    long remaining = Math.min(deadline - clocks.wall().millis(), leaseMillis);
    return enter(new Lease(key, token), remaining, deadline);
  }

  /** Joins the wait for a lease that the store says is held; {@link LeaseWait#leave} ends it. */
  LeaseWait enter(Key key, Held held) {
    return enter(new Lease(key, held.token()), held.remainingMillis(), UNKNOWN);
  }

  private LeaseWait enter(Lease lease, long remainingMillis, long deadline) {
    LeaseWait wait =
        requireNonNull(
            waits.compute(
                lease,
                (key, present) -> {
                  LeaseWait joined = present == null ? new LeaseWait(key) : present;
                  joined.waiters++;
                  return joined;
                }));
    try {
      wait.begin(remainingMillis, deadline);
    } catch (RuntimeException | Error e) {
      wait.leave();
      throw e;
    }
    return wait;
  }

  /** Returns how many leases are waited for. */
  int size() {
    return waits.size();
  }

  /** Sends all who wait, and who will, past the cache. */
  void close() {
    closed = true;
    waits.values().forEach(wait -> wait.end(Look.CLOSED));
  }

  /** The calls that wait for one lease. */
  final class LeaseWait {
    private final Lease lease;
    private final CompletableFuture<Look> found = new CompletableFuture<>();

    /** Guarded by the map's lock of the lease. */
    private int waiters;

    // Guarded by the lock of this, under which nothing is called but the timer's schedule.
    private boolean begun;
    private boolean ended;
    private boolean looking;
    private boolean toldMeanwhile;
    private int looksSincePoll;
    private long heldUntilNanos;

    /** The lease's deadline as last seen in a record, or {@link #UNKNOWN}. */
    private long deadline = UNKNOWN;

    private @Nullable CompletableFuture<?> watch;
    private @Nullable ScheduledFuture<?> poll;

    private LeaseWait(Lease lease) {
      this.lease = lease;
    }

    /**
     * Returns the future of what the wait finds once the lease may be free; for all who wait, so
     * not to be completed by one of them.
     */
    CompletableFuture<Look> found() {
      return found;
    }

    /** Says that a call does not wait any more. */
    void leave() {
      LeaseWait left =
          waits.computeIfPresent(
              lease, (key, present) -> present != this || --waiters > 0 ? present : null);
      if (left != this) {
        stop();
      }
    }

    private void begin(long remainingMillis, long shown) {
      long until = afterMillis(remainingMillis);
      boolean first;
      synchronized (this) {
        deadline = Math.max(deadline, shown);
        first = !begun;
        heldUntilNanos = first ? until : later(heldUntilNanos, until);
        begun = true;
      }
      pollLater(); // by everybody: the first may have failed
      if (first) {
        watch();
      }
    }

    private long afterMillis(long remainingMillis) {
      long millis = Math.min(remainingMillis, MAX_REMAINING_MILLIS) + SLACK_MILLIS;
      return clocks.nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static long later(long nanos, long others) {
      return others - nanos > 0 ? others : nanos;
    }

    private void pollLater() {
      long pause = POLL_MIN_NANOS + (long) (random.getAsDouble() * POLL_SPREAD_NANOS);
      Look end = closed ? Look.CLOSED : null;
      synchronized (this) {
        if (ended || poll != null) {
          return;
        }
        long left = heldUntilNanos - clocks.nanos();
        try {
          poll = timer.schedule(this::polled, Math.min(pause, left), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
          end = Look.CLOSED;
        }
      }
      if (end != null) {
        end(end);
      }
    }

    private void polled() {
      try {
        synchronized (this) {
          poll = null;
          looksSincePoll = 0;
        }
        look();
      } catch (Throwable e) {
        end(Look.LOST); // nobody would poll again
      }
    }

    private void watch() {
      CompletableFuture<?> fresh;
      try {
        fresh = store.watch(lease.key(), lease.token());
      } catch (Throwable e) {
        return; // no store may do that; the polls remain
      }
      CompletableFuture<?> useless;
      synchronized (this) {
        useless = ended ? fresh : watch;
        watch = fresh;
      }
      if (useless != null) {
        useless.cancel(false);
      }
      var unused =
          fresh.whenComplete(
              (changed, failure) -> {
                if (!fresh.isCancelled()) {
                  told();
                }
              });
    }

    private void told() {
      synchronized (this) {
        if (looksSincePoll >= LOOKS_BETWEEN_POLLS) {
          return;
        }
        looksSincePoll++;
      }
      look();
    }

    private void look() {
      synchronized (this) {
        toldMeanwhile = looking;
        if (looking || ended) {
          return;
        }
        looking = true;
      }
      long askedAt = asks.tick(); // before it is sent
      try {
        CompletableFuture<byte @Nullable []> lookup = store.lookup(lease.key());
        waiting.limit(lookup);
        var unused = lookup.whenComplete((record, failure) -> answered(askedAt, record, failure));
      } catch (Throwable e) { // passed on: the callers go past the cache
        answered(askedAt, null, e);
      }
    }

    private void answered(long askedAt, byte @Nullable [] record, @Nullable Throwable failure) {
      try {
        looked(new Look(askedAt, record, failure));
      } catch (Throwable e) {
        end(Look.LOST);
      }
    }

    private void looked(Look look) {
      boolean held;
      boolean again;
      boolean watched;
      synchronized (this) {
        looking = false;
        if (ended) {
          return;
        }
        held = isStillHeld(look.record());
        again = toldMeanwhile;
        watched = watch != null && !watch.isDone();
      }
      if (!held) {
        end(look);
        return;
      }
      pollLater();
      if (!watched) {
        watch();
      }
      if (again) {
        look();
      }
    }

    /**
     * A renewal moves the deadline, and so the end of the wait by as much: that needs no clock that
     * agrees with the server's. Who is wrong asks too early, or a poll too late.
     */
    private boolean isStillHeld(byte @Nullable [] record) {
      if (record == null
          || !EntryFormat.isOurs(record)
          || !lease.token().equals(EntryFormat.leaseToken(record))) {
        return false;
      }
      long shown = EntryFormat.leaseDeadline(record);
      if (deadline != UNKNOWN && shown != deadline) {
        if (shown < deadline) {
          return false; // the store knows
        }
        long moved = Math.min(shown - deadline, leaseMillis);
        long until = heldUntilNanos + TimeUnit.MILLISECONDS.toNanos(moved);
        long latest = afterMillis(leaseMillis);
        heldUntilNanos = until - latest > 0 ? latest : until;
      }
      deadline = shown;
      return heldUntilNanos - clocks.nanos() > 0;
    }

    private void end(Look look) {
      try {
        waits.remove(lease, this); // first: who comes from now on has to look for himself
        stop();
      } finally {
        found.complete(look);
      }
    }

    private void stop() {
      ScheduledFuture<?> lastPoll;
      CompletableFuture<?> lastWatch;
      synchronized (this) {
        ended = true;
        lastPoll = poll;
        lastWatch = watch;
      }
      if (lastPoll != null) {
        lastPoll.cancel(false);
      }
      if (lastWatch != null) {
        lastWatch.cancel(false);
      }
    }
  }
}
