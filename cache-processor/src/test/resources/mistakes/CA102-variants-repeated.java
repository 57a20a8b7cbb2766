package shop;

import io.cacheaside.annotation.Invalidate;
import io.cacheaside.annotation.Invalidations;

class Users {
  static final String PREFIX = "user:";

  @Invalidate(key = {"users", PREFIX + "{reslt}"})
  @Invalidate(
      region = "search",
      key = {"users", "user:{ids}"})
  long create(String name) {
    return 1;
  }

  @Invalidations({
    @Invalidate(key = {"users", "user:{idd}"}),
    @Invalidate(key = "name:{names}"),
  })
  void delete(long id, String name) {}

  @Invalidate(key = {"users", PREFIX + "{id}", "name:{nam}"})
  void rename(long id, String name) {}
}

// error 9:38 CA102 @Invalidate key "user:{reslt}": {reslt} names no parameter; did you mean {result}?
// error 12:23 CA102 @Invalidate key "user:{ids}": {ids} names no parameter; did you mean {name}?
// error 18:33 CA102 @Invalidate key "user:{idd}": {idd} names no parameter; did you mean {id}?
// error 19:23 CA102 @Invalidate key "name:{names}": {names} names no parameter; did you mean {name}?
// error 23:48 CA102 @Invalidate key "name:{nam}": {nam} names no parameter; did you mean {name}?
