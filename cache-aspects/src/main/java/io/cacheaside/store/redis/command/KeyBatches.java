package io.cacheaside.store.redis.command;

import io.cacheaside.spi.Key;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keys in groups that one command may name. */
public final class KeyBatches {
  private static final int MAX_KEYS = 1_000;

  private KeyBatches() {}

  /**
   * Returns the keys in groups of limited size.
   *
   * @param bySlot whether each group has to be of one slot
   * @param together false for groups of one key
   */
  public static List<List<Key>> of(List<Key> keys, boolean bySlot, boolean together) {
    if (!together) {
      return keys.stream().map(List::of).toList();
    }
    Collection<List<Key>> groups = bySlot ? slots(keys) : List.of(keys);
    List<List<Key>> batches = new ArrayList<>(groups.size());
    for (List<Key> group : groups) {
      for (int from = 0; from < group.size(); from += MAX_KEYS) {
        batches.add(group.subList(from, Math.min(group.size(), from + MAX_KEYS)));
      }
    }
    return batches;
  }

  private static Collection<List<Key>> slots(List<Key> keys) {
    Map<Integer, List<Key>> bySlot = new HashMap<>();
    for (Key key : keys) {
      bySlot.computeIfAbsent(SlotHash.getSlot(key.bytes()), slot -> new ArrayList<>()).add(key);
    }
    return bySlot.values();
  }
}
