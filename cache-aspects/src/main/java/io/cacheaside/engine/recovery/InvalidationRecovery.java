package io.cacheaside.engine.recovery;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.recovery.Redelivery.Attempt;
import io.cacheaside.engine.support.Bypass;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Waiting;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the undelivered invalidations in the background: one batch under way at a time, the
 * oldest first; what failed comes again later, behind the others. Repeating an invalidation is
 * harmless, it costs a reload at most.
 *
 * <p>Whoever is to act next holds a claim. A claim that was not given back because something threw,
 * or whose task the timer lost, becomes void, and {@link #lookAfter} replaces it.
 */
public final class InvalidationRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(InvalidationRecovery.class);
  private static final long ANSWER_MILLIS = 1_000;
  private static final long CLOSE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How much later than it should somebody may act, on a machine with other work. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Redelivery redelivery;
  private final UndeliveredTargets undelivered;
  private final boolean journaled;
  private final ScheduledExecutorService timer;
  private final DoubleSupplier random;
  private final LongSupplier nanoClock;
  private final LogThrottle throttle;
  private final AtomicReference<@Nullable Claim> claim = new AtomicReference<>();

  /** Set until somebody delivers who ends the rests. */
  private volatile boolean connectedAgain;

  /**
   * Creates the recovery; it begins with the first target that is not delivered.
   *
   * @param timer runs its attempts
   */
  public InvalidationRecovery(
      EngineContext context,
      UndeliveredTargets undelivered,
      Redelivery redelivery,
      ScheduledExecutorService timer,
      LongSupplier nanoClock) {
    this.redelivery = redelivery;
    this.undelivered = undelivered;
    this.journaled = context.options().recovery().journal() != null;
    this.timer = timer;
    this.random = context.random();
    this.nanoClock = nanoClock;
    this.throttle = context.throttle();
  }

  /** The right to act next: to send a batch at a time to come, or to end the one under way. */
  private static final class Claim {
    final boolean delivering;
    final long dueNanos;
    volatile long voidNanos;
    volatile @Nullable Future<?> task;

    Claim(boolean delivering, long dueNanos) {
      this.delivering = delivering;
      this.dueNanos = dueNanos;
      this.voidNanos = dueNanos + GRACE_NANOS;
    }

    boolean givesWay(long otherDueNanos, long now) {
      return now - voidNanos > 0 || (!delivering && otherDueNanos - dueNanos < 0);
    }
  }

  /** Sees to it that somebody is about to deliver, if there is something; once a second. */
  public void lookAfter() {
    try {
      wakeForTheRest();
    } catch (Throwable e) {
      failed(e); // to be thrown would end this
    }
  }

  /** Looks whether the rests are to end only now: whoever said so has found the claim taken. */
  private void wakeForTheRest() {
    if (undelivered.size() > 0) {
      wakeAfter(connectedAgain ? 0 : undelivered.restMillis(), 0);
    }
  }

  /** Says that something is undelivered. Never throws. */
  public void wake() {
    wakeAfter(100, 150);
  }

  /** Says that the store can be reached now, and may acknowledge what it did not. */
  void wakeSoon() {
    connectedAgain = true; // the rests end on the timer: this may be an I/O thread of the store
    wakeAfter(1, 19);
  }

  /**
   * @param spreadMillis up to which it may be longer, by chance
   */
  private void wakeAfter(long shortestMillis, int spreadMillis) {
    Claim mine = null;
    try {
      if (timer.isShutdown()) {
        reportLost();
        return;
      }
      long delayMillis = shortestMillis + (long) (spreadMillis * random.getAsDouble());
      mine = take(delayMillis);
      if (mine != null) {
        Claim taken = mine;
        mine.task = timer.schedule(() -> act(taken), delayMillis, TimeUnit.MILLISECONDS);
      }
    } catch (RejectedExecutionException closedMeanwhile) {
      reportLost();
    } catch (Throwable e) {
      giveBack(mine); // somebody looks after it
      failed(e);
    }
  }

  /** Returns the claim to deliver after that time, or null if somebody does that anyway. */
  private @Nullable Claim take(long delayMillis) {
    long now = nanoClock.getAsLong();
    long due = now + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    Claim mine = new Claim(false, due);
    Claim held = claim.get();
    while (held == null || held.givesWay(due, now)) {
      if (claim.compareAndSet(held, mine)) {
        Future<?> later = held == null ? null : held.task;
        if (later != null) {
          later.cancel(false);
        }
        return mine;
      }
      held = claim.get();
    }
    return null;
  }

  private void giveBack(@Nullable Claim mine) {
    if (mine != null) {
      claim.compareAndSet(mine, null);
    }
  }

  private void act(Claim mine) {
    Claim delivering = null;
    try {
      delivering = new Claim(true, nanoClock.getAsLong());
      if (claim.compareAndSet(mine, delivering)) {
        deliver(delivering);
      }
    } catch (Throwable e) {
      giveBack(mine);
      tryLater(delivering, e);
    }
  }

  private void deliver(Claim mine) {
    mine.voidNanos =
        nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS) + GRACE_NANOS;
    if (connectedAgain) {
      connectedAgain = false;
      undelivered.endRests();
    }
    Attempt attempt = redelivery.send();
    if (attempt == null) {
      giveBack(mine);
      wakeForTheRest();
      return;
    }
    Future<?> limit =
        timer.schedule(() -> goOn(mine, attempt), ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    var unused =
        attempt
            .answers()
            .whenComplete(
                (done, failure) -> {
                  limit.cancel(false);
                  answered(mine, attempt);
                });
  }

  /** Not on the thread that completes the answers, which may be an I/O thread of the store. */
  private void answered(Claim mine, Attempt attempt) {
    try {
      if (!timer.isShutdown()) {
        timer.execute(() -> goOn(mine, attempt));
      }
    } catch (RejectedExecutionException closedMeanwhile) {
      giveBack(mine);
    } catch (Throwable e) {
      tryLater(mine, e);
    }
  }

  private void goOn(Claim mine, Attempt attempt) {
    try {
      if (redelivery.judge(attempt) && claim.get() == mine) {
        deliver(mine);
      }
    } catch (Throwable e) {
      tryLater(mine, e);
    }
  }

  private void tryLater(@Nullable Claim mine, Throwable failure) {
    giveBack(mine);
    failed(failure);
    wake();
  }

  private void failed(Throwable failure) {
    try {
      if (throttle.allows(this)) {
        LOG.error("the delivery of invalidations failed and is tried again", failure);
      }
    } catch (Throwable e) {
      // There is not even the memory or the stack to say so: to go on matters more.
    }
  }

  /**
   * Goes on trying to deliver everything until {@code endNanos}, and logs what is left.
   *
   * @param endNanos on the clock of {@link System#nanoTime}
   */
  public void close(long endNanos) {
    undelivered.endRests();
    while (undelivered.size() > 0
        && endNanos - System.nanoTime() > 0
        && !Thread.currentThread().isInterrupted()) {
      Attempt attempt = redelivery.send();
      if (attempt != null) {
        awaitAnswers(attempt, endNanos);
        redelivery.judge(attempt);
      } else if (undelivered.size() > 0) {
        LockSupport.parkNanos(CLOSE_PAUSE_NANOS);
        undelivered.endRests();
      }
    }
    if (undelivered.size() > 0) {
      reportLost();
    }
  }

  private static void awaitAnswers(Attempt attempt, long endNanos) {
    try {
      Waiting.forSignal(
          attempt.answers(),
          Math.min(endNanos - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS)));
    } catch (Bypass interruptedOrTooLate) {
      // What has its answer by now is judged by it.
    }
  }

  private void reportLost() {
    LOG.error(
        "the cache was closed with invalidations undelivered (keys: {}, whole regions: {}): {}",
        undelivered.size() - undelivered.regions(),
        undelivered.regions(),
        journaled
            ? "the journal holds those of methods that returned, and another JVM delivers them"
            : "other JVMs may serve stale values until their TTL ends. Raise close-timeout, or"
                + " configure a journal.");
  }
}
