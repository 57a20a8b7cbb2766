package io.cacheaside.engine.support;

import io.cacheaside.background.LogThrottle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cache met in calls that it must not break: an {@link Error}, or a defect of its own.
 * Said once a minute for the whole JVM. Threadsafe.
 */
public final class Survived {
  private static final Logger LOG = LoggerFactory.getLogger(Survived.class);
  private static final LogThrottle THROTTLE = new LogThrottle(System::nanoTime);

  private Survived() {}

  /**
   * Logs the failure; throws nothing, where there is not even the memory or the stack to say so.
   *
   * @param what failed, and what happens instead
   */
  public static void say(String what, Throwable failure) {
    try {
      if (THROTTLE.allows(LOG)) {
        LOG.error("{}; this is logged once a minute", what, failure);
      }
    } catch (Throwable e) {
      // To go on matters more.
    }
  }

  /** Runs one of several steps: that it fails must not keep the next from being done. */
  public static void quietly(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      say("a step of closing the cache failed", e);
    }
  }
}
