package io.cacheaside.engine.recovery;

import io.cacheaside.engine.region.Region;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.region.Target.Whole;
import io.cacheaside.engine.support.Survived;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The invalidations that the store acknowledged last. After a failover it may have lost them, so
 * they are delivered again with each new connection; once is as good as twice.
 *
 * <p>Bounded by time and by number. Beyond the number, the region with the most entries is
 * remembered as a whole instead of them. The time counts from acknowledgement to acknowledgement:
 * while a store is away nothing is forgotten. Threadsafe.
 */
public final class ReplayRing {
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final long windowNanos;
  private final LongSupplier nanoClock;

  /** When each was acknowledged; guarded by itself. */
  private final TargetLog<Moment> acknowledged;

  private @Nullable Moment latest;
  private boolean complete = true;
  private long completeSinceNanos;

  /**
   * Set when something could not be remembered; a mere field, which needs no memory and no stack.
   */
  private volatile boolean lost;

  /**
   * Creates an empty ring.
   *
   * @param limit how many targets are remembered
   * @param windowNanos for how long, in nanoseconds, unless there are more
   */
  public ReplayRing(int limit, long windowNanos, LongSupplier nanoClock) {
    this.acknowledged = new TargetLog<>(limit);
    this.windowNanos = windowNanos;
    this.nanoClock = nanoClock;
  }

  /**
   * A tenth of a second at most, which all share that were acknowledged in it: there may be many.
   * They count as acknowledged at its end, so none is forgotten too early.
   */
  private static final class Moment {
    final long sinceNanos;
    long untilNanos;

    Moment(long nanos) {
      sinceNanos = nanos;
      untilNanos = nanos;
    }
  }

  /** Remembers entries, and regions that were cleared. */
  public void add(Collection<? extends Target> targets) {
    try {
      synchronized (acknowledged) {
        long now = nanoClock.getAsLong();
        noteLost();
        Moment moment = moment(now);
        for (Target target : targets) {
          acknowledged.put(target, moment);
          Region largest = acknowledged.overflown();
          if (largest != null) {
            acknowledged.removeAll(largest, gone -> {});
            acknowledged.put(new Whole(largest), moment);
          }
        }
        forgetUntil(now - windowNanos);
      }
    } catch (Throwable e) {
      lost = true;
      Survived.say(
          "an invalidation is not remembered for a failover, whose regions are cleared", e);
    }
  }

  /** What was lost before now is forgotten as from now on, which is late enough. */
  private void noteLost() {
    if (lost) {
      lost = false; // before the look at the clock: what is lost after that stays
      complete = false;
      completeSinceNanos = nanoClock.getAsLong();
    }
  }

  private Moment moment(long now) {
    Moment moment = latest;
    if (moment == null || now - moment.sinceNanos > MOMENT_NANOS) {
      moment = new Moment(now);
      latest = moment;
    }
    moment.untilNanos = now;
    return moment;
  }

  private void forgetUntil(long end) {
    Iterator<Moment> oldest = acknowledged.inOrder().values().iterator();
    while (oldest.hasNext()) {
      long at = oldest.next().untilNanos;
      if (at - end >= 0) {
        return;
      }
      oldest.remove();
      if (complete || at + 1 - completeSinceNanos > 0) {
        complete = false;
        completeSinceNanos = at + 1;
      }
    }
  }

  /** Returns whether everything is remembered that was acknowledged at that time or later. */
  boolean reachesBackTo(long nanos) {
    synchronized (acknowledged) {
      return !lost && (complete || nanos - completeSinceNanos >= 0);
    }
  }

  /** Returns what has to be invalidated again, the oldest first; the list is a copy. */
  List<Target> content() {
    synchronized (acknowledged) {
      List<Target> content = new ArrayList<>();
      for (Target target : acknowledged.inOrder().keySet()) {
        Target whole = new Whole(target.region());
        if (target.equals(whole) || acknowledged.get(whole) == null) {
          content.add(target);
        }
      }
      return content;
    }
  }
}
