package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m", negativeTtl = "10m")
  String find(long id) {
    return "Ann";
  }
}

// error 6:60 CA113 @CacheAside negativeTtl "10m" is above ttl "5m"; an absence must not live longer than a value
