package io.cacheaside.store.redis;

import io.cacheaside.spi.Key;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keys in groups that one UNLINK may name. */
final class UnlinkBatches {
  private static final int MAX_KEYS = 1_000;

  private UnlinkBatches() {}

  /** Returns the keys in groups of limited size; with {@code bySlot}, of one slot each. */
  static List<List<Key>> of(List<Key> keys, boolean bySlot) {
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
