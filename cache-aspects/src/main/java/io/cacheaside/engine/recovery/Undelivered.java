package io.cacheaside.engine.recovery;

import io.cacheaside.engine.region.Target;

/**
 * One invalidation that the store has not acknowledged.
 *
 * @param version tells it from a later invalidation of the same target, for as long as one is under
 *     way
 * @param expiresNanos when nothing older than it can be cached any more
 * @param attempts {@link #failures} and {@link #refusals}; one number, since there may be many of
 *     these
 */
record Undelivered(Target target, int version, long expiresNanos, int attempts) {
  private static final int MAX = 0x7fff;

  Undelivered(Target target, int version, long expiresNanos) {
    this(target, version, expiresNanos, 0);
  }

  private Undelivered with(int failures, int refusals) {
    int attempts = Math.min(refusals, MAX) << 16 | Math.min(failures, MAX);
    return new Undelivered(target, version, expiresNanos, attempts);
  }

  /** Returns how often in a row it was not answered. */
  int failures() {
    return attempts & MAX;
  }

  /**
   * Returns how often in a row it was refused; more than zero means that it is sent alone, because
   * others that were sent with it may not be to blame.
   */
  int refusals() {
    return attempts >> 16;
  }

  boolean isRefused() {
    return refusals() > 0;
  }

  /** Returns the same after one more attempt that failed. */
  Undelivered failed(boolean refused) {
    return refused ? with(0, refusals() + 1) : with(failures() + 1, refusals());
  }

  /** Returns the same as if it had always been answered. */
  Undelivered afresh() {
    return failures() == 0 ? this : with(0, refusals());
  }

  /** Returns a later invalidation of the same target, which inherits what is known of it. */
  Undelivered again(int laterVersion, long laterExpiry) {
    return new Undelivered(target, laterVersion, laterExpiry, attempts);
  }
}
