package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  native String find(long id);
}

// error 6:3 CA132 @CacheAside on a native method does nothing: it has no body to weave; put it on a method that calls it
