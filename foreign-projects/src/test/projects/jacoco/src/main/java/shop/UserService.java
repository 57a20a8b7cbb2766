package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class UserService {
  int loads;

  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id) {
    loads++;
    if (id < 0) {
      return "nobody";
    }
    return "user " + id;
  }

  @Invalidate(key = "user:{id}")
  void rename(long id, String name) {
    loads = 0;
  }

  @CacheAside(key = "name:{name}", ttl = "5m")
  String neverCalled(String name) {
    return name;
  }
}
