package io.cacheaside.engine.support;

import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The bounded waits of a caller's thread: for the store, for a flight, for a lease. Each ends with
 * the result, at its bound, at the caller's {@link AmbientDeadline}, or by an interrupt, which
 * stays set.
 *
 * <p>The bound of a command is the time that the store may take. At it the store is asked who is
 * late, {@link Store#overdue}; if it is this JVM, the wait goes on within a bound.
 */
public final class Waiting {
  /** More than the store asks for, because it knows better what to say of a call. */
  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final StoreException NO_TIME =
      new StoreException(
          Reason.OVERLOADED, "no answer was read: this JVM had not enough time to run", null);

  private final Store store;
  private final Clocks clocks;
  private final long commandNanos;
  private final long acknowledgeNanos;
  private final Overdue inBackground;

  /**
   * Creates one with a single bound for all calls, in nanoseconds, and the clocks of this machine.
   */
  public Waiting(Store store, long commandNanos) {
    this(store, commandNanos, commandNanos, Clocks.SYSTEM);
  }

  /**
   * @param store is asked about calls that are late
   * @param commandNanos the bound for a command
   * @param acknowledgeNanos the bound for an invalidation
   */
  public Waiting(Store store, long commandNanos, long acknowledgeNanos, Clocks clocks) {
    this.store = store;
    this.clocks = clocks;
    this.commandNanos = commandNanos;
    this.acknowledgeNanos = acknowledgeNanos;
    long nanos = 2 * acknowledgeNanos;
    this.inBackground = new Overdue(clocks, nanos, write -> overdue(write, nanos));
  }

  /**
   * Returns the store's answer. A call that did not answer in time fails with {@link
   * Reason#TIMEOUT}, which tells the circuit breaker, or with {@link Reason#OVERLOADED}, which does
   * not; so does, a command timeout later, one whose caller had less time. One whose caller was
   * interrupted is cancelled.
   *
   * @throws Bypass if there is none
   */
  public <T extends @Nullable Object> T forStore(CompletableFuture<T> call) {
    long remaining = call.isDone() ? AmbientDeadline.NONE : AmbientDeadline.remainingNanos();
    try {
      if (remaining == AmbientDeadline.NONE && call.isDone()) {
        return call.get();
      }
      return forStore(call, remaining);
    } catch (ExecutionException e) {
      throw Bypass.because(e.getCause());
    } catch (CancellationException e) {
      throw Bypass.because(BypassReason.UNAVAILABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.cancel(false);
      throw Bypass.because(BypassReason.INTERRUPTED);
    }
  }

  private <T extends @Nullable Object> T forStore(CompletableFuture<T> call, long remaining)
      throws ExecutionException, InterruptedException {
    try {
      return call.get(Math.min(commandNanos, remaining), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (remaining < commandNanos) {
        // Not cancelled: if the store stays silent, the circuit breaker has to learn of it.
        limit(call);
        throw Bypass.because(BypassReason.DEADLINE);
      }
    }
    return late(call, store.overdue(call, commandNanos), remaining - commandNanos);
  }

  /** Waits for an overdue call, which the store may end, or not. */
  private <T extends @Nullable Object> T late(
      CompletableFuture<T> call, long patience, long remaining)
      throws ExecutionException, InterruptedException {
    long nanos = patience + SLACK_NANOS;
    try {
      return call.get(Math.min(nanos, remaining), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (remaining < nanos) {
        end(call, nanos);
        throw Bypass.because(BypassReason.DEADLINE);
      }
      call.completeExceptionally(NO_TIME);
      return call.get();
    }
  }

  private void end(CompletableFuture<?> call, long nanos) {
    clocks.alarm().in(nanos, () -> call.completeExceptionally(NO_TIME));
  }

  /**
   * Waits for the answer to a write to its bound; but the write itself goes on when the caller
   * stops waiting for reasons of its own, for as long once more at most: nobody else ends a write
   * whose answer was lost.
   *
   * @return whether the store answered, and not with a failure
   */
  public boolean forAcknowledgement(CompletableFuture<?> write) {
    return forAcknowledgement(write, clocks.nanos());
  }

  /**
   * Waits for one of several writes that were sent together: for all of them not longer than for
   * one.
   *
   * @param sentNanos when they were sent, by the clock given here
   */
  public boolean forAcknowledgement(CompletableFuture<?> write, long sentNanos) {
    long own = Math.max(0, acknowledgeNanos - (clocks.nanos() - sentNanos));
    try {
      return isAcknowledged(write, own, AmbientDeadline.remainingNanos());
    } catch (ExecutionException | CancellationException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      limit(write, acknowledgeNanos);
      return false;
    } catch (Bypass deadline) {
      return false;
    }
  }

  private boolean isAcknowledged(CompletableFuture<?> write, long own, long remaining)
      throws ExecutionException, InterruptedException {
    try {
      write.get(Math.min(own, remaining), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      if (remaining < own) {
        limit(write, acknowledgeNanos);
        return false;
      }
    }
    late(write, store.overdue(write, acknowledgeNanos), remaining - own);
    return true;
  }

  /** Lets a write go on for twice its bound, and a second if it is this JVM that is late. */
  public void inBackground(CompletableFuture<?> write) {
    if (!write.isDone()) {
      inBackground.limit(write);
    }
  }

  /**
   * Ends a call for which no thread waits, as {@link #forStore} ends one; the circuit breaker
   * counts it if the store is to blame.
   */
  public void limit(CompletableFuture<?> call) {
    limit(call, commandNanos);
  }

  private void limit(CompletableFuture<?> call, long nanos) {
    if (!call.isDone()) {
      clocks.alarm().in(nanos, () -> overdue(call, nanos));
    }
  }

  private void overdue(CompletableFuture<?> call, long nanos) {
    if (call.isDone()) {
      return;
    }
    try {
      end(call, store.overdue(call, nanos) + SLACK_NANOS);
    } catch (Throwable e) { // nobody looks at this call again
      call.completeExceptionally(NO_TIME);
      Survived.say("a call that took too long was ended without asking the store", e);
    }
  }

  /**
   * Waits until the signal completes, in whatever way, or {@code nanos} passed.
   *
   * @return whether the signal completed
   * @throws Bypass if the caller's deadline passed or the thread was interrupted
   */
  public static boolean forSignal(CompletableFuture<?> signal, long nanos) {
    if (signal.isDone()) {
      return true;
    }
    long remaining = AmbientDeadline.remainingNanos();
    try {
      signal.get(Math.min(nanos, remaining), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | CancellationException e) {
      return true;
    } catch (TimeoutException e) {
      if (remaining < nanos) {
        throw Bypass.because(BypassReason.DEADLINE);
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Bypass.because(BypassReason.INTERRUPTED);
    }
  }
}
