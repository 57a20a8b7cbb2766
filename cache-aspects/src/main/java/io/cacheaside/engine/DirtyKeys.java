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
 * <p>Bounded: beyond the limit the oldest key is dropped, counted and logged. Threadsafe; free of
 * locks while it is empty, which is nearly always.
 */
final class DirtyKeys {
  private static final Logger LOG = LoggerFactory.getLogger(DirtyKeys.class);

  private final int limit;
  private final LongSupplier nanoClock;
  private final CacheListener listener;
  private final LogThrottle throttle;

  /** Oldest first; guarded by itself. */
  private final LinkedHashMap<Key, Undelivered> keys = new LinkedHashMap<>();

  private long versions;
  private long dropped;
  private volatile int size;

  DirtyKeys(int limit, LongSupplier nanoClock, CacheListener listener, LogThrottle throttle) {
    this.limit = limit;
    this.nanoClock = nanoClock;
    this.listener = listener;
    this.throttle = throttle;
  }

  /**
   * One undelivered invalidation.
   *
   * @param key of an entry, or of a generation
   * @param whole whether it is a region that has to be cleared, {@code key} being its generation's
   * @param version tells it from a later invalidation of the same key
   * @param expiresNanos when nothing older than it can be cached any more
   */
  record Undelivered(Key key, boolean whole, long version, long expiresNanos) {}

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

  /** Adds the keys, each for {@code retentionNanos} from now. */
  void add(Collection<Key> added, long retentionNanos) {
    add(added, false, retentionNanos);
  }

  /** Adds a region that was to be cleared. */
  void addRegion(Key generationKey, long retentionNanos) {
    add(List.of(generationKey), true, retentionNanos);
  }

  private void add(Collection<Key> added, boolean whole, long retentionNanos) {
    List<Key> lost = new ArrayList<>();
    synchronized (keys) {
      for (Key key : added) {
        keys.remove(key);
        long expires = nanoClock.getAsLong() + retentionNanos;
        keys.put(key, new Undelivered(key, whole, ++versions, expires));
      }
      Iterator<Key> oldest = keys.keySet().iterator();
      while (keys.size() > limit) {
        lost.add(oldest.next());
        oldest.remove();
      }
      dropped += lost.size();
      size = keys.size();
    }
    listener.onDirtyKeys(size);
    reportLost(lost);
  }

  private void reportLost(List<Key> lost) {
    lost.forEach(listener::onDirtyKeyDropped);
    if (!lost.isEmpty() && throttle.allows(this)) {
      LOG.error(
          "{} undelivered invalidations were dropped so far, because more than {} are waiting: the"
              + " keys may be served stale until their TTL ends. Bring Redis back, or raise"
              + " dirtyKeyLimit.",
          droppedCount(),
          limit);
    }
  }

  private long droppedCount() {
    synchronized (keys) {
      return dropped;
    }
  }

  /** Returns the oldest undelivered invalidations, at most {@code max}; forgets expired ones. */
  List<Undelivered> oldest(int max) {
    List<Undelivered> batch = new ArrayList<>();
    boolean expired;
    synchronized (keys) {
      long now = nanoClock.getAsLong();
      expired = keys.values().removeIf(undelivered -> undelivered.expiresNanos() - now <= 0);
      for (Undelivered undelivered : keys.values()) {
        if (batch.size() == max) {
          break;
        }
        batch.add(undelivered);
      }
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
}
