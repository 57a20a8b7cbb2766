package shop;

import io.cacheaside.annotation.CacheAside;
import shop.text.Names;

class OrderService {
  int loads;

  @CacheAside(key = "order:{id}", ttl = "5m")
  String find(long id) {
    loads++;
    return Names.of(id);
  }
}
