package io.cacheaside.engine;

import static java.util.Objects.requireNonNull;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The leases of other JVMs that calls of this JVM wait for: one watch and one poll for each lease,
 * however many calls wait.
 *
 * <p>A wait looks again when the store tells of a change, and every 100 to 250 ms in case it never
 * does. What it finds in the end is handed to all who wait. This class is threadsafe.
 */
final class LeaseWaits {
  private static final long POLL_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long POLL_SPREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
  private static final long SLACK_MILLIS = 20;

  /** What a record may claim; the next look asks it again. */
  private static final long MAX_REMAINING_MILLIS = TimeUnit.HOURS.toMillis(1);

  /** How often a wait looks because it was told to before it rests until the next poll. */
  private static final int LOOKS_BETWEEN_POLLS = 3;

  private final Store store;
  private final Waiting waiting;
  private final AskClock asks;
  private final DoubleSupplier random;
  private final ScheduledExecutorService timer;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<Lease, LeaseWait> waits = new ConcurrentHashMap<>();

  /**
   * @param timer runs the polls
   * @param clock is compared with deadlines of the server
   * @param nanoTime measures time that passes
   */
  LeaseWaits(
      EngineParts parts,
      AskClock asks,
      ScheduledExecutorService timer,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.store = parts.store();
    this.waiting = parts.waiting();
    this.random = parts.random();
    this.asks = asks;
    this.timer = timer;
    this.clock = clock;
    this.nanoTime = nanoTime;
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
  record Look(long askedAt, byte @Nullable [] record, @Nullable Throwable failure) {
    /** The wait ended without one. */
    static final Look NONE = new Look(0, null, null);
  }

  /**
   * Returns for how long a record's lease seems to be held, in ms, 0 if it has run out. By the
   * clock of this JVM, so it tells only when to ask the store, never what holds.
   */
  long remainingMillis(byte[] record) {
    long deadline = EntryFormat.leaseDeadline(record);
    long now = clock.millis();
    return deadline <= now ? 0 : Math.min(deadline - now, MAX_REMAINING_MILLIS);
  }

  /**
   * Joins the wait for a lease, which {@link LeaseWait#leave} ends.
   *
   * @param remainingMillis for how long it is held at least
   */
  LeaseWait enter(Key key, LeaseToken token, long remainingMillis) {
    LeaseWait wait =
        requireNonNull(
            waits.compute(
                new Lease(key, token),
                (lease, present) -> {
                  LeaseWait joined = present == null ? new LeaseWait(lease) : present;
                  joined.waiters++;
                  return joined;
                }));
    wait.begin(remainingMillis);
    return wait;
  }

  /** Returns how many leases are waited for. */
  int size() {
    return waits.size();
  }

  /** The calls that wait for one lease. */
  final class LeaseWait {
    private final Lease lease;
    private final CompletableFuture<Look> found = new CompletableFuture<>();

    /** Guarded by the map's lock of the lease. */
    private int waiters;

    // Guarded by the lock of this.
    private boolean begun;
    private boolean ended;
    private boolean looking;
    private boolean toldMeanwhile;
    private int looksSincePoll;
    private long heldUntilNanos;
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

    private void begin(long remainingMillis) {
      long until = afterMillis(remainingMillis);
      synchronized (this) {
        if (begun) {
          heldUntilNanos = until - heldUntilNanos > 0 ? until : heldUntilNanos;
          return;
        }
        begun = true;
        heldUntilNanos = until;
      }
      pollLater();
      watch();
    }

    private long afterMillis(long remainingMillis) {
      return nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(remainingMillis + SLACK_MILLIS);
    }

    private synchronized void pollLater() {
      if (ended || poll != null) {
        return;
      }
      long pause = POLL_MIN_NANOS + (long) (random.getAsDouble() * POLL_SPREAD_NANOS);
      long left = heldUntilNanos - nanoTime.getAsLong();
      try {
        poll = timer.schedule(this::polled, Math.min(pause, left), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closed) {
        end(Look.NONE);
      }
    }

    private void polled() {
      synchronized (this) {
        poll = null;
        looksSincePoll = 0;
      }
      look();
    }

    private void watch() {
      CompletableFuture<?> fresh = store.watch(lease.key(), lease.token());
      synchronized (this) {
        watch = fresh;
        if (ended) {
          fresh.cancel(false);
          return;
        }
      }
      var unused = fresh.whenComplete((changed, failure) -> told());
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
      long askedAt = asks.tick();
      CompletableFuture<byte @Nullable []> lookup = store.lookup(lease.key());
      waiting.limit(lookup);
      var unused =
          lookup.whenComplete((record, failure) -> looked(new Look(askedAt, record, failure)));
    }

    private void looked(Look look) {
      boolean again;
      boolean watches;
      synchronized (this) {
        looking = false;
        if (ended) {
          return;
        }
        if (!isStillHeld(look.record())) {
          end(look);
          return;
        }
        again = toldMeanwhile;
        watches = watch != null && !watch.isDone();
      }
      if (!watches) {
        watch();
      }
      if (again) {
        look();
      } else {
        pollLater();
      }
    }

    private boolean isStillHeld(byte @Nullable [] record) {
      if (record == null
          || !EntryFormat.isOurs(record)
          || !lease.token().equals(EntryFormat.leaseToken(record))) {
        return false;
      }
      long remaining = remainingMillis(record);
      heldUntilNanos = afterMillis(remaining);
      return remaining > 0;
    }

    private void end(Look look) {
      waits.remove(lease, this); // first: who comes from now on has to look for himself
      stop();
      found.complete(look);
    }

    private synchronized void stop() {
      ended = true;
      if (poll != null) {
        poll.cancel(false);
      }
      if (watch != null) {
        watch.cancel(false);
      }
    }
  }
}
