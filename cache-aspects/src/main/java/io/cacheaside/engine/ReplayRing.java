package io.cacheaside.engine;

import io.cacheaside.background.FirstTable;
import io.cacheaside.spi.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The invalidations that the store acknowledged last. After a failover it may have lost them, so
 * they are delivered again with each new connection; once is as good as twice.
 *
 * <p>Bounded by time and by number. Beyond the number, the region with the most keys is remembered
 * as a whole instead of them. The time counts from acknowledgement to acknowledgement: while a
 * store is away nothing is forgotten. Threadsafe.
 */
final class ReplayRing {
  private final int limit;
  private final long windowNanos;
  private final Regions regions;
  private final LongSupplier nanoClock;

  /** When each key was acknowledged, the oldest first; guarded by itself. */
  private final LinkedHashMap<Key, Long> acknowledged =
      FirstTable.of(new LinkedHashMap<>(16, 0.75f, true));

  private boolean complete = true;
  private long completeSinceNanos;

  /**
   * Set when something could not be remembered; a mere field, which needs no memory and no stack.
   */
  private volatile boolean lost;

  ReplayRing(int limit, long windowNanos, Regions regions, LongSupplier nanoClock) {
    this.limit = limit;
    this.windowNanos = windowNanos;
    this.regions = regions;
    this.nanoClock = nanoClock;
  }

  /** Remembers keys of entries, and keys of generations for regions that were cleared. */
  void add(Collection<Key> keys) {
    try {
      synchronized (acknowledged) {
        Long now = nanoClock.getAsLong();
        noteLost();
        for (Key key : keys) {
          acknowledged.put(key, now);
          if (acknowledged.size() > limit) {
            rememberLargestRegion(now);
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

  private void rememberLargestRegion(Long now) {
    Region largest = regions.largest(List.of(acknowledged.keySet()));
    if (largest != null) {
      acknowledged.keySet().removeIf(key -> regions.of(key).equals(largest));
      acknowledged.put(largest.generationKey(), now);
    }
  }

  private void forgetUntil(long end) {
    Iterator<Map.Entry<Key, Long>> oldest = acknowledged.entrySet().iterator();
    while (oldest.hasNext()) {
      long at = oldest.next().getValue();
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
  List<Key> content() {
    synchronized (acknowledged) {
      Set<Region> whole = new HashSet<>();
      for (Key key : acknowledged.keySet()) {
        if (regions.isGeneration(key)) {
          whole.add(regions.of(key));
        }
      }
      List<Key> content = new ArrayList<>();
      for (Key key : acknowledged.keySet()) {
        if (whole.isEmpty() || regions.isGeneration(key) || !whole.contains(regions.of(key))) {
          content.add(key);
        }
      }
      return content;
    }
  }
}
