package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m", region = "users")
  @Invalidate(region = "users")
  String find(long id) {
    return "Ann";
  }

  @CacheAside(key = "other:{id}", ttl = "5m")
  @Invalidate(region = "users")
  String inAnotherRegion(long id) {
    return "Ann";
  }

  @CacheAside(key = "third:{id}", ttl = "5m")
  @Invalidate(region = "default")
  String inTheDefaultRegion(long id) {
    return "Ann";
  }
}

// error 8:3 CA134 @Invalidate clears the region "users" of the @CacheAside on the same method: each call would remove what it has just cached; drop one of them
// error 20:3 CA134 @Invalidate clears the region "default" of the @CacheAside on the same method: each call would remove what it has just cached; drop one of them
