package shop;

import io.cacheaside.annotation.Invalidate;

class Users {
  @Invalidate(key = "user:{result.id}")
  void save(String name) {}
}

// error 6:21 CA106 @Invalidate key "user:{result.id}": {result} is used, but the method returns nothing
