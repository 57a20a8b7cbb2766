package io.cacheaside.engine.recovery;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.region.Region;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.region.Target.Entry;
import io.cacheaside.engine.region.Target.Whole;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The targets whose invalidation the store has not acknowledged: this JVM neither serves nor
 * populates them. One leaves when the invalidation was delivered, or when everything that was
 * cached at the time of the invalidation has expired.
 *
 * <p>What failed rests for a while and then goes to the tail, so that it is in nobody's way.
 *
 * <p>Bounded, and nothing is lost at the bound: the region with the most entries is noted as a
 * whole, in place of its entries. There are never more targets than the limit, or than regions if
 * those are more. Threadsafe; free of locks while it is empty, which is nearly always.
 */
public final class UndeliveredTargets {
  private static final Logger LOG = LoggerFactory.getLogger(UndeliveredTargets.class);

  /** How many are moved before the reads, which wait for the lock, get their turn. */
  private static final int PORTION = 1_000;

  private final int limit;
  private final Regions regions;
  private final LongSupplier nanoClock;
  private final CacheListener listener;
  private final LogThrottle throttle;
  private final LongSupplier retentionNanos;

  /** In order what is to be sent, aside what failed and rests; guarded by itself. */
  private final TargetLog<Undelivered> log;

  /** The first to end first; guarded by {@link #log}. A target may leave before its rest ends. */
  private final PriorityQueue<Rest> rests = new PriorityQueue<>(Rest.FIRST_TO_END);

  private int versions;
  private volatile int size;

  /** Whether there is anything at all. */
  public final AnyUndelivered overall = new AnyUndelivered();

  /**
   * Creates a set without keys.
   *
   * @param retentionNanos how long all regions are kept after keys were lost, unless delivered
   */
  public UndeliveredTargets(
      int limit,
      Regions regions,
      LongSupplier nanoClock,
      CacheListener listener,
      LogThrottle throttle,
      LongSupplier retentionNanos) {
    this.limit = limit;
    this.log = new TargetLog<>(limit);
    this.regions = regions;
    this.nanoClock = nanoClock;
    this.listener = listener;
    this.throttle = throttle;
    this.retentionNanos = retentionNanos;
  }

  /**
   * Returns whether an invalidation of the entry, or a clearing of its region, is not delivered:
   * one volatile read, while nothing is undelivered.
   */
  public boolean cover(Key key, Region region) {
    return overall.word != AnyUndelivered.NONE
        && (contains(new Entry(key, region)) // the way that entries go at the limit
            || contains(new Whole(region)));
  }

  /** Returns whether an invalidation of the target is not delivered. */
  boolean contains(Target target) {
    if (overall.isOfAll()) {
      return true;
    }
    if (size == 0) { // after the flag, which is taken back only when they are counted
      return false;
    }
    synchronized (log) {
      Undelivered undelivered = log.get(target);
      return overall.lostKeys
          || (undelivered != null && undelivered.expiresNanos() - nanoClock.getAsLong() > 0);
    }
  }

  /**
   * Adds the targets, each for {@code retentionNanos} from now. If that throws, for want of memory
   * or stack, all regions count as undelivered.
   */
  public void add(Collection<? extends Target> added, long retentionNanos) {
    List<Region> marked;
    try {
      marked = addAll(added, nanoClock.getAsLong() + retentionNanos);
    } catch (Throwable e) {
      overall.lostKeys = true;
      overall.word = AnyUndelivered.SOME;
      throw e;
    }
    listener.onUndeliveredKeys(size);
    marked.forEach(this::report);
  }

  private List<Region> addAll(Collection<? extends Target> added, long expires) {
    List<Region> marked = new ArrayList<>();
    synchronized (log) {
      for (Target target : added) {
        // A clearing under way may be too early for this one: as a new version it is sent again.
        // One that is refused may never come: then the target stays what it is.
        Target whole = new Whole(target.region());
        Undelivered clearing = log.get(whole);
        put(clearing != null && !clearing.isRefused() ? whole : target, expires);
        Region largest = log.overflown();
        if (largest != null) {
          markAsAWhole(largest);
          marked.add(largest);
        }
      }
      countAgain();
    }
    return marked;
  }

  private void put(Target target, long expiresNanos) {
    Undelivered known = log.get(target);
    log.put(
        target,
        known == null
            ? new Undelivered(target, ++versions, expiresNanos)
            : known.again(++versions, later(known.expiresNanos(), expiresNanos)));
  }

  private static long later(long nanos, long otherNanos) {
    return nanos - otherNanos > 0 ? nanos : otherNanos;
  }

  private void countAgain() {
    size = log.size();
    overall.lookAgain(size);
  }

  private void markAsAWhole(Region region) {
    long[] latest = {nanoClock.getAsLong()};
    log.removeAll(region, gone -> latest[0] = later(latest[0], gone.expiresNanos()));
    rests.forEach(rest -> rest.targets().removeIf(target -> !log.aside().containsKey(target)));
    put(new Whole(region), latest[0]);
  }

  private void report(Region region) {
    listener.onUndeliveredOverflow(region.name());
    if (throttle.allows(region)) {
      LOG.warn(
          "more than {} invalidations wait for delivery: those of region {} were replaced by one"
              + " clearing of the region, which is not served here until it was delivered. Bring"
              + " Redis back, or raise undelivered-limit.",
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
    synchronized (log) {
      long now = nanoClock.getAsLong();
      noteLostKeys(now);
      endRests(now, max);
      // Only as many are looked at as are returned: each read waits for this lock meanwhile.
      Iterator<Undelivered> oldest = log.inOrder().values().iterator();
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
      listener.onUndeliveredKeys(size);
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
      regions.known().forEach(region -> put(new Whole(region), expires));
    } catch (Throwable e) {
      overall.lostKeys = true;
      overall.word = AnyUndelivered.SOME;
      throw e;
    }
  }

  /** Says that the keys of those calls are noted; see {@link AnyUndelivered#settled}. */
  public void settled(@Nullable Object last) {
    overall.settled(last);
    if (overall.word != AnyUndelivered.NONE) {
      synchronized (log) {
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
    for (Target target : first.targets()) {
      Undelivered rested = log.aside().get(target);
      if (rested != null) {
        log.takeBack(target, afresh ? rested.afresh() : rested);
      }
    }
    rests.remove();
    return first.targets().size();
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
    synchronized (log) {
      int ended = 0;
      for (Rest first = rests.peek(); first != null && ended < max; first = rests.peek()) {
        ended += endFirstRest(first, true);
      }
      return !rests.isEmpty();
    }
  }

  /** Returns in how many ms there is something to send; 0 if there is now, or nothing at all. */
  long restMillis() {
    synchronized (log) {
      Rest first = rests.peek();
      if (!log.inOrder().isEmpty() || overall.lostKeys || first == null) {
        return 0;
      }
      long nanos = first.untilNanos() - nanoClock.getAsLong();
      return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }
  }

  /** Removes what was delivered, unless the key was invalidated again meanwhile. */
  void delivered(Collection<Undelivered> batch) {
    synchronized (log) {
      for (Undelivered undelivered : batch) {
        removeIfSame(log.inOrder(), undelivered);
        removeIfSame(log.aside(), undelivered);
      }
      countAgain();
    }
    listener.onUndeliveredKeys(size);
  }

  private static void removeIfSame(Map<Target, Undelivered> from, Undelivered undelivered) {
    @Nullable Undelivered current = from.get(undelivered.target());
    if (current != null && current.version() == undelivered.version()) {
      from.remove(undelivered.target());
    }
  }

  /** Notes that these were refused together: next time each is sent alone, and soon. */
  void refusedTogether(Collection<Undelivered> batch) {
    synchronized (log) {
      for (Undelivered undelivered : batch) {
        log.inOrder()
            .computeIfPresent(undelivered.target(), (target, current) -> current.failed(true));
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
    Map<Long, List<Target>> byPause = new TreeMap<>();
    double chance = pause.chance();
    synchronized (log) {
      for (Undelivered undelivered : batch) {
        Undelivered current = log.inOrder().get(undelivered.target());
        if (current != null) {
          Undelivered now = current.failed(refused);
          failed.add(now);
          byPause
              .computeIfAbsent(RetryPause.nanos(now, chance), nanos -> new ArrayList<>())
              .add(now.target());
        }
      }
      // Whatever throws, none of them rests without an end, and none is nowhere.
      long now = nanoClock.getAsLong();
      byPause.forEach((nanos, targets) -> rests.add(new Rest(now + nanos, targets)));
      for (Undelivered each : failed) {
        log.layAside(each.target(), each);
      }
    }
    return failed;
  }

  /** Returns how many there are; those that could not be noted count as one. */
  public int size() {
    boolean lost = overall.lostKeys; // first: the number has them when this is taken back
    return size + (lost ? 1 : 0);
  }

  /** Returns how many of them are whole regions. */
  long regions() {
    synchronized (log) {
      return Stream.of(log.inOrder(), log.aside())
          .flatMap(part -> part.keySet().stream())
          .filter(Whole.class::isInstance)
          .count();
    }
  }
}
