package io.cacheaside.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets one message for each subject pass in an interval of a minute. Threadsafe. */
final class LogThrottle {
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_SUBJECTS = 10_000;

  private final LongSupplier nanoClock;
  private final ConcurrentHashMap<Object, Long> lastPassed = new ConcurrentHashMap<>();

  LogThrottle(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Returns whether a message about the subject may be logged now. */
  boolean allows(Object subject) {
    if (lastPassed.size() >= MAX_SUBJECTS) {
      lastPassed.clear();
    }
    long now = nanoClock.getAsLong();
    boolean[] allowed = new boolean[1];
    lastPassed.compute(
        subject,
        (s, last) -> {
          allowed[0] = last == null || now - last >= INTERVAL_NANOS;
          return allowed[0] ? now : last;
        });
    return allowed[0];
  }
}
