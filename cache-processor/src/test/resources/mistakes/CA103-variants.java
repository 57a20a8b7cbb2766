package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.Set;

abstract class Entity<K> {
  public final int version = 1;
  private K key;

  public K getKey() {
    return key;
  }

  public static String getKind() {
    return "entity";
  }

  String getSecret() {
    return "";
  }

  public Boolean isOld() {
    return false;
  }
}

class Address {
  public boolean isForeign() {
    return false;
  }

  public String getURL() {
    return "";
  }
}

class Order extends Entity<Address> {}

interface Page<T extends Entity<Address>> {
  T getFirst();

  default int getSize() {
    return 1;
  }
}

class Orders {
  @CacheAside(key = "o:{order.key.isForeign}", ttl = "5m")
  String generic(Order order) {
    return "";
  }

  @CacheAside(key = "o:{page.first.key.zip}", ttl = "5m")
  String bound(Page<Order> page) {
    return "";
  }

  @CacheAside(key = "o:{order.kind}", ttl = "5m")
  String isStatic(Order order) {
    return "";
  }

  @CacheAside(key = "o:{order.secret}", ttl = "5m")
  String notPublic(Order order) {
    return "";
  }

  @CacheAside(key = "o:{order.old}", ttl = "5m")
  String boxedIs(Order order) {
    return "";
  }

  @CacheAside(key = "o:{id.value}", ttl = "5m")
  String primitive(long id) {
    return "";
  }

  @CacheAside(key = "o:{ids.length}", ttl = "5m")
  String array(long[] ids) {
    return "";
  }

  @CacheAside(key = "o:{orders.size}", ttl = "5m")
  String set(Set<Order> orders) {
    return "";
  }

  @CacheAside(key = "o:{order.id}", ttl = "5m")
  <T extends Order> String variable(T order) {
    return "";
  }

  @Invalidate(key = "o:{result.id}")
  Order create() {
    return new Order();
  }
}

// error 49:21 CA103 @CacheAside key "o:{order.key.isForeign}": {order.key.isForeign}: shop.Address has no property "isForeign"; write "foreign" for isForeign()
// error 54:21 CA103 @CacheAside key "o:{page.first.key.zip}": {page.first.key.zip}: shop.Address has no property "zip"; did you mean "uRL"?
// error 59:21 CA103 @CacheAside key "o:{order.kind}": {order.kind}: shop.Order has no property "kind"; getKind() of shop.Entity is static, so it belongs to no object; pass its value as a parameter, or write it into the template
// error 64:21 CA103 @CacheAside key "o:{order.secret}": {order.secret}: shop.Order has no property "secret"; getSecret() of shop.Entity is not public; make it so
// error 69:21 CA103 @CacheAside key "o:{order.old}": {order.old}: shop.Order has no property "old"; isOld() of shop.Entity returns java.lang.Boolean, not boolean; call it getOld()
// error 74:21 CA103 @CacheAside key "o:{id.value}": {id.value}: long has no property "value"; write {id}
// error 79:21 CA103 @CacheAside key "o:{ids.length}": {ids.length}: long[] has no property "length"; write {ids}
// error 84:21 CA103 @CacheAside key "o:{orders.size}": {orders.size}: java.util.Set<shop.Order> has no property "size"; size() of java.util.Set is no getter; pass its value
// error 89:21 CA103 @CacheAside key "o:{order.id}": {order.id}: T has no property "id"; did you mean "key"?
// error 94:21 CA103 @Invalidate key "o:{result.id}": {result.id}: shop.Order has no property "id"; did you mean "key"?
