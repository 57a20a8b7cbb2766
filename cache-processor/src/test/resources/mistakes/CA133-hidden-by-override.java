package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }
}

class AuditedUsers extends Users {
  @Override
  String find(long id) {
    return "audited " + super.find(id);
  }

  String find(String name) {
    return "no override";
  }
}

class CachedUsers extends Users {
  @Override
  @CacheAside(key = "user:{id}", ttl = "1m")
  String find(long id) {
    return "Bob";
  }
}

class Below extends AuditedUsers {
  @Override
  @SuppressWarnings("CA133")
  String find(long id) {
    return "silenced";
  }
}

abstract class Store<T> {
  @Invalidate(region = "names", key = "all")
  @Invalidate(region = "search", key = "all")
  @CacheAside(key = "one", ttl = "1m")
  @SuppressWarnings("CA105")
  Long save(T value) {
    return 1L;
  }
}

class UserStore extends Store<String> {
  @Override
  @CacheAside(key = "save:{value}", ttl = "1m")
  Long save(String value) {
    return 1L;
  }
}

interface Reader {
  @CacheAside(key = "read:{id}", ttl = "1m")
  default String find(long id) {
    return "Ann";
  }
}

class Both extends AuditedUsers implements Reader {
  @Override
  public String find(long id) {
    return "both";
  }
}

// in class files only: warning CA133 this overrides shop.Users.find(long), which has @CacheAside, without repeating it: annotations of methods are not inherited; repeat it, or suppress "CA133" if it must not act here
// in class files only: warning CA105 @CacheAside key "one": the parameter value is not part of it, so calls that differ only in value share one entry; put {value} into the key, or suppress "CA105" if the result does not depend on it

// warning 15:10 CA133 this overrides shop.Users.find(long), which has @CacheAside, without repeating it: annotations of methods are not inherited; repeat it, or suppress "CA133" if it must not act here
// warning 53:8 CA133 this overrides shop.Store.save(Object), which has @Invalidate, without repeating it: annotations of methods are not inherited; repeat it, or suppress "CA133" if it must not act here
// warning 67:17 CA133 this overrides shop.Users.find(long), which has @CacheAside, without repeating it: annotations of methods are not inherited; repeat it, or suppress "CA133" if it must not act here
// warning 7:21 CA137 @CacheAside key "user:{id}": shop.Users has subclasses such as shop.AuditedUsers, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
// warning 43:21 CA137 @CacheAside key "one": shop.Store is abstract, so there may be many subclasses, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
// warning 59:21 CA137 @CacheAside key "read:{id}": shop.Reader is an interface, which many classes may implement, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
