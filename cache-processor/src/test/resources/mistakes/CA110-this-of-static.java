package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  private String tenant = "a";

  @CacheAside(key = "user:{this.tenant}:{id}", ttl = "5m")
  static String find(long id) {
    return "Ann";
  }
}

// error 8:21 CA110 @CacheAside key "user:{this.tenant}:{id}": {this.tenant} is used, but the method is static; use a parameter, or make it an instance method
