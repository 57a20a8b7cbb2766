package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Orders {
  @CacheAside(region = "orders", key = "order:{id}", ttl = "5m")
  String find(long id) {
    return "";
  }

  @CacheAside(region = "orders", key = "both:{id}", ttl = "5m")
  String one(long id) {
    return "";
  }

  @CacheAside(region = "lines", key = "both:{id}", ttl = "5m")
  String other(long id) {
    return "";
  }

  @CacheAside(key = "rates", ttl = "5m")
  String rates() {
    return "";
  }

  @Invalidate(region = "order", key = "order:{id}")
  void misspelt(long id) {}

  @Invalidate(region = "defaults", key = "rates")
  void ofDefault() {}

  @Invalidate(region = "customers", key = "order:{id}")
  void perhapsOfAnotherModule(long id) {}

  @Invalidate(region = "lines", key = "order:{id}")
  void perhapsOfAnotherModuleInAKnownRegion(long id) {}

  @Invalidate(key = "both:{id}")
  void cachedInTwo(long id) {}

  @Invalidate(key = "order:1")
  void writtenOut() {}

  @SuppressWarnings("CA147")
  @Invalidate(key = "order:{id}")
  void silenced(long id) {}
}

// error 27:39 CA147 @Invalidate key "order:{id}" has the form of no @CacheAside key in the region "order"; the same key is cached in the region "orders"; write region = "orders", or suppress "CA147" if this build does not see what is meant
// error 30:42 CA147 @Invalidate key "rates" has the form of no @CacheAside key in the region "defaults"; the same key is cached in the region "default"; leave the region out, or suppress "CA147" if this build does not see what is meant
// warning 33:43 CA141 @Invalidate key "order:{id}" has the form of no @CacheAside key in the region "customers"; the same key is cached in the region "orders"
// warning 36:39 CA141 @Invalidate key "order:{id}" has the form of no @CacheAside key in the region "lines"; the same key is cached in the region "orders"
// warning 39:21 CA141 @Invalidate key "both:{id}" has the form of no @CacheAside key in the region "default"; the same key is cached in the region "orders"
// warning 42:21 CA141 @Invalidate key "order:1" has the form of no @CacheAside key in the region "default"; the same key is cached in the region "orders"
// in class files only: error CA147 @Invalidate key "order:{id}" has the form of no @CacheAside key in the region "default"; the same key is cached in the region "orders"; write region = "orders", or suppress "CA147" if this build does not see what is meant
