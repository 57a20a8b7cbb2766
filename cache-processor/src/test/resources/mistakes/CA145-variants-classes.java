package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Store {
  record User(long id, String name) {}

  String table = "users";

  @CacheAside(key = "user:{id}", ttl = "5m")
  User find(long id) {
    return new User(id, "Ann");
  }

  @Invalidate(key = "user:{this.class.name}")
  void nameOfAClass() {}

  @Invalidate(key = {"user:{user.name}", "user:{this.table}"})
  void maybeANumber(User user) {}

  @CacheAside(region = "classes", key = "one:{id}", ttl = "5m")
  String one(long id) {
    return "";
  }

  @CacheAside(region = "classes", key = "one:{this.class.simpleName}", ttl = "5m")
  long other() {
    return 1;
  }

  @Invalidate(region = "classes", key = "one:{type.class.name}")
  void ofEither(Store type) {}
}

// warning 16:21 CA145 @Invalidate key "user:{this.class.name}": {this.class.name} is java.lang.String, where the @CacheAside key "user:{id}" of shop.Store.find has long, so it removes nothing; use the same type in both
