package io.cacheaside.engine.recovery;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.region.Target;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.StoreException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of invalidations that the store goes on refusing, each once. Threadsafe. */
public final class RefusalReport {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalReport.class);

  /** So many refusals in a row take three seconds at least: more than a moment of a failover. */
  static final int FOR_GOOD = 6;

  private final CacheListener listener;
  private final LogThrottle throttle;

  /** Creates a report on one store, with nothing refused yet. */
  public RefusalReport(CacheListener listener, LogThrottle throttle) {
    this.listener = listener;
    this.throttle = throttle;
  }

  /**
   * Says that an invalidation was refused once more, alone.
   *
   * @param why the last answer
   */
  void refused(Undelivered undelivered, Throwable why) {
    if (undelivered.refusals() != FOR_GOOD) {
      return;
    }
    String region = undelivered.target().region().name();
    boolean whole = undelivered.target() instanceof Target.Whole;
    listener.onUndeliveredRefused(region);
    if (throttle.allows(List.of(getClass(), region, whole))) {
      LOG.warn(
          "{} {} is refused again and again: this JVM does not serve {}, and others may serve what"
              + " is stale until its TTL ends. Remove the cause; half a minute later it is"
              + " delivered. The last answer: {}",
          whole ? "the clearing of region" : "the invalidation of a key of region",
          region,
          whole ? "the region" : "the key",
          why instanceof StoreException ? why.getMessage() : why.toString());
    }
  }
}
