package io.cacheaside.engine.recovery;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.region.Target.Whole;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Reconnection.History;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the consequences of a new connection: the invalidations that the store may have lost are
 * undelivered again, so this JVM serves nothing of theirs until they were delivered once more. If
 * they are not all remembered, whole regions are.
 */
public final class Reconnections implements Consumer<Reconnection> {
  private static final Logger LOG = LoggerFactory.getLogger(Reconnections.class);

  /** How many reconnections of a kind the log has in a minute. */
  private static final int MESSAGES = 3;

  private final UndeliveredTargets undelivered;
  private final ReplayRing ring;
  private final Regions regions;
  private final InvalidationRecovery recovery;
  private final CacheListener listener;
  private final LongSupplier retentionNanos;
  private final LongSupplier nanoClock;
  private final LogThrottle throttle;

  /**
   * Creates it for one engine.
   *
   * @param retentionNanos the longest lifetime of an entry that is known by now
   */
  public Reconnections(
      UndeliveredTargets undelivered,
      ReplayRing ring,
      Regions regions,
      InvalidationRecovery recovery,
      CacheListener listener,
      LongSupplier retentionNanos,
      LongSupplier nanoClock) {
    this.undelivered = undelivered;
    this.ring = ring;
    this.regions = regions;
    this.recovery = recovery;
    this.listener = listener;
    this.retentionNanos = retentionNanos;
    this.nanoClock = nanoClock;
    this.throttle = new LogThrottle(nanoClock, MESSAGES);
  }

  /** Before the first lookup uses the connection; never blocks. */
  @Override
  public void accept(Reconnection reconnection) {
    try {
      deliverAgain(reconnection);
    } catch (Throwable e) {
      // Whatever was to be delivered again, all regions are cleared.
      undelivered.overall.lostKeys = true;
      undelivered.overall.word = AnyUndelivered.SOME;
      throw e;
    }
    listener.onReconnect(reconnection);
  }

  private void deliverAgain(Reconnection reconnection) {
    List<Target> replayed = ring.content();
    boolean known = isCovered(reconnection);
    if (!replayed.isEmpty()) {
      undelivered.add(replayed, retentionNanos.getAsLong());
    }
    List<Whole> cleared = regions.known().stream().map(Whole::new).toList();
    if (!known && !cleared.isEmpty()) {
      undelivered.add(cleared, retentionNanos.getAsLong());
    }
    if (undelivered.size() > 0) {
      recovery.wakeSoon();
    }
    log(reconnection, replayed.size(), known ? 0 : cleared.size());
  }

  private boolean isCovered(Reconnection reconnection) {
    return switch (reconnection.history()) {
      case INTACT -> true;
      case REWOUND -> ring.reachesBackTo(reconnection.intactUntilNanos());
      case UNKNOWN -> false;
    };
  }

  private void log(Reconnection reconnection, int replayed, int cleared) {
    throttle.say(reconnection.history(), more -> log(reconnection, replayed, cleared, more));
  }

  private void log(Reconnection reconnection, int replayed, int cleared, String more) {
    if (reconnection.history() == History.INTACT) {
      LOG.info("connected again; {} invalidations are delivered once more{}", replayed, more);
    } else if (reconnection.history() == History.UNKNOWN) {
      LOG.warn(
          "connected again to a Redis with an unknown history, maybe a restored backup: {}"
              + " invalidations are delivered once more, and {} regions are cleared{}",
          replayed,
          cleared,
          more);
    } else {
      LOG.warn(
          "connected again to a Redis that may have lost the writes of the last {} s: {}"
              + " invalidations are delivered once more, and {} regions are cleared{}",
          (nanoClock.getAsLong() - reconnection.intactUntilNanos() + 999_999_999) / 1_000_000_000,
          replayed,
          cleared,
          more);
    }
  }
}
