package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  @CacheAside(key = "user:{id}", ttl = "30d")
  String find(long id) {
    return "Ann";
  }

  @CacheAside(key = "name:{id}", ttl = "24d", negativeTtl = "24d1ms")
  String name(long id) {
    return "Ann";
  }
}

// error 6:40 CA112 @CacheAside ttl "30d" is not between 1ms and 24d
// error 11:61 CA112 @CacheAside negativeTtl "24d1ms" is not between 1ms and 24d
