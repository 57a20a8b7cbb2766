package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class UserService {
  int loads;

  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id) {
    loads++;
    return "user " + id;
  }

  @Invalidate(key = "user:{id}")
  void rename(long id, String name) {}
}
