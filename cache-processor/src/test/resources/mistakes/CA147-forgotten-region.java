package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

class Orders {
  record Order(long id) {}

  @CacheAside(region = "orders", key = "order:{id}", ttl = "5m")
  Order find(long id) {
    return new Order(id);
  }

  @Invalidate(key = "order:{order.id}")
  void save(Order order) {}
}

// error 14:21 CA147 @Invalidate key "order:{order.id}" has the form of no @CacheAside key in the region "default"; the same key is cached in the region "orders"; write region = "orders", or suppress "CA147" if this build does not see what is meant
