package io.cacheaside.spring;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A service of an application: woven, and counting what it loads. */
class Users {
  private final Map<Long, String> names = new ConcurrentHashMap<>();
  final AtomicInteger loads = new AtomicInteger();

  @CacheAside(region = "users", key = "user:{id}", ttl = "5m")
  public String find(long id) {
    loads.incrementAndGet();
    return names.getOrDefault(id, "user " + id);
  }

  @Invalidate(region = "users", key = "user:{id}")
  public void rename(long id, String name) {
    names.put(id, name);
  }
}
