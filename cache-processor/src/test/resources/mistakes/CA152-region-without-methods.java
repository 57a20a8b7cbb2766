package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheRegion;

@CacheRegion(value = "users", ttl = "5m")
class Services {
  static class Users {
    @CacheAside(key = "user:{id}", ttl = "1m")
    String find(long id) {
      return "Ann";
    }
  }
}

@CacheRegion("users")
interface Marker {}

@CacheRegion("users")
@SuppressWarnings("CA152")
interface Silenced {}

// in class files only: warning CA152 @CacheRegion does nothing here: shop.Silenced declares no method with @CacheAside or @Invalidate, and it does not count for those of subclasses, implementations and nested types; put it on the type that declares them

// warning 6:1 CA152 @CacheRegion does nothing here: shop.Services declares no method with @CacheAside or @Invalidate, and it does not count for those of subclasses, implementations and nested types; put it on the type that declares them
// warning 16:1 CA152 @CacheRegion does nothing here: shop.Marker declares no method with @CacheAside or @Invalidate, and it does not count for those of subclasses, implementations and nested types; put it on the type that declares them
