package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.List;

class Users {
  String tenant = "a";

  @CacheAside(key = "text:{id}", ttl = "5m")
  String find(long id) {
    return "Ann";
  }

  @CacheAside(key = "text:{name}", ttl = "5m")
  String byName(String name) {
    return "Ann";
  }

  @CacheAside(key = "meant:{id}", ttl = "5m")
  @SuppressWarnings("CA140")
  String first(long id) {
    return "Ann";
  }

  @CacheAside(key = "meant:{id}", ttl = "5m")
  String second(long id) {
    return "Ann";
  }

  @CacheAside(key = "too:{id}", ttl = "5m")
  String third(long id) {
    return "Ann";
  }

  @CacheAside(key = "too:{id}", ttl = "5m")
  @SuppressWarnings("cacheaside")
  String fourth(long id) {
    return "Ann";
  }

  @CacheAside(key = "{this.tenant}:{id}", ttl = "5m")
  String own(long id) {
    return "Ann";
  }

  @CacheAside(key = "bound:{id}", ttl = "5m")
  List<? extends String> wildcard(long id) {
    return List.of();
  }

  @CacheAside(key = "bound:{id}", ttl = "5m")
  <T extends String> List<T> variable(long id) {
    return List.of();
  }

  @CacheAside(key = "removed:{id}", ttl = "5m")
  String read(long id) {
    return "";
  }

  @Invalidate(key = "removed:{id}")
  @Invalidate(key = "removed:{id}", when = Invalidate.When.AROUND)
  void remove(long id) {}
}

class Orders {
  String tenant = "a";

  @CacheAside(key = "{this.tenant}:{id}", ttl = "5m")
  String order(long id) {
    return "";
  }

  @CacheAside(key = "{this.class.name}:x:{id}", ttl = "5m")
  String named(long id) {
    return "";
  }
}

class Items {
  String shop = "b";

  @CacheAside(key = "{this.shop}:{id}", ttl = "5m")
  int item(long id) {
    return 1;
  }

  @CacheAside(key = "{this.class.name}:x:{id}", ttl = "5m")
  int named(long id) {
    return 1;
  }
}

// warning 70:21 CA140 @CacheAside key "{this.tenant}:{id}": shop.Items.item(long) has the key "{this.shop}:{id}" in the same region and returns int, but this method java.lang.String, so they replace each other's entries where {this.tenant} is written alike; use another key or region for one of them, or suppress "CA140" on either if it never is
// warning 10:21 CA140 @CacheAside key "text:{id}": shop.Users.byName(String) has the key "text:{name}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA140" on either if both return the same values
// warning 42:21 CA140 @CacheAside key "{this.tenant}:{id}": shop.Items.item(long) has the key "{this.shop}:{id}" in the same region and returns int, but this method java.lang.String, so they replace each other's entries where {this.tenant} is written alike; use another key or region for one of them, or suppress "CA140" on either if it never is
// warning 47:21 CA140 @CacheAside key "bound:{id}": shop.Users.variable(long) has the key "bound:{id}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA140" on either if both return the same values

// in class files only: warning CA140 @CacheAside key "meant:{id}": shop.Users.first(long) has the key "meant:{id}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA140" on either if both return the same values
// in class files only: warning CA140 @CacheAside key "too:{id}": shop.Users.fourth(long) has the key "too:{id}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA140" on either if both return the same values
