package io.cacheaside.engine.interleaving;

import io.cacheaside.spi.Key;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule has led to so far, besides what lies in Redis.
 *
 * @param key the entry, under a key that belongs to this schedule alone
 * @param committed the version that the source holds
 * @param invalidated the newest version whose invalidation is complete: who starts to read from now
 *     on may not get an older one
 */
public record World(Key key, int committed, int invalidated) {

  World under(Key other) {
    return new World(other, committed, invalidated);
  }

  World afterCommit() {
    return new World(key, committed + 1, invalidated);
  }

  World afterInvalidationOf(int version) {
    return new World(key, committed, Math.max(invalidated, version));
  }

  /** Returns what is wrong if the cache holds this version, or null. */
  static @Nullable String tooOld(int cached, World world) {
    return cached >= world.invalidated()
        ? null
        : "The cache holds version "
            + cached
            + " although the invalidation of version "
            + world.invalidated()
            + " is complete:";
  }
}
