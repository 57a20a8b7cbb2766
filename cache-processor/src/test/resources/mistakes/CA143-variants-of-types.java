package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheRegion;

@CacheRegion(value = "users", ttl = "5m")
class Users {
  @CacheAside(key = "user:{id}")
  String find(long id) {
    return "Ann";
  }

  @CacheAside(region = "names", key = "user:{id}")
  String name(long id) {
    return "Ann";
  }
}

class People {
  @CacheAside(region = "users", key = "user:{id}", ttl = "5m")
  String person(long id) {
    return "Ann";
  }

  @CacheAside(key = "user:{id}", ttl = "5m")
  String human(long id) {
    return "Ann";
  }
}

// error 8:21 CA143 @CacheAside key "user:{id}": shop.People.person(long) has the key "user:{id}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA143" on either if both return the same values
