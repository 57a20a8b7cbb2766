package io.cacheaside.engine.support;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls for which no thread waits, each of which may take as long as the others. They share one
 * alarm: a timer for each would wake a thread for each, though nearly all are answered long before.
 *
 * <p>They stand in a queue, the oldest first. While there are any, an alarm is set for the moment
 * at which the oldest has taken too long; it takes out all that are done by then. One that could
 * not be set, or got lost where memory or stack had ended, is replaced with a later call.
 * Threadsafe.
 */
final class Overdue {
  private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Clocks clocks;
  private final long nanos;
  private final Consumer<CompletableFuture<?>> tooLong;
  private final ConcurrentLinkedQueue<Limited> calls = new ConcurrentLinkedQueue<>();

  /** The alarm that is set, or null if there is none. */
  private final AtomicReference<@Nullable Alarm> alarm = new AtomicReference<>();

  /**
   * @param nanos how long a call may take
   * @param tooLong gets each that takes longer
   */
  Overdue(Clocks clocks, long nanos, Consumer<CompletableFuture<?>> tooLong) {
    this.clocks = clocks;
    this.nanos = nanos;
    this.tooLong = tooLong;
  }

  private record Limited(CompletableFuture<?> call, long untilNanos) {}

  /** One that rings after it was replaced must not take the other for itself: no record. */
  private static final class Alarm {
    final long dueNanos;

    Alarm(long dueNanos) {
      this.dueNanos = dueNanos;
    }
  }

  /** Limits a call from now on. */
  void limit(CompletableFuture<?> call) {
    long now = clocks.nanos();
    calls.add(new Limited(call, now + nanos));
    setAlarm(now);
  }

  /** Whoever adds a call after the last look at the queue finds no alarm, and sets one. */
  private void setAlarm(long now) {
    Alarm set = alarm.get();
    boolean isSet = set != null && now - set.dueNanos < LOST_NANOS;
    Limited oldest = isSet ? null : calls.peek();
    if (oldest != null) {
      long delay = Math.max(0, oldest.untilNanos - now);
      Alarm next = new Alarm(now + delay);
      if (alarm.compareAndSet(set, next)) {
        clocks.alarm().in(delay, () -> ring(next));
      }
    }
  }

  private void ring(Alarm rung) {
    try {
      for (Limited oldest = calls.peek(); oldest != null; oldest = calls.peek()) {
        boolean done = oldest.call.isDone();
        if (!done && oldest.untilNanos - clocks.nanos() > 0) {
          return;
        }
        if (calls.remove(oldest) && !done) {
          tooLong.accept(oldest.call);
        }
      }
    } finally {
      alarm.compareAndSet(rung, null);
      setAlarm(clocks.nanos());
    }
  }
}
