package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class UserService {
  @CacheAside(key = "user:{uid}", ttl = "5m")
  String find(long id) {
    return "user " + id;
  }

  @CacheAside(key = "name:{name}", ttl = "5 minutes")
  String byName(String name) {
    return "user " + name;
  }

  @CacheAside(key = "all:{page}", ttl = "5m")
  String all(int page, int size) {
    return "page " + page;
  }

  @Invalidate(key = "user:{id")
  void rename(long id, String name) {}
}
