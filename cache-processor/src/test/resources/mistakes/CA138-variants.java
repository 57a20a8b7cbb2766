package shop;

import io.cacheaside.annotation.CacheAside;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

class Users {
  record User(long id) {}

  @CacheAside(region = "absent", key = "user:{id}", ttl = "5m")
  User user(long id) {
    return new User(id);
  }

  @CacheAside(region = "absent", key = "user:{id}", ttl = "5m")
  Optional<User> userOrNot(long id) {
    return Optional.empty();
  }

  @CacheAside(region = "boxed", key = "count:{id}", ttl = "5m")
  int count(long id) {
    return 1;
  }

  @CacheAside(region = "boxed", key = "count:{id}", ttl = "5m")
  Integer counted(long id) {
    return 1;
  }

  @CacheAside(region = "elements", key = "all", ttl = "5m")
  List<String> names() {
    return List.of();
  }

  @CacheAside(region = "elements", key = "all", ttl = "5m")
  List<User> users() {
    return List.of();
  }

  @CacheAside(region = "text", key = "user:{id}", ttl = "5m")
  User byId(long id) {
    return new User(id);
  }

  @CacheAside(region = "text", key = "user:{name}", ttl = "5m")
  Optional<User> byName(String name) {
    return Optional.empty();
  }

  @CacheAside(region = "three", key = "x:{a}:{b}", ttl = "5m")
  User first(long a, long b) {
    return new User(a);
  }

  @CacheAside(region = "three", key = "x:{b}:{a}", ttl = "5m")
  String second(long a, long b) {
    return "";
  }

  @CacheAside(region = "three", key = "x:{a}:{b}", ttl = "5m")
  String third(Collection<String> a, long b) {
    return "";
  }

  @CacheAside(region = "three", key = "x:{user.id}:{b}", ttl = "5m")
  @SuppressWarnings({"CA138", "CA140", "cacheaside"})
  String errorsAreNotSilenced(User user, long b) {
    return "";
  }
}

/** What does not meet. */
class Apart {
  record User(long id) {}

  @CacheAside(key = "k:{id}", ttl = "5m")
  User byNumber(long id) {
    return new User(id);
  }

  @CacheAside(key = "k:{id}", ttl = "5m")
  String byUuid(UUID id) {
    return "";
  }

  @CacheAside(key = "k:{flag}", ttl = "5m")
  long byFlag(boolean flag) {
    return 1;
  }

  @CacheAside(key = "k:{ids}", ttl = "5m")
  int byList(List<Long> ids) {
    return 1;
  }

  @CacheAside(key = "k:{ids}", ttl = "5m")
  LocalDate bySet(Set<Long> ids) {
    return LocalDate.EPOCH;
  }

  @CacheAside(key = "k:{id}", region = "other", ttl = "5m")
  char inAnotherRegion(long id) {
    return 'a';
  }

  @CacheAside(key = "k:{id}:", ttl = "5m")
  char longer(long id) {
    return 'a';
  }

  @CacheAside(key = "k:{id}:{page}", ttl = "5m")
  byte paged(long id, int page) {
    return 1;
  }
}

// error 19:40 CA138 @CacheAside key "user:{id}": shop.Users.user(long) has the key "user:{id}" in the same region and returns shop.Users$User, but this method java.util.Optional<shop.Users$User>, so they replace each other's entries; use another key or region for one of them
// error 29:39 CA138 @CacheAside key "count:{id}": shop.Users.count(long) has the key "count:{id}" in the same region and returns int, but this method java.lang.Integer, so they replace each other's entries; use another key or region for one of them
// error 39:42 CA138 @CacheAside key "all": shop.Users.names() has the key "all" in the same region and returns java.util.List<java.lang.String>, but this method java.util.List<shop.Users$User>, so they replace each other's entries; use another key or region for one of them
// error 49:38 CA138 @CacheAside key "user:{name}": shop.Users.byId(long) has the key "user:{id}" in the same region and returns shop.Users$User, but this method java.util.Optional<shop.Users$User>, so they replace each other's entries; use another key or region for one of them
// error 54:39 CA138 @CacheAside key "x:{a}:{b}": shop.Users.errorsAreNotSilenced(User, long) has the key "x:{user.id}:{b}" in the same region and returns java.lang.String, but this method shop.Users$User, so they replace each other's entries; use another key or region for one of them

// in class files only: warning CA140 @CacheAside key "x:{b}:{a}": shop.Users.errorsAreNotSilenced(User, long) has the key "x:{user.id}:{b}" in the same region, so each serves what the other has cached; use another key or region for one of them, or suppress "CA140" on either if both return the same values
