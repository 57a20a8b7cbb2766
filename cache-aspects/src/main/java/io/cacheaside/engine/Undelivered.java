package io.cacheaside.engine;

import io.cacheaside.spi.Key;

/**
 * One invalidation that the store has not acknowledged.
 *
 * @param key of an entry, or of the generation of a region that has to be cleared
 * @param version tells it from a later invalidation of the same key
 * @param expiresNanos when nothing older than it can be cached any more
 * @param failures how often in a row it was not answered
 * @param refusals how often in a row it was refused; more than zero means that it is sent alone,
 *     because others that were sent with it may not be to blame
 */
record Undelivered(Key key, long version, long expiresNanos, int failures, int refusals) {

  Undelivered(Key key, long version, long expiresNanos) {
    this(key, version, expiresNanos, 0, 0);
  }

  boolean isRefused() {
    return refusals > 0;
  }

  /** Returns the same after one more attempt that failed. */
  Undelivered failed(boolean refused) {
    return refused
        ? new Undelivered(key, version, expiresNanos, 0, refusals + 1)
        : new Undelivered(key, version, expiresNanos, failures + 1, refusals);
  }

  /** Returns the same as if it had always been answered. */
  Undelivered afresh() {
    return failures == 0 ? this : new Undelivered(key, version, expiresNanos, 0, refusals);
  }

  /** Returns a later invalidation of the same key, which inherits what is known of the key. */
  Undelivered again(long laterVersion, long laterExpiry) {
    return new Undelivered(key, laterVersion, laterExpiry, failures, refusals);
  }
}
