package io.cacheaside.engine.recovery;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * How long an invalidation that failed rests until it is sent again: twice as long each time, up to
 * a bound, and longer by chance, so that the JVMs of an application do not come all at once.
 */
record RetryPause(DoubleSupplier random) {
  private static final long FIRST_MILLIS = 100;

  /** A store that is away is noticed when it is back; this is for the case that it is not. */
  private static final long LONGEST_UNANSWERED_MILLIS = 2_000;

  /** To repeat what is refused may delete what others have loaded meanwhile. */
  private static final long LONGEST_REFUSED_MILLIS = 10_000;

  /** Returns a number from 0 to below 1, to be used for all that failed together. */
  double chance() {
    return random.getAsDouble();
  }

  static long nanos(Undelivered failed, double chance) {
    boolean unanswered = failed.failures() > 0;
    int before = (unanswered ? failed.failures() : failed.refusals()) - 1;
    long longest = unanswered ? LONGEST_UNANSWERED_MILLIS : LONGEST_REFUSED_MILLIS;
    long millis = Math.min(longest, FIRST_MILLIS << Math.min(before, 20));
    return (long) (TimeUnit.MILLISECONDS.toNanos(millis) * (1 + 1.5 * chance));
  }
}
