package shop;

import io.cacheaside.annotation.CacheAside;

class User {
  private long id;

  public long getId() {
    return id;
  }
}

class Users {
  @CacheAside(key = "user:{user}", ttl = "5m")
  String find(User user) {
    return "Ann";
  }
}

// error 14:21 CA104 @CacheAside key "user:{user}": {user}: shop.User has no canonical text; write {user.id} if that identifies it, or put @CacheKey on the method that does
