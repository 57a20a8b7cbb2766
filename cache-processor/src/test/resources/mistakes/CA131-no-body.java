package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

interface Users {
  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id);
}

abstract class Writer {
  @Invalidate(key = "user:{id}")
  abstract void save(long id);
}

// error 7:3 CA131 @CacheAside on a method of an interface does nothing: it has no body, and methods that implement it do not inherit annotations; put it on those
// error 12:3 CA131 @Invalidate on an abstract method does nothing: it has no body, and methods that implement it do not inherit annotations; put it on those
