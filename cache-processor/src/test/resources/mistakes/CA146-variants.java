package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  @CacheAside(region = "users", key = "user:{id}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }

  @Invalidate(region = "Users", key = "name:{name}")
  void upperCase(String name) {}

  @Invalidate(region = "user", key = "user:{id}")
  void sameKey(long id) {}

  @Invalidate(region = "elsewhere")
  void readersInAnotherModule() {}

  @Invalidate(key = "anything:{id}")
  void defaultRegion(long id) {}

  @SuppressWarnings("CA146")
  @Invalidate(region = "usrs")
  void silenced() {}
}

// warning 12:24 CA146 no @CacheAside that is visible here is in the region "Users" of @Invalidate, so it probably removes nothing; did you mean "users"?
// error 15:38 CA147 @Invalidate key "user:{id}" has the form of no @CacheAside key in the region "user"; the same key is cached in the region "users"; write region = "users", or suppress "CA147" if this build does not see what is meant
// in class files only: warning CA146 no @CacheAside that is visible here is in the region "usrs" of @Invalidate, so it probably removes nothing; did you mean "users"?
