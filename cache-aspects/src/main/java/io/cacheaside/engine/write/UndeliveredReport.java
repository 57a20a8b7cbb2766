package io.cacheaside.engine.write;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.recovery.Delivery.Sent;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.StoreException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of writes whose invalidations have to be delivered later, once a minute. Threadsafe. */
final class UndeliveredReport {
  private static final Logger LOG = LoggerFactory.getLogger(UndeliveredReport.class);

  private final LogThrottle throttle;

  UndeliveredReport(LogThrottle throttle) {
    this.throttle = throttle;
  }

  /**
   * Says that some were left.
   *
   * @param method one of those whose invalidations they are
   * @param count how many there are now, of all methods
   */
  void left(CachedMethod method, int count, @Nullable Throwable why) {
    if (throttle.allows(UndeliveredReport.class)) {
      LOG.warn(
          "{}: an invalidation could not be delivered and is retried ({} pending in this JVM). Until"
              + " it is delivered, this JVM serves nothing that it concerns, but other JVMs may serve"
              + " stale values. Reason: {}",
          method,
          count,
          reason(why));
    }
  }

  /** Returns the first failure, or null if none is known. */
  static @Nullable Throwable failure(List<Sent> sent) {
    return sent.stream().map(Sent::failure).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private static String reason(@Nullable Throwable why) {
    if (why == null) {
      return "no answer in time";
    }
    return why instanceof StoreException ? String.valueOf(why.getMessage()) : why.toString();
  }
}
