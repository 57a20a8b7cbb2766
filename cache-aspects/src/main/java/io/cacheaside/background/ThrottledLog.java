package io.cacheaside.background;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong with one piece of work, each kind logged once a minute; never throws. */
final class ThrottledLog {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundTask.class);
  private static final long INTERVAL_NANOS = 60_000_000_000L;

  private long failedNanos = System.nanoTime() - INTERVAL_NANOS;
  private long overdueNanos = failedNanos;

  void failed(String name, Throwable failure) {
    try {
      if (mayTellOfFailure()) {
        LOG.error("{} failed; it is tried again, and this is logged once a minute", name, failure);
      }
    } catch (Throwable e) {
      // There is not even the memory or the stack to say so: to go on matters more.
    }
  }

  void overdue(String name) {
    try {
      if (mayTellOfDelay()) {
        LOG.warn("{} was due and did not run; it is scheduled once more", name);
      }
    } catch (Throwable e) {
      // As above.
    }
  }

  private synchronized boolean mayTellOfFailure() {
    long now = System.nanoTime();
    boolean may = now - failedNanos >= INTERVAL_NANOS;
    failedNanos = may ? now : failedNanos;
    return may;
  }

  private synchronized boolean mayTellOfDelay() {
    long now = System.nanoTime();
    boolean may = now - overdueNanos >= INTERVAL_NANOS;
    overdueNanos = may ? now : overdueNanos;
    return may;
  }
}
