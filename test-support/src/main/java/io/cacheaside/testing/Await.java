package io.cacheaside.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for what another thread, process or server is about to do, for a limited time. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long FIRST_PAUSE_NANOS = 100_000;
  private static final long LONGEST_PAUSE_NANOS = 10_000_000;

  private Await() {}

  /** A question that may fail while servers come and go. */
  public interface Question<T> {
    /** Returns the answer, or null if there is none yet. */
    @Nullable T ask() throws Exception;
  }

  /**
   * Returns as soon as the condition holds.
   *
   * @param what the condition is, for the message
   * @throws AssertionError if it does not hold within 20 s
   */
  public static void until(String what, BooleanSupplier condition) {
    if (!within(LIMIT, condition)) {
      throw new AssertionError("never happened: " + what);
    }
  }

  /** Returns as soon as the thread waits for something, with or without a limit. */
  public static void untilWaiting(Thread thread) {
    until(
        thread + " waits",
        () ->
            thread.getState() == Thread.State.TIMED_WAITING
                || thread.getState() == Thread.State.WAITING);
  }

  /** Returns true as soon as the condition holds, false if it does not within the limit. */
  public static boolean within(Duration limit, BooleanSupplier condition) {
    Patience patience = new Patience(limit);
    while (!condition.getAsBoolean()) {
      if (!patience.pause()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the first answer that is not null; an exception counts as null.
   *
   * @param what is waited for, for the message
   * @param details what the message adds, asked for at the end only
   * @throws IllegalStateException if there was none within the limit, or on an interrupt
   */
  static <T> T answer(
      String what, Duration limit, Question<? extends T> question, Supplier<String> details) {
    Patience patience = new Patience(limit);
    Exception last;
    do {
      try {
        T answer = question.ask();
        if (answer != null) {
          return answer;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("Interrupted while waiting: " + what, last);
      }
    } while (patience.pause());
    throw new IllegalStateException(
        "Waited " + limit.toSeconds() + " s in vain: " + what + ". " + details.get(), last);
  }

  /** Short pauses at first, for what happens in this JVM; longer ones later, for servers. */
  private static final class Patience {
    private final long deadline;
    private long pause = FIRST_PAUSE_NANOS;

    Patience(Duration limit) {
      this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** Returns whether to look again. */
    boolean pause() {
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      return System.nanoTime() - deadline < 0;
    }
  }
}
