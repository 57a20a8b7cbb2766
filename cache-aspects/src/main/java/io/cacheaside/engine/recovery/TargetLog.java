package io.cacheaside.engine.recovery;

import io.cacheaside.background.FirstTable;
import io.cacheaside.engine.region.Region;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.region.Target.Entry;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of targets, each once, the oldest first; some may be laid aside, which have no
 * order. It has a limit, at which nothing is lost: {@link #overflown} names the region whose
 * entries have to give way to the region as a whole. Not threadsafe.
 *
 * <p>Whatever throws, a target may be twice in it, but never nowhere. The one in order is not older
 * then.
 */
final class TargetLog<V> {
  private final int limit;
  private final LinkedHashMap<Target, V> inOrder = FirstTable.of(new LinkedHashMap<>());
  private final HashMap<Target, V> aside = FirstTable.of(new HashMap<>());

  TargetLog(int limit) {
    this.limit = limit;
  }

  /** Returns what is in order, the oldest first; a view, from which may be removed. */
  Map<Target, V> inOrder() {
    return inOrder;
  }

  /** Returns what lies aside; a view. */
  Map<Target, V> aside() {
    return aside;
  }

  @Nullable V get(Target target) {
    V known = inOrder.get(target);
    return known != null ? known : aside.get(target);
  }

  int size() {
    return inOrder.size() + aside.size();
  }

  /** Puts the target behind all others; one that lies aside stays there. */
  void put(Target target, V value) {
    boolean wasInOrder = inOrder.remove(target) != null;
    if (!wasInOrder && aside.containsKey(target)) {
      aside.put(target, value);
    } else {
      inOrder.put(target, value);
    }
  }

  /** Lays a target aside. */
  void layAside(Target target, V value) {
    aside.put(target, value);
    inOrder.remove(target);
  }

  /** Puts a target that lies aside behind all others; does nothing if it does not. */
  void takeBack(Target target, V value) {
    inOrder.putIfAbsent(target, value);
    aside.remove(target);
  }

  /**
   * Returns the region with the most entries if there are more targets than the limit; null if not,
   * or if none has two: then nothing is gained by putting a region in place of its entries.
   */
  @Nullable Region overflown() {
    if (size() <= limit) {
      return null;
    }
    IdentityHashMap<Region, int[]> counts = new IdentityHashMap<>();
    Region largest = null;
    int most = 1;
    for (Map<Target, V> part : List.of(inOrder, aside)) {
      for (Target target : part.keySet()) {
        Region region = target.region();
        if (target instanceof Entry
            && ++counts.computeIfAbsent(region, r -> new int[1])[0] > most) {
          most = counts.get(region)[0];
          largest = region;
        }
      }
    }
    return largest;
  }

  /** Removes a region and its entries. */
  void removeAll(Region region, Consumer<V> removed) {
    removeAll(region, inOrder, removed);
    removeAll(region, aside, removed);
  }

  private static <V> void removeAll(Region region, Map<Target, V> from, Consumer<V> removed) {
    Iterator<Map.Entry<Target, V>> each = from.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Target, V> next = each.next();
      if (next.getKey().region().equals(region)) {
        removed.accept(next.getValue());
        each.remove();
      }
    }
  }
}
