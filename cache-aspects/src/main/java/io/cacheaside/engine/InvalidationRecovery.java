package io.cacheaside.engine;

import io.cacheaside.engine.DirtyKeys.Undelivered;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the invalidations of dirty keys in the background: one batch under way at a time, the
 * oldest first, after a failure again in 100 to 250 ms. Repeating an invalidation is harmless, it
 * costs a reload at most.
 */
final class InvalidationRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(InvalidationRecovery.class);
  private static final int BATCH = 1_000;
  private static final long ANSWER_MILLIS = 1_000;
  private static final long CLOSE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Delivery delivery;
  private final DirtyKeys dirty;
  private final boolean journaled;
  private final ScheduledExecutorService timer;
  private final DoubleSupplier random;
  private final AtomicBoolean scheduled = new AtomicBoolean();

  InvalidationRecovery(EngineParts parts, Delivery delivery, ScheduledExecutorService timer) {
    this.delivery = delivery;
    this.dirty = parts.dirty();
    this.journaled = parts.options().recovery().journal() != null;
    this.timer = timer;
    this.random = parts.random();
  }

  /** Says that there are dirty keys. */
  void wake() {
    wakeAfter(100 + (long) (150 * random.getAsDouble()));
  }

  /** Says that there are dirty keys, and that the store can be reached now. */
  void wakeSoon() {
    wakeAfter(1 + (long) (19 * random.getAsDouble()));
  }

  private void wakeAfter(long delay) {
    if (!timer.isShutdown() && scheduled.compareAndSet(false, true)) {
      try {
        timer.schedule(this::deliver, delay, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closedMeanwhile) {
        reportLost();
      }
    } else if (timer.isShutdown()) {
      reportLost();
    }
  }

  private void deliver() {
    List<Undelivered> batch = dirty.oldest(BATCH);
    if (batch.isEmpty()) {
      scheduled.set(false);
      if (dirty.size() > 0) {
        wake();
      }
      return;
    }
    send(batch).whenComplete((done, failure) -> delivered(batch, failure));
  }

  /** Another future than the delivery's, which may be the store's own. */
  private CompletableFuture<?> send(List<Undelivered> batch) {
    return delivery
        .send(batch.stream().map(Undelivered::key).toList())
        .thenApply(done -> null)
        .orTimeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void delivered(List<Undelivered> batch, @Nullable Throwable failure) {
    if (failure == null) {
      dirty.delivered(batch);
      if (!timer.isShutdown()) {
        timer.execute(this::deliver);
      }
    } else {
      scheduled.set(false);
      wake();
    }
  }

  /**
   * Goes on trying to deliver everything until {@code endNanos}, and logs what is left.
   *
   * @param endNanos on the clock of {@link System#nanoTime}
   */
  void close(long endNanos) {
    while (dirty.size() > 0
        && endNanos - System.nanoTime() > 0
        && !Thread.currentThread().isInterrupted()) {
      List<Undelivered> batch = dirty.oldest(BATCH);
      if (batch.isEmpty()) {
        break; // the rest has expired
      }
      if (deliverNow(batch, endNanos)) {
        dirty.delivered(batch);
      } else {
        LockSupport.parkNanos(CLOSE_PAUSE_NANOS);
      }
    }
    if (dirty.size() > 0) {
      reportLost();
    }
  }

  private boolean deliverNow(List<Undelivered> batch, long endNanos) {
    CompletableFuture<?> call = send(batch);
    try {
      return Waiting.forSignal(call, endNanos - System.nanoTime())
          && !call.isCompletedExceptionally();
    } catch (Bypass interruptedOrTooLate) {
      return false;
    }
  }

  private void reportLost() {
    LOG.error(
        "{} invalidations, {} of them of whole regions, could not be delivered before the cache was"
            + " closed: {}",
        dirty.size(),
        dirty.regions(),
        journaled
            ? "the journal holds those of methods that returned, and another JVM delivers them"
            : "other JVMs may serve these keys stale until their TTL ends. Raise close-timeout, or"
                + " configure a journal.");
  }
}
