package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  @CacheAside(region = "users", key = "user:{id}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }

  @Invalidate(region = "usrs")
  void clear() {}
}

// warning 12:24 CA146 no @CacheAside that is visible here is in the region "usrs" of @Invalidate, so it probably removes nothing; did you mean "users"?
