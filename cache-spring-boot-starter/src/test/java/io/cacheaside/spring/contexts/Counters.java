package io.cacheaside.spring.contexts;

import io.cacheaside.annotation.CacheAside;
import java.util.concurrent.atomic.AtomicInteger;

/** Another number for each load. */
class Counters {
  private final AtomicInteger numbers = new AtomicInteger();

  @CacheAside(region = "numbers", key = "number:{name}", ttl = "5m")
  public int next(String name) {
    return numbers.incrementAndGet();
  }
}
