package io.cacheaside.engine;

import io.cacheaside.background.FirstTable;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.InvalidationJournal.Entry;
import io.cacheaside.spi.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys to invalidate and regions to clear, each with the method that said so; of one method or of a
 * whole transaction. Bounded: a region with too many keys is cleared instead. Not threadsafe.
 */
final class Invalidations {
  /** How many keys of one region are kept. */
  static final int MAX_KEYS = 10_000;

  /** By the regions' generation keys. */
  private final Map<Key, OfRegion> regions = FirstTable.of(new LinkedHashMap<>());

  private final List<Entry> journaled = new ArrayList<>();

  /** Others that belong to the same transaction and could not be added; guarded by its work. */
  @Nullable Invalidations behind;

  /** The work that has this behind others; it can be in one such chain only. */
  @Nullable TransactionWork keeper;

  /** What concerns one region. */
  private static final class OfRegion {
    final Region region;
    final Map<Key, CachedMethod> keys = FirstTable.of(new LinkedHashMap<>());
    @Nullable CachedMethod clearing;
    boolean overflown;
    @Nullable KeyBinder tooLong;

    OfRegion(Region region) {
      this.region = region;
    }
  }

  /**
   * A region to clear.
   *
   * @param method that said so, or the last one if it said only one key too many
   */
  record Clear(Region region, CachedMethod method) {}

  private OfRegion of(Region region) {
    return regions.computeIfAbsent(region.generationKey(), key -> new OfRegion(region));
  }

  void add(Region region, Key key, CachedMethod method) {
    OfRegion of = of(region);
    if (!of.overflown) {
      of.keys.put(key, method);
      if (of.keys.size() > MAX_KEYS) {
        overflow(region, method, null);
      }
    }
  }

  /**
   * Clears the region in place of its keys, also of those to come: there are too many.
   *
   * @param tooLong has too many elements to look at; null if it is the keys that are too many
   */
  void overflow(Region region, CachedMethod method, @Nullable KeyBinder tooLong) {
    OfRegion of = of(region);
    of.overflown = true;
    of.tooLong = tooLong;
    of.keys.clear();
    of.clearing = method;
  }

  /** Returns whether a region has had too many keys, so that it is cleared instead. */
  boolean isOverflown(Region region) {
    OfRegion of = regions.get(region.generationKey());
    return of != null && of.overflown;
  }

  /** Returns whether its region has, because of the elements of this one. */
  boolean isTooLong(KeyBinder binder) {
    OfRegion of = regions.get(binder.region().generationKey());
    return of != null && of.tooLong == binder;
  }

  void clear(Region region, CachedMethod method) {
    of(region).clearing = method;
  }

  void addAll(Invalidations others) {
    journaled(others.journaled);
    for (OfRegion other : others.regions.values()) {
      CachedMethod clearing = other.clearing;
      if (clearing != null) {
        clear(other.region, clearing);
      }
      if (other.overflown && clearing != null) {
        overflow(other.region, clearing, other.tooLong);
      }
      other.keys.forEach((key, method) -> add(other.region, key, method));
    }
  }

  boolean isEmpty() {
    return regions.isEmpty();
  }

  /** Returns whether the entry under the key is among them. */
  boolean contains(Key key, Key generationKey) {
    OfRegion of = regions.get(generationKey);
    return of != null && (of.clearing != null || of.keys.containsKey(key));
  }

  /** Returns how many keys and regions there are. */
  int size() {
    int size = 0;
    for (OfRegion of : regions.values()) {
      size += of.keys.size() + (of.clearing == null ? 0 : 1);
    }
    return size;
  }

  /** Returns the keys of entries, each with the method that said so. */
  Map<Key, CachedMethod> keys() {
    Map<Key, CachedMethod> all = new LinkedHashMap<>();
    regions.values().forEach(of -> all.putAll(of.keys));
    return all;
  }

  /** Returns one of the methods that invalidate these keys, those of generations among them. */
  CachedMethod methodOf(Set<Key> some) {
    for (Map.Entry<Key, CachedMethod> entry : keys().entrySet()) {
      if (some.contains(entry.getKey())) {
        return entry.getValue();
      }
    }
    return clears().stream()
        .filter(clear -> some.contains(clear.region().generationKey()))
        .findFirst()
        .orElseThrow()
        .method();
  }

  /** Returns the keys of entries by their regions. */
  Map<Region, List<Key>> keysByRegion() {
    Map<Region, List<Key>> all = new LinkedHashMap<>();
    regions.values().forEach(of -> all.put(of.region, List.copyOf(of.keys.keySet())));
    return all;
  }

  /** Returns the keys of entries, and those of the generations of regions to clear. */
  List<Key> everything() {
    List<Key> all = new ArrayList<>(keys().keySet());
    clears().forEach(clear -> all.add(clear.region().generationKey()));
    return all;
  }

  /** Notes that these entries of the journal are about them. */
  void journaled(List<Entry> entries) {
    int room = MAX_KEYS - journaled.size(); // what finds none is delivered once more
    journaled.addAll(entries.subList(0, Math.min(room, entries.size())));
  }

  List<Entry> journaled() {
    return journaled;
  }

  Collection<Clear> clears() {
    List<Clear> clears = new ArrayList<>();
    for (OfRegion of : regions.values()) {
      CachedMethod clearing = of.clearing;
      if (clearing != null) {
        clears.add(new Clear(of.region, clearing));
      }
    }
    return clears;
  }
}
