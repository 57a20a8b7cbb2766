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

  record Row(
      String name,
      @CacheAside(key = "row:{name}", ttl = "5m")
          @Invalidate(key = "user:{b}")
          @Invalidate(key = "user:{c}")
          String number) {}
}

// error 7:21 CA102 @CacheAside key "user:{id}": {id} names no parameter; the method has none
// error 12:21 CA102 @CacheAside key "user:{result}": {result} is for @Invalidate, as the result of a cached method is not known before the call, when its key is made; use what the method takes
// error 17:21 CA102 @Invalidate key "user:{reslt}": {reslt} names no parameter; did you mean {result}?
// error 27:18 CA102 @CacheAside key "row:{name}": {name} names no parameter; did you mean {this.name}?
// error 27:18 CA102 @Invalidate key "user:{b}": {b} names no parameter; did you mean {result}?
// error 27:18 CA102 @Invalidate key "user:{c}": {c} names no parameter; did you mean {result}?
