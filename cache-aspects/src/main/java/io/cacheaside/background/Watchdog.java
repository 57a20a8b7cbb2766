package io.cacheaside.background;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Looks after tasks whose scheduled run never came, because the scheduler threw, or its thread died
 * with the run in its hands. To be run periodically, every second or so; and, because that may get
 * lost as well, by those who depend on what it looks after. Threadsafe.
 */
public final class Watchdog implements Runnable {
  /** How often to run it. */
  public static final long PERIOD_MILLIS = 1_000;

  private final List<BackgroundTask> watched = new CopyOnWriteArrayList<>();
  private final List<PeriodicTask> periodic = new CopyOnWriteArrayList<>();

  /** Looks after the task from now on; returns it. */
  public BackgroundTask watch(BackgroundTask task) {
    watched.add(task);
    return task;
  }

  /** Looks after the task no longer. */
  public void forget(BackgroundTask task) {
    watched.remove(task);
  }

  /** Looks after the task from now on, until it is ended; returns it. */
  public PeriodicTask watch(PeriodicTask task) {
    periodic.add(task);
    return task;
  }

  /** Schedules each run that is overdue once more. */
  @Override
  public void run() {
    for (BackgroundTask task : watched) {
      task.revive();
    }
    boolean ended = false;
    for (PeriodicTask task : periodic) {
      ended |= task.isEnded();
      task.revive();
    }
    if (ended) {
      periodic.removeIf(PeriodicTask::isEnded);
    }
  }
}
