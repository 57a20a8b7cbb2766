package io.cacheaside.testing;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks again and again until something has come true, for a limited time. */
final class Poll {
  private static final long PAUSE_MILLIS = 20;

  private Poll() {}

  /** A question that may fail while servers come and go. */
  interface Question<T> {
    /** Returns the answer, or null if there is none yet. */
    @Nullable T ask() throws Exception;
  }

  /**
   * Returns the first answer that is not null; an exception counts as null.
   *
   * @param what is waited for, for the message
   * @param details what the message adds, asked for at the end only
   * @throws IllegalStateException if there was none within the limit, or on an interrupt
   */
  static <T> T until(
      String what, Duration limit, Question<? extends T> question, Supplier<String> details) {
    long deadline = System.nanoTime() + limit.toNanos();
    Exception last = null;
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
      pause(what);
    } while (System.nanoTime() - deadline < 0);
    throw new IllegalStateException(
        "Waited " + limit.toSeconds() + " s in vain: " + what + ". " + details.get(), last);
  }

  private static void pause(String what) {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting: " + what, e);
    }
  }
}
