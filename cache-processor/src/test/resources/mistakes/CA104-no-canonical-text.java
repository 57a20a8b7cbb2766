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

// error 14:21 CA104 @CacheAside key "user:{user}": {user}: shop.User has no canonical text; use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
