package shop;

import io.cacheaside.annotation.CacheAside;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Basket {
  private final List<String> items;
  private final transient Map<String, Integer> index = new HashMap<>();

  Basket(List<String> items) {
    this.items = items;
  }
}

class Baskets {
  @CacheAside(key = "basket:{id}", ttl = "5m")
  Basket find(long id) {
    return null;
  }
}

// error 18:3 CA127 @CacheAside return type Basket: the value may hold Basket, whose transient field "index" nothing fills when it is read; give Basket a constructor without parameters that does, which may be private, or return a record without the field
