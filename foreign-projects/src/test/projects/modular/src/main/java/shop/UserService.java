package shop;

import io.cacheaside.annotation.CacheAside;

class UserService {
  int loads;

  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id) {
    loads++;
    return "user " + id;
  }
}
