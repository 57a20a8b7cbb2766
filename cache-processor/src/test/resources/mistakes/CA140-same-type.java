package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }

  @CacheAside(key = "user:{id}", ttl = "5m")
  String name(long id) {
    return "Ann";
  }
}

// warning 11:21 CA140 @CacheAside key "user:{id}": shop.Users.find(long) has the key "user:{id}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA140" on either if both return the same values
