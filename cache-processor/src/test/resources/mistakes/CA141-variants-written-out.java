package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  enum Role {
    ADMIN
  }

  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }

  @CacheAside(key = "role:{role}:{page}", ttl = "5m")
  String role(Role role, int page) {
    return "Ann";
  }

  @CacheAside(key = "name:{name}", ttl = "5m")
  String byName(String name) {
    return "Ann";
  }

  @Invalidate(key = {"user:1", "role:ADMIN:{page}", "name:all"})
  void right(int page) {}

  @Invalidate(key = "role:USER:{page}")
  void noConstant(int page) {}

  @Invalidate(key = "role:ADMIN:all")
  void noNumber() {}

  @Invalidate(key = "user:me")
  void noNumberEither() {}

  @Invalidate(key = "user:somebody-else")
  void maybeOfAnotherModule() {}
}

// warning 29:21 CA141 @Invalidate key "role:USER:{page}" has the form of no @CacheAside key in the region "default"; the closest is "role:{role}:{page}"
// warning 35:21 CA141 @Invalidate key "user:me" has the form of no @CacheAside key in the region "default"; the closest is "user:{id}"
