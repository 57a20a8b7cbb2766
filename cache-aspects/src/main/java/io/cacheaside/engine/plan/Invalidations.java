package io.cacheaside.engine.plan;

import io.cacheaside.background.FirstTable;
import io.cacheaside.engine.region.Region;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.region.Target.Entry;
import io.cacheaside.engine.region.Target.Whole;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Entries to invalidate and regions to clear, each with the method that said so; of one method or
 * of a whole transaction. Bounded: a region with too many entries is cleared instead. Not
 * threadsafe.
 */
public final class Invalidations {
  /** How many entries of one region are kept. */
  public static final int MAX_KEYS = 10_000;

  private final Map<Target, CachedMethod> targets = FirstTable.of(new LinkedHashMap<>());
  private final Map<Region, Count> counts = FirstTable.of(new HashMap<>());
  private final List<Journaled> journaled = new ArrayList<>();

  /** Others that belong to the same transaction and could not be added; guarded by its work. */
  public @Nullable Invalidations behind;

  /** Who has this behind others; it can be in one such chain only. */
  public @Nullable Object keeper;

  /** How many entries of a region there are, and whether they are too many. */
  private static final class Count {
    int entries;
    boolean overflown;
    @Nullable KeyBinder tooLong;
  }

  private Count count(Region region) {
    return counts.computeIfAbsent(region, r -> new Count());
  }

  void add(Entry entry, CachedMethod method) {
    Count count = count(entry.region());
    if (!count.overflown && targets.put(entry, method) == null && ++count.entries > MAX_KEYS) {
      overflow(entry.region(), method, null);
    }
  }

  /**
   * Clears the region in place of its entries, also of those to come: there are too many.
   *
   * @param tooLong has too many elements to look at; null if it is the entries that are too many
   */
  void overflow(Region region, CachedMethod method, @Nullable KeyBinder tooLong) {
    Count count = count(region);
    clear(region, method); // first, because it may throw
    count.overflown = true;
    count.tooLong = tooLong;
    targets.keySet().removeIf(t -> t instanceof Entry && t.region().equals(region));
  }

  /** Returns whether a region has had too many entries, so that it is cleared instead. */
  public boolean isOverflown(Region region) {
    Count count = counts.get(region);
    return count != null && count.overflown;
  }

  /** Returns whether its region has, because of the elements of this one. */
  boolean isTooLong(KeyBinder binder) {
    Count count = counts.get(binder.region());
    return count != null && count.tooLong == binder;
  }

  /** Clears the region, which tells of its last method. */
  public void clear(Region region, CachedMethod method) {
    targets.put(new Whole(region), method);
  }

  /**
   * Adds what the others hold, with what they say of the journal and of regions that overflowed.
   */
  public void addAll(Invalidations others) {
    journaled(others.journaled);
    others.counts.forEach(
        (region, count) -> {
          CachedMethod clearing = others.targets.get(new Whole(region));
          if (count.overflown && clearing != null) {
            overflow(region, clearing, count.tooLong);
          }
        });
    others.targets.forEach(
        (target, method) -> {
          if (target instanceof Entry entry) {
            add(entry, method);
          } else {
            targets.put(target, method);
          }
        });
  }

  /** Returns whether there is nothing to invalidate. */
  public boolean isEmpty() {
    return targets.isEmpty();
  }

  /** Returns whether the entry is among them, or all of its region. */
  public boolean contain(Key key, Region region) {
    return targets.containsKey(new Whole(region)) || targets.containsKey(new Entry(key, region));
  }

  /** Returns how many entries and regions there are. */
  public int size() {
    return targets.size();
  }

  /**
   * Returns what there is, each with the method that said so, in the order in which it was said.
   */
  public Map<Target, CachedMethod> methods() {
    return Collections.unmodifiableMap(targets);
  }

  /** Returns what there is; the list is a copy. */
  public List<Target> targets() {
    return new ArrayList<>(targets.keySet());
  }

  /** Returns one of the methods that said one of these. */
  public CachedMethod methodOf(Set<Target> some) {
    return targets.entrySet().stream()
        .filter(each -> some.contains(each.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** Notes that these rows of the journal are about them. */
  public void journaled(List<Journaled> rows) {
    int room = MAX_KEYS - journaled.size(); // what finds none is delivered once more
    journaled.addAll(rows.subList(0, Math.min(room, rows.size())));
  }

  /** Returns which of them stand in the journal; not a copy. */
  public List<Journaled> journaled() {
    return journaled;
  }
}
