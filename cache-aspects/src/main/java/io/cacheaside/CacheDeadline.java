package io.cacheaside;

import io.cacheaside.engine.support.AmbientDeadline;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A bound on everything the cache does in a piece of code: waiting for Redis, for a lease, for
 * another caller's load.
 *
 * <pre>{@code
 * User user = CacheDeadline.within(Duration.ofMillis(20), () -> users.find(7));
 * }</pre>
 *
 * When the time is up, a read calls its method and an invalidation goes on in the background; the
 * user's own methods are not bounded. The deadline belongs to the thread; one inside another can
 * only shorten it.
 */
public final class CacheDeadline {
  /** Longer limits are none; a long holds them in nanoseconds with room to spare. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private CacheDeadline() {}

  /**
   * Runs the task, in which the cache waits no longer than {@code limit} in total.
   *
   * @param limit zero or less: the cache does not wait at all
   * @throws Exception what the task throws
   */
  public static <T extends @Nullable Object> T within(Duration limit, Callable<T> task)
      throws Exception {
    Duration bounded = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    return AmbientDeadline.within(bounded.isNegative() ? 0 : bounded.toNanos(), task);
  }
}
