package io.cacheaside.engine;

import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys whose invalidation the store has not acknowledged: this JVM neither serves nor populates
 * them. A key leaves when the invalidation was delivered, or when everything that was cached at the
 * time of the invalidation has expired.
 *
 * <p>Bounded, and nothing is lost at the bound: the region with the most keys becomes dirty as a
 * whole, in place of its keys. There are never more entries than the limit, or than regions if
 * those are more. Threadsafe; free of locks while it is empty, which is nearly always.
 */
final class DirtyKeys {
  private static final Logger LOG = LoggerFactory.getLogger(DirtyKeys.class);

  private final int limit;
  private final Regions regions;
  private final LongSupplier nanoClock;
  private final CacheListener listener;
  private final LogThrottle throttle;

  /** Oldest first; guarded by itself. A region is there under the key of its generation. */
  private final LinkedHashMap<Key, Undelivered> keys = new LinkedHashMap<>();

  private long versions;
  private volatile int size;

  DirtyKeys(
      int limit,
      Regions regions,
      LongSupplier nanoClock,
      CacheListener listener,
      LogThrottle throttle) {
    this.limit = limit;
    this.regions = regions;
    this.nanoClock = nanoClock;
    this.listener = listener;
    this.throttle = throttle;
  }

  /**
   * One undelivered invalidation.
   *
   * @param key of an entry, or of the generation of a region that has to be cleared
   * @param version tells it from a later invalidation of the same key
   * @param expiresNanos when nothing older than it can be cached any more
   */
  record Undelivered(Key key, long version, long expiresNanos) {}

  /** Returns whether an invalidation of the key is not delivered. */
  boolean contains(Key key) {
    if (size == 0) {
      return false;
    }
    synchronized (keys) {
      Undelivered undelivered = keys.get(key);
      return undelivered != null && undelivered.expiresNanos() - nanoClock.getAsLong() > 0;
    }
  }

  /**
   * Adds the keys, each for {@code retentionNanos} from now; keys of generations are regions that
   * have to be cleared.
   */
  void add(Collection<Key> added, long retentionNanos) {
    List<Region> marked = new ArrayList<>();
    synchronized (keys) {
      long expires = nanoClock.getAsLong() + retentionNanos;
      for (Key key : added) {
        // A clearing under way may be too early for this key: as a new version it is sent again.
        Key region = regions.of(key).generationKey();
        put(keys.containsKey(region) ? region : key, expires);
        if (keys.size() > limit) {
          markLargestRegion(marked);
        }
      }
      size = keys.size();
    }
    listener.onDirtyKeys(size);
    marked.forEach(this::report);
  }

  private void put(Key key, long expiresNanos) {
    Undelivered old = keys.remove(key);
    long expires = old == null ? expiresNanos : later(old.expiresNanos(), expiresNanos);
    keys.put(key, new Undelivered(key, ++versions, expires));
  }

  private static long later(long nanos, long otherNanos) {
    return nanos - otherNanos > 0 ? nanos : otherNanos;
  }

  private void markLargestRegion(List<Region> marked) {
    Region largest = regions.largest(keys.keySet());
    if (largest == null) {
      return;
    }
    long[] latest = {nanoClock.getAsLong()};
    keys.values()
        .removeIf(
            undelivered -> {
              boolean covered = regions.of(undelivered.key()).equals(largest);
              if (covered) {
                latest[0] = later(latest[0], undelivered.expiresNanos());
              }
              return covered;
            });
    put(largest.generationKey(), latest[0]);
    marked.add(largest);
  }

  private void report(Region region) {
    listener.onDirtyOverflow(region.name());
    if (throttle.allows(region)) {
      LOG.warn(
          "more than {} invalidations wait for delivery: those of region {} were replaced by one"
              + " clearing of the region, which is not served here until it was delivered. Bring"
              + " Redis back, or raise dirty-key-limit.",
          limit,
          region.name());
    }
  }

  /** Returns the oldest undelivered invalidations, at most {@code max}; forgets expired ones. */
  List<Undelivered> oldest(int max) {
    List<Undelivered> batch = new ArrayList<>();
    boolean expired;
    synchronized (keys) {
      long now = nanoClock.getAsLong();
      // Only as many are looked at as are returned: each read waits for this lock meanwhile.
      Iterator<Undelivered> oldest = keys.values().iterator();
      while (oldest.hasNext() && batch.size() < max) {
        Undelivered undelivered = oldest.next();
        if (undelivered.expiresNanos() - now > 0) {
          batch.add(undelivered);
        } else {
          oldest.remove();
        }
      }
      expired = keys.size() < size;
      size = keys.size();
    }
    if (expired) {
      listener.onDirtyKeys(size);
    }
    return batch;
  }

  /** Removes what was delivered, unless the key was invalidated again meanwhile. */
  void delivered(Collection<Undelivered> batch) {
    synchronized (keys) {
      for (Undelivered undelivered : batch) {
        removeIfSame(keys, undelivered);
      }
      size = keys.size();
    }
    listener.onDirtyKeys(size);
  }

  private static void removeIfSame(Map<Key, Undelivered> keys, Undelivered undelivered) {
    @Nullable Undelivered current = keys.get(undelivered.key());
    if (current != null && current.version() == undelivered.version()) {
      keys.remove(undelivered.key());
    }
  }

  int size() {
    return size;
  }

  /** Returns how many of them are whole regions. */
  long regions() {
    synchronized (keys) {
      return keys.keySet().stream().filter(regions::isGeneration).count();
    }
  }
}
