package shop;

import io.cacheaside.annotation.Invalidate;

class Users {
  @Invalidate
  void nothing() {}

  @Invalidate(key = {}, region = "", when = Invalidate.When.AROUND)
  void emptyTexts() {}

  @Invalidate(key = "user:{id}")
  @Invalidate(when = Invalidate.When.AFTER)
  void one(long id) {}

  @Invalidate(region = "a b")
  void regionThatIsNoName() {}
}

// error 6:3 CA107 @Invalidate names no key; write key = "..." as in the @CacheAside it is for, or region = "..." to clear a region
// error 9:3 CA107 @Invalidate names no key; write key = "..." as in the @CacheAside it is for, or region = "..." to clear a region
// error 13:3 CA107 @Invalidate names no key; write key = "..." as in the @CacheAside it is for, or region = "..." to clear a region
// error 16:24 CA108 @Invalidate region "a b" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'
