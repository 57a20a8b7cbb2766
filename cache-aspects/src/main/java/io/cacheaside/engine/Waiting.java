package io.cacheaside.engine;

import io.cacheaside.spi.CacheListener.BypassReason;
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
 */
final class Waiting {
  private static final StoreException NO_ANSWER =
      new StoreException(Reason.TIMEOUT, "no answer within the command timeout", null);

  private final long commandNanos;
  private final long acknowledgeNanos;

  Waiting(long commandNanos) {
    this(commandNanos, commandNanos);
  }

  /**
   * @param commandNanos the bound for a command
   * @param acknowledgeNanos the bound for an invalidation
   */
  Waiting(long commandNanos, long acknowledgeNanos) {
    this.commandNanos = commandNanos;
    this.acknowledgeNanos = acknowledgeNanos;
  }

  /**
   * Returns the store's answer. A call that did not answer in time is completed with {@link
   * Reason#TIMEOUT}, which tells the circuit breaker; so is, a command timeout later, one whose
   * caller had less time. One whose caller was interrupted is cancelled.
   *
   * @throws Bypass if there is none
   */
  <T extends @Nullable Object> T forStore(CompletableFuture<T> call) {
    long remaining = call.isDone() ? AmbientDeadline.NONE : AmbientDeadline.remainingNanos();
    long nanos = Math.min(commandNanos, remaining);
    try {
      return nanos == AmbientDeadline.NONE ? call.get() : call.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw Bypass.because(e.getCause());
    } catch (CancellationException e) {
      throw Bypass.because(BypassReason.UNAVAILABLE);
    } catch (TimeoutException e) {
      if (remaining < commandNanos) {
        // Not cancelled: if the store stays silent, the circuit breaker has to learn of it.
        call.orTimeout(commandNanos, TimeUnit.NANOSECONDS);
        throw Bypass.because(BypassReason.DEADLINE);
      }
      call.completeExceptionally(NO_ANSWER);
      throw Bypass.because(BypassReason.TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.cancel(false);
      throw Bypass.because(BypassReason.INTERRUPTED);
    }
  }

  /**
   * Waits for the answer to a write to its bound; but the write itself goes on when the caller
   * stops waiting for reasons of its own, for as long once more at most: nobody else ends a write
   * whose answer was lost.
   *
   * @return whether the store answered, and not with a failure
   */
  boolean forAcknowledgement(CompletableFuture<?> write) {
    return forAcknowledgement(write, System.nanoTime());
  }

  /**
   * Waits for one of several writes that were sent together: for all of them not longer than for
   * one.
   *
   * @param sentNanos when they were sent, by {@link System#nanoTime}
   */
  boolean forAcknowledgement(CompletableFuture<?> write, long sentNanos) {
    long own = Math.max(0, acknowledgeNanos - (System.nanoTime() - sentNanos));
    long nanos = Math.min(own, AmbientDeadline.remainingNanos());
    try {
      write.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | CancellationException e) {
      return false;
    } catch (TimeoutException e) {
      if (nanos == own) {
        write.completeExceptionally(NO_ANSWER);
      } else {
        write.orTimeout(acknowledgeNanos, TimeUnit.NANOSECONDS);
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      write.orTimeout(acknowledgeNanos, TimeUnit.NANOSECONDS);
      return false;
    }
  }

  /** Lets a write go on for twice its bound at most, if its store does not end it before. */
  void inBackground(CompletableFuture<?> write) {
    if (!write.isDone()) {
      write.orTimeout(2 * acknowledgeNanos, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Completes a call for which no thread waits with a {@link TimeoutException} at the bound of a
   * command; the circuit breaker counts that.
   */
  void limit(CompletableFuture<?> call) {
    if (!call.isDone()) {
      call.orTimeout(commandNanos, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Waits until the signal completes, in whatever way, or {@code nanos} passed.
   *
   * @return whether the signal completed
   * @throws Bypass if the caller's deadline passed or the thread was interrupted
   */
  static boolean forSignal(CompletableFuture<?> signal, long nanos) {
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
