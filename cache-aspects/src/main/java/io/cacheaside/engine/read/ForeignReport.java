package io.cacheaside.engine.read;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.spi.CachedMethod;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of keys at which somebody else has written, once a minute for each method. Threadsafe. */
final class ForeignReport {
  private static final Logger LOG = LoggerFactory.getLogger(ForeignReport.class);

  private final LogThrottle throttle;

  ForeignReport(LogThrottle throttle) {
    this.throttle = throttle;
  }

  /** Says that a key of the method holds what is none of ours. */
  void found(CachedMethod method) {
    if (throttle.allows(new Found(method))) {
      LOG.warn(
          "{}: a key holds what another application has written, so its calls go past the cache:"
              + " find who else writes below the prefix of this one, or choose another app",
          method);
    }
  }

  private record Found(CachedMethod method) {}
}
