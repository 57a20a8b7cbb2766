package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheRegion;
import io.cacheaside.annotation.Invalidate;

@CacheRegion(value = "users", ttl = "5m")
@SuppressWarnings("CA137")
class Users {
  @CacheAside(key = "user:{id}")
  String find(long id) {
    return "Ann";
  }

  @Invalidate(key = "user:{id}")
  void save(long id) {}
}

class AuditedUsers extends Users {
  @Override
  String find(long id) {
    return "audited";
  }

  @Override
  @Invalidate(key = "user:{id}", region = "users")
  void save(long id) {}
}

@CacheRegion("users")
class QuietUsers extends Users {
  @Override
  @CacheAside(key = "user:{id}", ttl = "1m")
  String find(long id) {
    return "quiet";
  }

  @Override
  void save(long id) {}
}

// in class files only: warning CA137 @CacheAside key "user:{id}": shop.Users has subclasses such as shop.AuditedUsers, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them

// warning 21:10 CA133 this overrides shop.Users.find(long), which has @CacheAside, without repeating it: annotations of methods are not inherited; repeat it with region = "users", or suppress "CA133" if it must not act here
// warning 39:8 CA133 this overrides shop.Users.save(long), which has @Invalidate, without repeating it: annotations of methods are not inherited; repeat it, or suppress "CA133" if it must not act here
