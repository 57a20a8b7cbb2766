package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheRegion;
import io.cacheaside.annotation.Invalidate;

@CacheRegion(value = "my users", ttl = "soon")
class Users {
  @CacheAside(key = "user:{id}")
  String find(long id) {
    return "Ann";
  }

  @Invalidate(key = "user:{id}", region = "a:b")
  void save(long id) {}
}

@CacheRegion(value = "", ttl = "25d")
class Orders {
  @CacheAside(key = "order:{id}", region = "orders", ttl = "1m")
  String find(long id) {
    return "Book";
  }
}

@CacheRegion(value = "prices", ttl = "1m")
class Prices {
  @CacheAside(key = "price:{id}", negativeTtl = "2m")
  String find(long id) {
    return "1.00";
  }

  @CacheAside(key = "tax:{id}", ttl = "1h", negativeTtl = "2m")
  String tax(long id) {
    return "0.19";
  }

  @Invalidate
  void change(long id) {}
}

// error 7:22 CA108 @CacheRegion "my users" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'
// error 7:40 CA111 @CacheRegion ttl "soon" is not a duration: found 's' where a whole number was expected; write for example "5m", "250ms", "1h30m" or "PT5M"
// error 14:43 CA108 @Invalidate region "a:b" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'
// error 18:22 CA108 @CacheRegion "" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'
// error 18:32 CA112 @CacheRegion ttl "25d" is not between 1ms and 24d
// error 28:49 CA113 @CacheAside negativeTtl "2m" is above ttl "1m" of @CacheRegion; an absence must not live longer than a value
// error 38:3 CA107 @Invalidate names no key; write key = "..." as in the @CacheAside it is for, or region = "prices" to clear the region
