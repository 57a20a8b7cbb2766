package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }

  @Invalidate(key = "users:{id}")
  void save(long id) {}
}

// warning 12:21 CA141 @Invalidate key "users:{id}" has the form of no @CacheAside key in the region "default"; the closest is "user:{id}"
