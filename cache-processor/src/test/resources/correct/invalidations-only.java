package shop;

import io.cacheaside.annotation.Invalidate;

class Writer {
  @Invalidate(key = "user:{id}")
  void save(long id) {}
}
