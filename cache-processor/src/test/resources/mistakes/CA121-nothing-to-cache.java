package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  void find(long id) {}

  @CacheAside(key = "name:{id}", ttl = "5m")
  Void name(long id) {
    return null;
  }
}

// error 6:3 CA121 @CacheAside on a method that returns nothing; there is nothing to cache
// error 9:3 CA121 @CacheAside on a method that returns nothing; there is nothing to cache
