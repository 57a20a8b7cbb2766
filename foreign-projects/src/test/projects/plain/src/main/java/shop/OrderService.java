package shop;

import io.cacheaside.annotation.CacheAside;

class OrderService {
  @CacheAside(key = "order:{id}", ttl = "5m")
  String find(long id) {
    return "order " + id;
  }
}
