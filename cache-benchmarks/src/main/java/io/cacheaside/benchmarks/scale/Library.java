package io.cacheaside.benchmarks.scale;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** The cached methods; woven when the module is built, as an application's would be. */
class Library {
  private static final Document LOADED = Document.small(1);

  private final Map<Long, Document> large = new ConcurrentHashMap<>();
  private final LongAdder loads = new LongAdder();
  private volatile long slowMillis;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** Loads for nothing: always the same object. */
  @CacheAside(key = "item:{id}", ttl = "1h")
  Document small(long id) {
    loads.increment();
    return LOADED;
  }

  /** Loads for nothing, if the number was asked for before. */
  @CacheAside(region = "large", key = "page:{id}", ttl = "1h")
  Document large(long id) {
    loads.increment();
    return large.computeIfAbsent(id % 64, Document::large);
  }

  @CacheAside(region = "absent", key = "user:{id}", ttl = "1h", negativeTtl = "1h")
  Optional<Document> absent(long id) {
    loads.increment();
    return Optional.empty();
  }

  /** Takes as long as {@link #slowMillis(long)} says. */
  @CacheAside(region = "slow", key = "user:{id}", ttl = "1h")
  Document slow(long id) throws InterruptedException {
    loads.increment();
    Thread.sleep(slowMillis);
    return LOADED;
  }

  /** Loads until the gate is opened. */
  @CacheAside(region = "gated", key = "user:{id}", ttl = "1h")
  Document gated(long id) throws InterruptedException {
    loads.increment();
    gate.await();
    return LOADED;
  }

  @Invalidate(key = "item:{id}")
  void save(long id) {}

  void slowMillis(long millis) {
    slowMillis = millis;
  }

  /** Lets nobody leave {@link #gated} until the latch is at zero. */
  void gate(CountDownLatch closed) {
    gate = closed;
  }

  /** Returns how often a method ran, because the cache did not answer. */
  long loads() {
    return loads.sum();
  }
}
