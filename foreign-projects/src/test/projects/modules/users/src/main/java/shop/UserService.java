package shop;

import io.cacheaside.annotation.CacheAside;
import shop.text.Names;

class UserService {
  int loads;

  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id) {
    loads++;
    return Names.of(id);
  }
}
