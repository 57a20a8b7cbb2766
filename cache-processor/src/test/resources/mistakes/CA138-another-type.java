package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  record User(long id, String name) {}

  @CacheAside(key = "user:{id}", ttl = "5m")
  User find(long id) {
    return new User(id, "Ann");
  }

  @CacheAside(key = "user:{userId}", ttl = "5m")
  String name(long userId) {
    return "Ann";
  }
}

// error 13:21 CA138 @CacheAside key "user:{userId}": shop.Users.find(long) has the key "user:{id}" in the same region and returns shop.Users$User, but this method java.lang.String, so they replace each other's entries; use another key or region for one of them
