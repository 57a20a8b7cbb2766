package io.cacheaside.spring.test;

/** Where the values of a test are kept. */
public enum CacheAsideMode {
  /** In the memory of the JVM: nothing of other tests, and no Redis needed. */
  MEMORY("memory", true),
  /** In the Redis that the properties name. */
  REDIS("redis", true),
  /** Nowhere: methods run as if they were not annotated. */
  OFF("redis", false);

  final String store;
  final boolean enabled;

  CacheAsideMode(String store, boolean enabled) {
    this.store = store;
    this.enabled = enabled;
  }
}
