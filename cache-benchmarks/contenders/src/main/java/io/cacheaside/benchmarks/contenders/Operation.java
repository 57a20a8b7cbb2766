package io.cacheaside.benchmarks.contenders;

/** What is done with a {@link CachedRepository}. */
public enum Operation {
  /** A customer is asked for who is in the cache. */
  SMALL_HIT("smallHit"),
  /** Orders are asked for that are in the cache. */
  LARGE_HIT("largeHit"),
  /** A customer is asked for of whom the cache knows that he does not exist. */
  NEGATIVE_HIT("negativeHit"),
  /** A customer is asked for who is not in the cache; loading him is free. */
  MISS("miss"),
  /** A customer is removed from the cache. */
  INVALIDATION("invalidation"),
  /** Many ask at once for one customer who is not in the cache; loading him takes long. */
  STAMPEDE("");

  private final String benchmark;

  Operation(String benchmark) {
    this.benchmark = benchmark;
  }

  /** Returns the method of {@link RepositoryBenchmark}; empty if JMH does not measure this. */
  public String benchmark() {
    return benchmark;
  }
}
