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

  @Invalidate(key = "user:{id}")
  void save(long id) {}

  @Invalidate(key = "friend:{id}", region = "default")
  void befriend(long id) {}
}

class Jobs {
  @Invalidate(key = "user:{id}")
  void forgotten(long id) {}

  @Invalidate(region = "users", key = "user:{id}")
  void written(long id) {}
}

@CacheRegion("user")
class Imports {
  @Invalidate(key = "user:{id}")
  void load(long id) {}
}

// error 27:21 CA147 @Invalidate key "user:{id}" has the form of no @CacheAside key in the region "default"; the same key is cached in the region "users"; write region = "users", or suppress "CA147" if this build does not see what is meant
// error 36:21 CA147 @Invalidate key "user:{id}" has the form of no @CacheAside key in the region "user"; the same key is cached in the region "users"; write region = "users", or suppress "CA147" if this build does not see what is meant
