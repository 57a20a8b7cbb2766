package io.cacheaside.engine.support;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clocks of an engine, in one place so that tests can stop them.
 *
 * @param nanoTime measures time that passes
 * @param wall is compared with deadlines of the server; nothing is decided by it alone
 * @param alarm runs what has to happen although nobody waits for it
 */
public record Clocks(LongSupplier nanoTime, InstantSource wall, Alarm alarm) {
  /** The clocks of this machine. */
  public static final Clocks SYSTEM =
      new Clocks(
          System::nanoTime,
          InstantSource.system(),
          (nanos, task) ->
              CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
                  .execute(task));

  /** Runs short tasks that never block. */
  public interface Alarm {
    /** Runs the task once so many nanoseconds have passed. */
    void in(long nanos, Runnable task);
  }

  /** Returns nanoseconds since some moment. */
  public long nanos() {
    return nanoTime.getAsLong();
  }
}
