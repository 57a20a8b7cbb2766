package io.cacheaside.benchmarks.starved;

import io.cacheaside.annotation.CacheAside;

/** The cached method that everybody calls; woven when the module is built. Threadsafe. */
class HotKey {
  private final long loadMillis;

  /**
   * Creates one.
   *
   * @param loadMillis how long a load takes
   */
  HotKey(long loadMillis) {
    this.loadMillis = loadMillis;
  }

  @CacheAside(key = "hot:{id}", ttl = "2s")
  Hot find(long id) throws InterruptedException {
    if (loadMillis > 0) {
      Thread.sleep(loadMillis);
    }
    return new Hot(id, "as it was loaded");
  }

  /** What is cached. */
  record Hot(long id, String text) {}
}
