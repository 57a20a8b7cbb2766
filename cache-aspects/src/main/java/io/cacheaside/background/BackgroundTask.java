package io.cacheaside.background;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work in the background of which at most one run is scheduled at a time, and which nothing ends:
 * what a run throws, an {@link Error} too, is logged and the next attempt follows; what the
 * scheduler throws is made up for by the {@link Watchdog}.
 *
 * <p>To schedule is to take a claim: who finds a run scheduled relies on it. So the claim is given
 * back before a run begins, and a claim whose run never came is found by its age. Threadsafe.
 */
public final class BackgroundTask {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundTask.class);

  /** How much later than scheduled a run may begin before somebody looks after it. */
  static final long OVERDUE_NANOS = 2_000_000_000L;

  private static final String FAILURE = "failure";
  private static final String DELAY = "delay";
  private static final long IDLE = Long.MIN_VALUE;

  private final String name;
  private final Runnable body;
  private final Scheduler scheduler;
  private final long retryMillis;
  private final LongSupplier nanoClock;
  private final LogThrottle throttle = new LogThrottle(System::nanoTime);

  /** When the scheduled run is due, or {@link #IDLE}. */
  private final AtomicLong due = new AtomicLong(IDLE);

  /** Runs a task once, later. */
  public interface Scheduler {
    /**
     * Takes the task.
     *
     * @throws RejectedExecutionException if it takes none any more, because it was shut down
     */
    void schedule(Runnable task, long delayMillis);
  }

  /**
   * Makes a task; nothing is scheduled yet.
   *
   * @param name what the log calls the work
   * @param body one run; it may schedule the next
   * @param retryMillis how long after a run that threw the next one comes
   * @param nanoClock measures time that passes
   */
  public BackgroundTask(
      String name, Runnable body, Scheduler scheduler, long retryMillis, LongSupplier nanoClock) {
    this.name = name;
    this.body = body;
    this.scheduler = scheduler;
    this.retryMillis = retryMillis;
    this.nanoClock = nanoClock;
  }

  /**
   * Returns the work as a task that never throws, for schedulers that run it periodically: they
   * drop a task at its first throw.
   *
   * @param name what the log calls the work
   */
  public static Runnable surviving(String name, Runnable body) {
    LogThrottle throttle = new LogThrottle(System::nanoTime);
    return () -> {
      try {
        body.run();
      } catch (Throwable e) {
        logFailure(throttle, name, e);
      }
    };
  }

  /**
   * Sees to it that a run comes: after the delay, or when the one that is scheduled does. Throws
   * nothing, unless the clock does.
   *
   * @return false if the scheduler was shut down, so that none comes
   */
  public boolean schedule(long delayMillis) {
    long at = nanoClock.getAsLong() + delayMillis * 1_000_000;
    long known = due.get();
    if (known != IDLE && !isOverdue(known)) {
      return true;
    }
    long claim = busy(at);
    return !due.compareAndSet(known, claim) || hand(claim, delayMillis);
  }

  /** Returns whether a run is scheduled that has not begun. */
  public boolean isScheduled() {
    return due.get() != IDLE;
  }

  /** One run; never throws. A run that is late finds another claim, as a second one was handed. */
  private void run(long claim) {
    if (!due.compareAndSet(claim, IDLE)) {
      return;
    }
    try {
      body.run();
    } catch (Throwable e) {
      logFailure(throttle, name, e);
      retry();
    }
  }

  private void retry() {
    try {
      schedule(retryMillis);
    } catch (Throwable e) {
      // Only the clock can be to blame: overdue from the beginning, so the watchdog finds it.
      due.compareAndSet(IDLE, IDLE + 1);
    }
  }

  /** Schedules a run that should have begun long ago once more; returns whether there was one. */
  boolean revive() {
    long known = due.get();
    if (known == IDLE || !isOverdue(known)) {
      return false;
    }
    long claim = anotherThan(known, busy(nanoClock.getAsLong()));
    if (due.compareAndSet(known, claim)) {
      hand(claim, 0);
      logDelay();
    }
    return true;
  }

  private boolean isOverdue(long known) {
    return known == IDLE + 1 || nanoClock.getAsLong() - known > OVERDUE_NANOS;
  }

  private static long busy(long at) {
    return at == IDLE || at == IDLE + 1 ? at + 2 : at;
  }

  /** A run that was handed before must not take the claim of the one that makes up for it. */
  private static long anotherThan(long known, long claim) {
    return claim == known ? claim + 1 : claim;
  }

  /** Whatever the scheduler throws, the claim stays: it is found by its age. */
  private boolean hand(long claim, long delayMillis) {
    try {
      StackRoom.require();
      scheduler.schedule(() -> run(claim), delayMillis);
      return true;
    } catch (RejectedExecutionException closed) {
      due.compareAndSet(claim, IDLE);
      return false;
    } catch (Throwable e) {
      logFailure(throttle, name, e);
      return true;
    }
  }

  /** Never throws: to go on matters more than to say why. */
  private static void logFailure(LogThrottle throttle, String name, Throwable failure) {
    try {
      if (throttle.allows(FAILURE)) {
        LOG.error("{} failed; it is tried again, and this is logged once a minute", name, failure);
      }
    } catch (Throwable e) {
      // There is not even the memory or the stack for it.
    }
  }

  private void logDelay() {
    try {
      if (throttle.allows(DELAY)) {
        LOG.warn("{} was due and did not run; it is scheduled once more", name);
      }
    } catch (Throwable e) {
      // As above.
    }
  }
}
