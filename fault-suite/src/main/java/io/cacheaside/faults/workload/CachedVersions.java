package io.cacheaside.faults.workload;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

/** The rows as an application caches them: woven. */
final class CachedVersions implements Versions {
  /** The region of all keys of the suite. */
  static final String REGION = "versions";

  private final VersionTable table;

  CachedVersions(VersionTable table) {
    this.table = table;
  }

  @Override
  @CacheAside(key = "version:{id}", region = REGION, ttl = "2s")
  public Versioned find(int id) {
    return table.load(id);
  }

  @Override
  @Invalidate(key = "version:{id}", region = REGION)
  public long raise(int id) {
    return table.raise(id);
  }

  @Override
  @SuppressWarnings("CA141") // nobody caches these keys, and that is all right here
  @Invalidate(key = "touched:{id}", region = REGION)
  public void touch(int id) {
    // what matters is the invalidation that follows
  }
}
