package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheRegion;
import io.cacheaside.annotation.Invalidate;

@CacheRegion(value = "users", ttl = "5m")
class Users {
  @CacheAside(key = "user:{id}")
  String find(long id) {
    return "Ann";
  }

  @CacheAside(region = "default", key = "friend:{id}")
  String friend(long id) {
    return "Bob";
  }

  @Invalidate(key = "friend:{id}")
  void befriend(long id) {}
}

// warning 19:21 CA141 @Invalidate key "friend:{id}" has the form of no @CacheAside key in the region "users"; the same key is cached in the region "default"
