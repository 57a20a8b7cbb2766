package io.cacheaside.engine;

import io.cacheaside.engine.DirtyKeys.Undelivered;
import io.cacheaside.spi.Store;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private final Store store;
  private final DirtyKeys dirty;
  private final ScheduledExecutorService timer;
  private final DoubleSupplier random;
  private final AtomicBoolean scheduled = new AtomicBoolean();

  InvalidationRecovery(EngineParts parts, ScheduledExecutorService timer) {
    this.store = parts.store();
    this.dirty = parts.dirty();
    this.timer = timer;
    this.random = parts.random();
  }

  /** Says that there are dirty keys. */
  void wake() {
    if (!timer.isShutdown() && scheduled.compareAndSet(false, true)) {
      long delay = 100 + (long) (150 * random.getAsDouble());
      try {
        timer.schedule(this::deliver, delay, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closedMeanwhile) {
        LOG.debug("the cache was closed before {} invalidations were delivered", dirty.size());
      }
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
    send(batch).whenComplete((count, failure) -> delivered(batch, failure));
  }

  private CompletableFuture<Long> send(List<Undelivered> batch) {
    return store
        .invalidate(batch.stream().map(Undelivered::key).toList())
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

  /** Tries once more to deliver everything, for at most {@code millis}, and logs what is left. */
  void close(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean going = true;
    while (going && dirty.size() > 0 && end - System.nanoTime() > 0) {
      List<Undelivered> batch = dirty.oldest(BATCH);
      if (batch.isEmpty()) {
        break; // the rest has expired
      }
      CompletableFuture<Long> call = send(batch);
      try {
        going =
            Waiting.forSignal(call, end - System.nanoTime()) && !call.isCompletedExceptionally();
      } catch (Bypass interruptedOrTooLate) {
        going = false;
      }
      if (going) {
        dirty.delivered(batch);
      }
    }
    if (dirty.size() > 0) {
      LOG.error(
          "{} invalidations could not be delivered before the cache was closed: other JVMs may"
              + " serve these keys stale until their TTL ends.",
          dirty.size());
    }
  }
}
