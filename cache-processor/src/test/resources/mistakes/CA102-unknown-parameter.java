package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  @CacheAside(key = "user:{uid}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }
}

// error 6:21 CA102 @CacheAside key "user:{uid}": {uid} names no parameter; did you mean {id}?
