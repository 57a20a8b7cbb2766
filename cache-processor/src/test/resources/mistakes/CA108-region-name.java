package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  @CacheAside(region = "my users", key = "user:{id}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }

  @Invalidate(key = "user:{id}", region = "a:b")
  void save(long id) {}
}

// error 7:24 CA108 @CacheAside region "my users" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'
// error 12:43 CA108 @Invalidate region "a:b" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'
