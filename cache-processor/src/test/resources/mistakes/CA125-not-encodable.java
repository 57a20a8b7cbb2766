package shop;

import io.cacheaside.annotation.CacheAside;
import java.util.List;

class Users {
  @CacheAside(key = "users", ttl = "5m")
  List<Object> all() {
    return List.of();
  }
}

// error 7:3 CA125 @CacheAside return type List<Object>: element "[]" is declared Object, so any class could be in it; declare a concrete type or allow the class with the setting allow
