package io.cacheaside.background;

import io.cacheaside.background.BackgroundTask.Scheduler;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Work that is done again and again, with a pause after each run, until it is ended. A scheduler's
 * own periodic task is over once something throws, be it the scheduler itself, which may find no
 * memory to keep the task for its next run. This one schedules each run by itself: what the work
 * throws is logged, and a run that got lost is made up for by the {@link Watchdog} that looks after
 * it. Threadsafe.
 */
public final class PeriodicTask {
  private final BooleanSupplier work;
  private final long periodMillis;
  private final BackgroundTask task;
  private volatile boolean ended;

  /**
   * Makes a task; nothing is scheduled yet.
   *
   * @param name what the log calls the work
   * @param work one run; returns false if it was the last
   * @param scheduler may throw {@link RejectedExecutionException}, which ends this
   * @param periodMillis the pause after each run, at least 1
   * @param nanoClock measures time that passes
   */
  public PeriodicTask(
      String name,
      BooleanSupplier work,
      Scheduler scheduler,
      long periodMillis,
      LongSupplier nanoClock) {
    this.work = work;
    this.periodMillis = Math.max(1, periodMillis);
    this.task = new BackgroundTask(name, this::run, scheduler, this.periodMillis, nanoClock);
  }

  /** Begins, after the delay. */
  public void start(long delayMillis) {
    task.schedule(delayMillis);
  }

  /** No run begins any more. */
  public void end() {
    ended = true;
  }

  private void run() {
    if (ended) {
      return;
    }
    boolean again = true;
    try {
      again = work.getAsBoolean();
    } finally {
      if (!again) {
        ended = true;
      } else if (!ended) {
        task.schedule(periodMillis);
      }
    }
  }

  boolean isEnded() {
    return ended;
  }

  /** Schedules a run that should have begun long ago once more. */
  public void revive() {
    if (!ended) {
      task.revive();
    }
  }
}
