package io.cacheaside.store;

import io.cacheaside.background.LogThrottle;
import java.util.function.LongSupplier;
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

  void opened() {
    throttle.say(
        "opened",
        more ->
            LOG.warn("{} does not answer: calls go past the cache until it does{}", store, more));
  }

  void closed() {
    throttle.say(
        "closed", more -> LOG.info("{} answers again: calls use the cache{}", store, more));
  }
}
