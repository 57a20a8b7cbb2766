package io.cacheaside.store;

import io.cacheaside.background.FirstTable;
import io.cacheaside.spi.Key;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The keys in quarantine, and until when; bounded. Guarded by the store's lock. */
final class Quarantines {
  /** The end of a quarantine that there is not. */
  static final long NONE = Long.MAX_VALUE;

  private final InstantSource clock;
  private final int limit;
  private final Map<Key, Long> ends = FirstTable.of(new HashMap<>());

  Quarantines(InstantSource clock, int limit) {
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Keeps the key in quarantine until then, or longer if it is already.
   *
   * @return whether there was room
   */
  boolean extend(Key key, long untilMillis) {
    if (ends.size() >= limit && !ends.containsKey(key)) {
      long now = clock.millis();
      ends.values().removeIf(end -> end <= now);
      if (ends.size() >= limit) {
        return false;
      }
    }
    ends.merge(key, untilMillis, Math::max);
    return true;
  }

  /** Returns the end of the key's quarantine, or {@link #NONE}. */
  long end(Key key) {
    Long end = ends.get(key);
    if (end == null) {
      return NONE;
    }
    if (end <= clock.millis()) {
      ends.remove(key);
      return NONE;
    }
    return end;
  }

  void clear() {
    ends.clear();
  }
}
