package shop;

import io.cacheaside.annotation.CacheAside;
import java.util.List;
import java.util.UUID;

class Users {
  record User(String name) {}

  enum Role {
    CUSTOMER,
    admin
  }

  @CacheAside(key = "user:{name}", ttl = "5m")
  User find(String name) {
    return new User(name);
  }

  @CacheAside(key = "user:admin", ttl = "5m")
  User admin() {
    return new User("Ann");
  }

  @CacheAside(key = "user:v{id}", ttl = "5m")
  List<User> versions(long id) {
    return List.of();
  }

  @CacheAside(region = "roles", key = "role:{role}", ttl = "5m")
  User first(Role role) {
    return new User("Ann");
  }

  @CacheAside(region = "roles", key = "role:admin", ttl = "5m")
  User firstAdmin() {
    return new User("Ann");
  }

  @CacheAside(region = "roles", key = "role:all", ttl = "5m")
  User any() {
    return new User("Ann");
  }

  @CacheAside(region = "meant", key = "user:{name}", ttl = "5m")
  @SuppressWarnings("CA140")
  User meant(String name) {
    return new User(name);
  }

  @CacheAside(region = "meant", key = "user:admin", ttl = "5m")
  User meantAdmin() {
    return new User("Ann");
  }

  @CacheAside(region = "apart", key = "user:{id}", ttl = "5m")
  User byId(long id) {
    return new User("Ann");
  }

  @CacheAside(region = "apart", key = "user:{id}:{page}", ttl = "5m")
  User byPage(String id, int page) {
    return new User("Ann");
  }

  @CacheAside(region = "apart", key = "user:all", ttl = "5m")
  List<User> all() {
    return List.of();
  }

  @CacheAside(region = "uuid", key = "user:{id}", ttl = "5m")
  User byUuid(UUID id) {
    return new User("Ann");
  }

  @CacheAside(region = "uuid", key = "user:all", ttl = "5m")
  User allToo() {
    return new User("Ann");
  }
}

// warning 15:21 CA140 @CacheAside key "user:{name}": shop.Users.admin() has the key "user:admin" in the same region, and both can have the key "user:admin", so each serves what the other has cached under it; use another key or region for one of them, or suppress "CA140" on either if no value is ever written so
// warning 25:21 CA140 @CacheAside key "user:v{id}": shop.Users.find(String) has the key "user:{name}" in the same region and returns shop.Users$User, but this method java.util.List<shop.Users$User>; both can have the key "user:v1", so they replace each other's entries there; use another key or region for one of them, or suppress "CA140" on either if no value is ever written so
// warning 35:39 CA140 @CacheAside key "role:admin": shop.Users.first(Role) has the key "role:{role}" in the same region, and both can have the key "role:admin", so each serves what the other has cached under it; use another key or region for one of them, or suppress "CA140" on either if no value is ever written so

// in class files only: warning CA140 @CacheAside key "user:admin": shop.Users.meant(String) has the key "user:{name}" in the same region, and both can have the key "user:admin", so each serves what the other has cached under it; use another key or region for one of them, or suppress "CA140" on either if no value is ever written so
