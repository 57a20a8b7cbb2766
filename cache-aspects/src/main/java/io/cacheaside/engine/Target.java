package io.cacheaside.engine;

import io.cacheaside.spi.Key;

/**
 * What an invalidation is about. Made where a write says so, and carried as it is until the store
 * has acknowledged it; what the store knows it by is asked for at the store's door only.
 */
sealed interface Target {

  /** Returns the region that it is, or is in. */
  Region region();

  /** One entry. */
  record Entry(Key key, Region region) implements Target {}

  /** All entries of a region, which is cleared. */
  record Whole(Region region) implements Target {}
}
