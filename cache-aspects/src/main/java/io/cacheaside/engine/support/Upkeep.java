package io.cacheaside.engine.support;

import io.cacheaside.background.PeriodicTask;
import io.cacheaside.background.Watchdog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * An engine's work that comes again and again. A run may get lost, because a full heap keeps the
 * scheduler from taking the next one; each run looks after all others, and where all are lost,
 * whoever writes or finds nothing to serve. Threadsafe.
 */
public final class Upkeep implements Runnable {
  private final Watchdog watchdog = new Watchdog();
  private final List<PeriodicTask> tasks = new CopyOnWriteArrayList<>();
  private final LongSupplier nanoClock;

  /**
   * Creates upkeep without work.
   *
   * @param nanoClock measures time that passes
   */
  public Upkeep(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Does the work from now on, with this pause before each run.
   *
   * @param name what the log calls the work
   */
  public PeriodicTask every(
      ScheduledExecutorService timer, long millis, String name, Runnable work) {
    PeriodicTask task =
        new PeriodicTask(
            name,
            () -> {
              run();
              work.run();
              return true;
            },
            (run, delayMillis) -> timer.schedule(run, delayMillis, TimeUnit.MILLISECONDS),
            millis,
            nanoClock);
    tasks.add(watchdog.watch(task));
    task.start(millis);
    return task;
  }

  /** Does the work from now on, with a second before each run; see {@link #every}. */
  public PeriodicTask everySecond(ScheduledExecutorService timer, String name, Runnable work) {
    return every(timer, Watchdog.PERIOD_MILLIS, name, work);
  }

  /** Looks whether a run is overdue, which is scheduled once more then. */
  @Override
  public void run() {
    watchdog.run();
  }

  /** No run of any work begins any more. */
  public void end() {
    tasks.forEach(PeriodicTask::end);
  }
}
