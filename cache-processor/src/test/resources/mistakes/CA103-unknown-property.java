package shop;

import io.cacheaside.annotation.CacheAside;

record User(long id, String name) {}

class Users {
  @CacheAside(key = "user:{user.nmae}", ttl = "5m")
  String find(User user) {
    return "Ann";
  }
}

// error 8:21 CA103 @CacheAside key "user:{user.nmae}": {user.nmae}: shop.User has no property "nmae"; did you mean "name"?
