package shop;

import io.cacheaside.annotation.Invalidate;

class Users {
  @Invalidate(key = {})
  void save(long id) {}
}

// error 6:3 CA107 @Invalidate names no key; write key = "..." as in the @CacheAside it is for, or region = "..." to clear a region
