package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class Store<K, E extends Number> {
  protected String table = "t";

  @CacheAside(key = "all:{page}", ttl = "5m")
  List<Map<String, ? extends E>> all(int page) {
    return List.of();
  }

  @CacheAside(key = "array:{page}", ttl = "5m")
  E[] array(int page) {
    return null;
  }

  @CacheAside(key = "{this.table}:{id}", ttl = "5m")
  Optional<E> right(long id) {
    return Optional.empty();
  }

  @CacheAside(key = "own:{id}", ttl = "5m")
  @SuppressWarnings({"CA125", "CA137"})
  <T extends Number> T ofTheMethod(long id) {
    return null;
  }

  @CacheAside(key = "class:{id}", ttl = "5m")
  static <T extends Number> List<T> ofAStaticMethod(long id) {
    return List.of();
  }

  @Invalidate(key = "all:{page}")
  E write(int page) {
    return null;
  }

  @CacheAside(key = "told:{type.name}:{id}", ttl = "5m")
  @SuppressWarnings("CA105")
  Optional<E> toldByItsClass(Class<? extends E> type, long id) {
    return Optional.empty();
  }

  @CacheAside(key = "half:{type.name}", ttl = "5m")
  List<E> halfTold(Class<K> type) {
    return null;
  }

  class Inner {
    @CacheAside(key = "inner:{id}", ttl = "5m")
    E find(long id) {
      return null;
    }
  }
}

// error 12:21 CA136 @CacheAside key "all:{page}": the result depends on E, a type parameter of shop.Store, but the key does not, so one subclass would get what another has cached; put what tells them apart into the key, such as {this.class.name}
// error 17:21 CA136 @CacheAside key "array:{page}": the result depends on E, a type parameter of shop.Store, but the key does not, so one subclass would get what another has cached; put what tells them apart into the key, such as {this.class.name}
// error 49:21 CA136 @CacheAside key "half:{type.name}": the result depends on E, a type parameter of shop.Store, but the key does not, so one subclass would get what another has cached; put what tells them apart into the key, such as {this.class.name}
// error 55:23 CA136 @CacheAside key "inner:{id}": the result depends on E, a type parameter of shop.Store, but the key does not, so one subclass would get what another has cached; put what tells them apart into the key, such as {this.class.name}

// in class files only: warning CA137 @CacheAside key "own:{id}": shop.Store is generic, so there may be objects for many types, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
