package shop;

import io.cacheaside.annotation.Invalidate;

abstract class Writer {
  @Invalidate(key = "user:{id}", region = "users")
  abstract void save(long id);
}

// error 6:3 CA131 @Invalidate on an abstract method does nothing: it has no body, and methods that implement it do not inherit annotations; put it on those
