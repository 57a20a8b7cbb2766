package shop;

import io.cacheaside.annotation.CacheAside;

abstract class Dao<E extends Number> {
  @CacheAside(key = "entity:{id}", ttl = "5m")
  E find(long id) {
    return null;
  }
}

// error 6:21 CA136 @CacheAside key "entity:{id}": the result depends on E, a type parameter of shop.Dao, but the key does not, so one subclass would get what another has cached; put what tells them apart into the key, such as {this.class.name}
