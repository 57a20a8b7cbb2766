package io.cacheaside.background;

import java.util.Map;

/**
 * Gives a map its first table when it is made.
 *
 * <p>A {@code HashMap} that finds no memory for its first table has noted by then when to grow, and
 * takes that number, 12, for the size of its next table. Only with a power of two do keys stay
 * where they are looked for once it grows. Later tables double the one that is there.
 */
public final class FirstTable {
  private FirstTable() {}

  /** Returns the map, empty, with a table; throws if there is no memory for one. */
  @SuppressWarnings("NullAway") // any key makes the table, and none stays
  public static <K, V, M extends Map<K, V>> M of(M map) {
    map.put(null, null);
    map.remove(null);
    return map;
  }
}
