package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  record User(long id, String name) {}

  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }

  @CacheAside(key = "user:{id}:{page}", ttl = "5m")
  String page(long id, int page) {
    return "Ann";
  }

  @CacheAside(region = "names", key = "name:{name}", ttl = "5m")
  String byName(String name) {
    return "Ann";
  }

  @Invalidate(key = {"user:{user.id}", "user:1", "user:{user.id}:{user.id}:{user.name}"})
  void save(User user) {}

  @Invalidate(key = "name:{user.name}")
  void wrongRegion(User user) {}

  @Invalidate(region = "elsewhere", key = "anything:{user.name}")
  void readersInAnotherModule(User user) {}

  @SuppressWarnings("CA141")
  @Invalidate(key = "silenced:{user.name}")
  void silenced(User user) {}
}

// warning 24:50 CA141 @Invalidate key "user:{user.id}:{user.id}:{user.name}" has the form of no @CacheAside key in the region "default"; the closest is "user:{id}:{page}"
// error 27:21 CA147 @Invalidate key "name:{user.name}" has the form of no @CacheAside key in the region "default"; the same key is cached in the region "names"; write region = "names", or suppress "CA147" if this build does not see what is meant
