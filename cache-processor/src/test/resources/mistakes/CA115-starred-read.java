package shop;

import io.cacheaside.annotation.CacheAside;
import java.util.Set;

class Users {
  @CacheAside(key = "user:{ids*}", ttl = "5m")
  String find(Set<Long> ids) {
    return "Ann";
  }
}

// error 7:21 CA115 @CacheAside key "user:{ids*}": {ids*} stands for one key for each element, but a cached method has one key for each call; leave the '*' out, or cache a method for one element and call it for each
