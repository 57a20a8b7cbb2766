package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  @Invalidate(key = {"users", "user:{id}"})
  String find(long id) {
    return "Ann";
  }

  @CacheAside(key = "users", ttl = "5m")
  String all() {
    return "Ann";
  }
}

// error 8:31 CA134 @CacheAside and @Invalidate have the same key "user:{id}": each call would remove what it has just cached; drop one of them
