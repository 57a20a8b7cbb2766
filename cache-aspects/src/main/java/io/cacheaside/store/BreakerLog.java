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
    int more = throttle.pass("opened");
    if (more != LogThrottle.LEFT_OUT) {
      LOG.warn(
          "{} does not answer: calls go past the cache until it does{}",
          store,
          LogThrottle.more(more));
    }
  }

  void closed() {
    int more = throttle.pass("closed");
    if (more != LogThrottle.LEFT_OUT) {
      LOG.info("{} answers again: calls use the cache{}", store, LogThrottle.more(more));
    }
  }
}
