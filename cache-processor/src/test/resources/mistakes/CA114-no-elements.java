package shop;

import io.cacheaside.annotation.Invalidate;
import java.util.stream.Stream;

class Users {
  @Invalidate(key = "user:{ids*}")
  void delete(Stream<Long> ids) {}
}

// error 7:21 CA114 @Invalidate key "user:{ids*}": {ids*}: java.util.stream.Stream<java.lang.Long> is used up by whoever goes through it first; use a List
