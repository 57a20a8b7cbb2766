package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  String find() {
    return "Ann";
  }

  @CacheAside(key = "user:{result}", ttl = "5m")
  String byName(String name) {
    return name;
  }

  @Invalidate(key = "user:{reslt}")
  long create() {
    return 1;
  }
}

// error 7:21 CA102 @CacheAside key "user:{id}": {id} names no parameter; the method has none
// error 12:21 CA102 @CacheAside key "user:{result}": {result} names no parameter; did you mean {name}?
// error 17:21 CA102 @Invalidate key "user:{reslt}": {reslt} names no parameter; did you mean {result}?
