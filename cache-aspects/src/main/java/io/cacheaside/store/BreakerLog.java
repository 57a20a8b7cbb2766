package io.cacheaside.store;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.spi.StoreException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of one breaker: a few openings and closings in a minute. Threadsafe. */
final class BreakerLog {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedStore.class);
  private static final int MESSAGES = 3;

  private final LogThrottle throttle;
  private final Object store;

  /**
   * @param store what the log calls it
   */
  BreakerLog(Object store, LongSupplier nanoClock) {
    this.store = store;
    this.throttle = new LogThrottle(nanoClock, MESSAGES);
  }

  /**
   * Says so, and why.
   *
   * @param failure the last one, if it is known
   */
  void opened(@Nullable Throwable failure) {
    throttle.say(
        "opened",
        more ->
            LOG.warn(
                "{}. Calls go past the cache until it answers again.{}",
                failure instanceof StoreException ? failure.getMessage() : store + ": " + failure,
                more));
  }

  void closed() {
    throttle.say(
        "closed", more -> LOG.info("{} answers again: calls use the cache{}", store, more));
  }
}
