package io.cacheaside.engine.region;

import io.cacheaside.spi.Key;

/**
 * What an invalidation is about. Made where a write says so, and carried as it is until the store
 * has acknowledged it; what the store knows it by is asked for at the store's door only.
 */
public sealed interface Target {

  /** Returns the region that it is, or is in. */
  Region region();

  /** One entry. */
  public record Entry(Key key, Region region) implements Target {}

  /** All entries of a region, which is cleared. */
  public record Whole(Region region) implements Target {}
}
