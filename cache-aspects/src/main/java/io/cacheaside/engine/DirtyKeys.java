package io.cacheaside.engine;

import io.cacheaside.background.FirstTable;
import io.cacheaside.background.LogThrottle;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys whose invalidation the store has not acknowledged: this JVM neither serves nor populates
 * them. A key leaves when the invalidation was delivered, or when everything that was cached at the
 * time of the invalidation has expired.
 *
 * <p>What failed rests for a while and then goes to the tail, so that it is in nobody's way.
 *
 * <p>Bounded, and nothing is lost at the bound: the region with the most keys becomes dirty as a
 * whole, in place of its keys. There are never more entries than the limit, or than regions if
 * those are more. Threadsafe; free of locks while it is empty, which is nearly always.
 */
final class DirtyKeys {
  private static final Logger LOG = LoggerFactory.getLogger(DirtyKeys.class);

  /** How many keys are moved before the reads, which wait for the lock, get their turn. */
  private static final int PORTION = 1_000;

  private final int limit;
  private final Regions regions;
  private final LongSupplier nanoClock;
  private final CacheListener listener;
  private final LogThrottle throttle;
  private final LongSupplier retentionNanos;

  /** To be sent, the oldest first; guarded by itself. A region is its generation's key. */
  private final LinkedHashMap<Key, Undelivered> ready = FirstTable.of(new LinkedHashMap<>());

  /** Those that failed and rest; guarded by {@link #ready}. */
  private final HashMap<Key, Undelivered> resting = FirstTable.of(new HashMap<>());

  /** The first to end first; guarded by {@link #ready}. A key may leave before its rest ends. */
  private final PriorityQueue<Rest> rests = new PriorityQueue<>(Rest.FIRST_TO_END);

  private long versions;
  private volatile int size;

  /** Whether there is anything at all. */
  final Dirtiness overall = new Dirtiness();

  /**
   * Creates a set without keys.
   *
   * @param retentionNanos how long all regions are kept after keys were lost, unless delivered
   */
  DirtyKeys(
      int limit,
      Regions regions,
      LongSupplier nanoClock,
      CacheListener listener,
      LogThrottle throttle,
      LongSupplier retentionNanos) {
    this.limit = limit;
    this.regions = regions;
    this.nanoClock = nanoClock;
    this.listener = listener;
    this.throttle = throttle;
    this.retentionNanos = retentionNanos;
  }

  /**
   * Returns whether an invalidation of the entry, or a clearing of its region, is not delivered:
   * one volatile read, while nothing is dirty.
   */
  boolean cover(Key key, Key generationKey) {
    return overall.word != Dirtiness.CLEAN
        && (contains(key) || contains(generationKey)); // the way that keys go at the limit
  }

  /** Returns whether an invalidation of the key is not delivered. */
  boolean contains(Key key) {
    if (overall.isOfAll()) {
      return true;
    }
    if (size == 0) { // after the flag, which is taken back only when they are counted
      return false;
    }
    synchronized (ready) {
      Undelivered undelivered = known(key);
      return overall.lostKeys
          || (undelivered != null && undelivered.expiresNanos() - nanoClock.getAsLong() > 0);
    }
  }

  private @Nullable Undelivered known(Key key) {
    Undelivered undelivered = ready.get(key);
    return undelivered != null ? undelivered : resting.get(key);
  }

  /**
   * Adds the keys, each for {@code retentionNanos} from now; keys of generations are regions that
   * have to be cleared. If that throws, for want of memory or stack, all regions are dirty.
   */
  void add(Collection<Key> added, long retentionNanos) {
    List<Region> marked;
    try {
      marked = addAll(added, nanoClock.getAsLong() + retentionNanos);
    } catch (Throwable e) {
      overall.lostKeys = true;
      overall.word = Dirtiness.DIRTY;
      throw e;
    }
    listener.onDirtyKeys(size);
    marked.forEach(this::report);
  }

  private List<Region> addAll(Collection<Key> added, long expires) {
    List<Region> marked = new ArrayList<>();
    synchronized (ready) {
      for (Key key : added) {
        // A clearing under way may be too early for this key: as a new version it is sent again.
        // One that is refused may never come: then the key stays what it is.
        Key region = regions.of(key).generationKey();
        Undelivered clearing = known(region);
        put(clearing != null && !clearing.isRefused() ? region : key, expires);
        if (ready.size() + resting.size() > limit) {
          markLargestRegion(marked);
        }
      }
      countAgain();
    }
    return marked;
  }

  private void put(Key key, long expiresNanos) {
    Undelivered old = ready.remove(key);
    Map<Key, Undelivered> place = old == null && resting.containsKey(key) ? resting : ready;
    Undelivered known = old != null ? old : resting.get(key);
    place.put(
        key,
        known == null
            ? new Undelivered(key, ++versions, expiresNanos)
            : known.again(++versions, later(known.expiresNanos(), expiresNanos)));
  }

  private static long later(long nanos, long otherNanos) {
    return nanos - otherNanos > 0 ? nanos : otherNanos;
  }

  private void countAgain() {
    size = ready.size() + resting.size();
    overall.lookAgain(size);
  }

  private void markLargestRegion(List<Region> marked) {
    Region largest = regions.largest(List.of(ready.keySet(), resting.keySet()));
    if (largest == null) {
      return;
    }
    long latest = removeAll(largest, ready, removeAll(largest, resting, nanoClock.getAsLong()));
    rests.forEach(rest -> rest.keys().removeIf(key -> !resting.containsKey(key)));
    put(largest.generationKey(), latest);
    marked.add(largest);
  }

  /** Returns when the last of them would have expired, or what is given, if that is later. */
  private long removeAll(Region region, Map<Key, Undelivered> from, long latest) {
    long[] last = {latest};
    from.values()
        .removeIf(
            undelivered -> {
              boolean covered = regions.of(undelivered.key()).equals(region);
              if (covered) {
                last[0] = later(last[0], undelivered.expiresNanos());
              }
              return covered;
            });
    return last[0];
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

  /**
   * Returns the oldest undelivered invalidations that do not rest, at most {@code max}; forgets
   * expired ones.
   */
  List<Undelivered> due(int max) {
    List<Undelivered> batch = new ArrayList<>();
    boolean expired;
    synchronized (ready) {
      long now = nanoClock.getAsLong();
      noteLostKeys(now);
      endRests(now, max);
      // Only as many are looked at as are returned: each read waits for this lock meanwhile.
      Iterator<Undelivered> oldest = ready.values().iterator();
      while (oldest.hasNext() && batch.size() < max) {
        Undelivered undelivered = oldest.next();
        if (undelivered.expiresNanos() - now > 0) {
          batch.add(undelivered);
        } else {
          oldest.remove();
        }
      }
      int before = size;
      countAgain();
      expired = size < before;
    }
    if (expired) {
      listener.onDirtyKeys(size);
    }
    return batch;
  }

  /** A read that finds the flag taken back waits for the lock, because something is counted. */
  private void noteLostKeys(long now) {
    if (!overall.lostKeys) {
      return;
    }
    long expires = now + retentionNanos.getAsLong();
    size = Math.max(1, size);
    try {
      // First: keys lost from now on are of regions that may not be known yet.
      overall.takeBackLostKeys();
      regions.known().forEach(region -> put(region.generationKey(), expires));
    } catch (Throwable e) {
      overall.lostKeys = true;
      overall.word = Dirtiness.DIRTY;
      throw e;
    }
  }

  /** Says that the keys of those calls are noted; see {@link Dirtiness#settled}. */
  void settled(@Nullable Write last) {
    overall.settled(last);
    if (overall.word != Dirtiness.CLEAN) {
      synchronized (ready) {
        overall.lookAgain(size);
      }
    }
  }

  /** Ends the rests that are over, and no more of them than about {@code max} keys have. */
  private void endRests(long now, int max) {
    int ended = 0;
    for (Rest first = rests.peek();
        first != null && first.untilNanos() - now <= 0 && ended < max;
        first = rests.peek()) {
      ended += endFirstRest(first, false);
    }
  }

  private int endFirstRest(Rest first, boolean afresh) {
    first.keys().forEach(key -> endRest(key, afresh));
    rests.remove();
    return first.keys().size();
  }

  /**
   * In this order, because to put may throw: a key may be twice here, but never nowhere. The one
   * that is ready is not older then.
   */
  private void endRest(Key key, boolean afresh) {
    Undelivered rested = resting.get(key);
    if (rested != null) {
      ready.putIfAbsent(key, afresh ? rested.afresh() : rested);
      resting.remove(key);
    }
  }

  /**
   * Ends all rests: the store may acknowledge now what it did not before. Whatever is not answered
   * once more, such as by a breaker that is about to close, rests as after a first time.
   */
  void endRests() {
    boolean more = true;
    while (more) {
      more = endRests(PORTION);
    }
  }

  /**
   * Ends the first rests, and no more of them than about {@code max} keys have.
   *
   * @return whether there are more
   */
  boolean endRests(int max) {
    synchronized (ready) {
      int ended = 0;
      for (Rest first = rests.peek(); first != null && ended < max; first = rests.peek()) {
        ended += endFirstRest(first, true);
      }
      return !rests.isEmpty();
    }
  }

  /** Returns in how many ms there is something to send; 0 if there is now, or nothing at all. */
  long restMillis() {
    synchronized (ready) {
      Rest first = rests.peek();
      if (!ready.isEmpty() || overall.lostKeys || first == null) {
        return 0;
      }
      long nanos = first.untilNanos() - nanoClock.getAsLong();
      return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }
  }

  /** Removes what was delivered, unless the key was invalidated again meanwhile. */
  void delivered(Collection<Undelivered> batch) {
    synchronized (ready) {
      for (Undelivered undelivered : batch) {
        removeIfSame(ready, undelivered);
        removeIfSame(resting, undelivered);
      }
      countAgain();
    }
    listener.onDirtyKeys(size);
  }

  private static void removeIfSame(Map<Key, Undelivered> keys, Undelivered undelivered) {
    @Nullable Undelivered current = keys.get(undelivered.key());
    if (current != null && current.version() == undelivered.version()) {
      keys.remove(undelivered.key());
    }
  }

  /** Notes that these were refused together: next time each is sent alone, and soon. */
  void refusedTogether(Collection<Undelivered> batch) {
    synchronized (ready) {
      for (Undelivered undelivered : batch) {
        ready.computeIfPresent(undelivered.key(), (key, current) -> current.failed(true));
      }
    }
  }

  /**
   * Lets these rest, each as long as it has failed often.
   *
   * @param refused whether the store answered, each of them alone
   * @return what is known of them now
   */
  List<Undelivered> rest(Collection<Undelivered> batch, boolean refused, RetryPause pause) {
    List<Undelivered> failed = new ArrayList<>();
    Map<Long, List<Key>> byPause = new TreeMap<>();
    double chance = pause.chance();
    synchronized (ready) {
      for (Undelivered undelivered : batch) {
        Undelivered current = ready.get(undelivered.key());
        if (current != null) {
          Undelivered now = current.failed(refused);
          failed.add(now);
          byPause
              .computeIfAbsent(RetryPause.nanos(now, chance), nanos -> new ArrayList<>())
              .add(now.key());
        }
      }
      // Whatever throws, none of them rests without an end, and none is nowhere.
      long now = nanoClock.getAsLong();
      byPause.forEach((nanos, keys) -> rests.add(new Rest(now + nanos, keys)));
      for (Undelivered each : failed) {
        resting.put(each.key(), each);
        ready.remove(each.key());
      }
    }
    return failed;
  }

  int size() {
    boolean lost = overall.lostKeys; // first: the number has them when this is taken back
    return size + (lost ? 1 : 0);
  }

  /** Returns how many of them are whole regions. */
  long regions() {
    synchronized (ready) {
      return ready.keySet().stream().filter(regions::isGeneration).count()
          + resting.keySet().stream().filter(regions::isGeneration).count();
    }
  }
}
