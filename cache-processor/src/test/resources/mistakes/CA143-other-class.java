package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  @CacheAside(key = "name:{id}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }
}

class Vendors {
  @CacheAside(key = "name:{id}", ttl = "5m")
  String find(long id) {
    return "Acme";
  }
}

// error 13:21 CA143 @CacheAside key "name:{id}": shop.Users.find(long) has the key "name:{id}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA143" on either if both return the same values
