package io.cacheaside.store;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of a store that answers, but does not do what it is asked for: each kind once a
 * minute. The breaker stays closed then, so nobody else would say it. Threadsafe.
 */
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedStore.class);

  private final LogThrottle throttle;

  RefusalLog(LongSupplier nanoClock) {
    this.throttle = new LogThrottle(nanoClock);
  }

  /** Takes every answer that is an error. */
  void answered(StoreException failure) {
    if (failure.reason() != Reason.REFUSED && failure.reason() != Reason.FOREIGN) {
      return;
    }
    String message = String.valueOf(failure.getMessage());
    throttle.say(
        kind(message),
        more ->
            LOG.warn(
                "{}. Calls that need it go past the cache, invalidations are kept and tried again.{}",
                message,
                more));
  }

  /** Many commands may be refused for one reason: messages with the same advice are of one kind. */
  private static String kind(String message) {
    return message.substring(message.lastIndexOf(';') + 1);
  }
}
