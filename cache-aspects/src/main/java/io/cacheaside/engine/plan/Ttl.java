package io.cacheaside.engine.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long entries of a method live, both in ms, more than 0.
 *
 * @param negativeMillis of negative entries, not above {@code millis}
 */
public record Ttl(long millis, long negativeMillis) {
  /** The longest TTL that an entry's header can hold: 24 days. */
  static final long MAX_MILLIS = 24L * 24 * 60 * 60 * 1000;

  /** The negative TTL of methods that state none is not above 30 s. */
  static final long DEFAULT_NEGATIVE_MILLIS = 30_000;

  /**
   * Returns the TTL of values, and that of absences, which is not above it.
   *
   * @param negative null if none is stated
   */
  static Ttl of(Duration ttl, @Nullable Duration negative) {
    long millis = negative == null ? DEFAULT_NEGATIVE_MILLIS : negative.toMillis();
    return new Ttl(ttl.toMillis(), Math.min(ttl.toMillis(), millis));
  }
}
