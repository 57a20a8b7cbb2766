package io.cacheaside.engine.support;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bound on what the cache may spend in calls of the current thread. Nested bounds only shorten.
 */
public final class AmbientDeadline {
  /** The value of {@link #remainingNanos} when there is no deadline. */
  public static final long NONE = Long.MAX_VALUE;

  private static final ThreadLocal<@Nullable Long> DEADLINE = new ThreadLocal<>();

  /** How many tasks run with a deadline; while none does, no thread has to look for its own. */
  private static final AtomicInteger RUNNING = new AtomicInteger();

  private AmbientDeadline() {}

  /**
   * Runs the task with at most {@code nanos} for all waiting of the cache in it.
   *
   * @throws Exception what the task throws
   */
  public static <T extends @Nullable Object> T within(long nanos, Callable<T> task)
      throws Exception {
    Long outer = DEADLINE.get();
    long inner = System.nanoTime() + nanos;
    RUNNING.incrementAndGet();
    try {
      DEADLINE.set(outer != null && outer - inner < 0 ? outer : (Long) inner);
      return task.call();
    } finally {
      leave(outer);
    }
  }

  private static void leave(@Nullable Long outer) {
    try {
      if (outer == null) {
        DEADLINE.remove();
      } else {
        DEADLINE.set(outer);
      }
    } finally {
      RUNNING.decrementAndGet();
    }
  }

  /** Returns how long the cache may still wait, {@link #NONE} if for as long as it likes. */
  public static long remainingNanos() {
    Long deadline = RUNNING.get() == 0 ? null : DEADLINE.get();
    return deadline == null ? NONE : deadline - System.nanoTime();
  }
}
