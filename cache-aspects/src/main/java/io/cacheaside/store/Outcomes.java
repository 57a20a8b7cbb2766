package io.cacheaside.store;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The outcomes of the last ten calls, in one word: an outcome is recorded or it is not, whatever is
 * thrown meanwhile. Threadsafe, without locks; a success among successes writes nothing.
 */
final class Outcomes {
  private static final int WINDOW = 10;
  private static final int MIN_CALLS = 5;
  private static final int FAILURES = (1 << WINDOW) - 1;
  private static final int ONLY_SUCCESSES = WINDOW << WINDOW;

  /** A bit for each call that failed, the youngest lowest; above them, how many calls there are. */
  private final AtomicInteger word = new AtomicInteger();

  void succeeded() {
    if (word.get() != ONLY_SUCCESSES) {
      record(0);
    }
  }

  /** Records a failure; returns whether half of the calls, and of at least five, have failed. */
  boolean failed() {
    int now = record(1);
    int calls = now >>> WINDOW;
    return calls >= MIN_CALLS && 2 * Integer.bitCount(now & FAILURES) >= calls;
  }

  private int record(int bit) {
    while (true) {
      int before = word.get();
      int calls = Math.min(WINDOW, (before >>> WINDOW) + 1);
      int after = calls << WINDOW | (before << 1 & FAILURES) | bit;
      if (word.compareAndSet(before, after)) {
        return after;
      }
    }
  }

  void forget() {
    word.set(0);
  }
}
