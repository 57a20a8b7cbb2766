package shop;

import io.cacheaside.annotation.CacheAside;
import java.util.List;
import java.util.Map;

class Dao<E> {
  @CacheAside(key = "{this.class.name}:{id}", ttl = "5m")
  E find(long id) {
    return null;
  }

  @CacheAside(key = "{this.class.name}:all", ttl = "5m")
  List<? extends E> all() {
    return List.of();
  }
}

class Users {
  @CacheAside(key = "any", ttl = "5m")
  List<?> any() {
    return List.of();
  }

  @CacheAside(key = "map", ttl = "5m")
  Map<String, List<? super Integer>[]> map() {
    return Map.of();
  }

  @CacheAside(key = "own", ttl = "5m")
  <T> T own() {
    return null;
  }
}

class UserDao extends Dao<String> {
  @Override
  @CacheAside(key = "user:{id}", ttl = "5m")
  String find(long id) {
    return "what the message names works";
  }
}

// error 8:3 CA125 @CacheAside return type E: the value is declared Object, so any class could be in it; declare a concrete type or allow the class with the setting allow, or override the method in each subclass with its own type in place of E, and annotate it there
// error 13:3 CA125 @CacheAside return type List<? extends E>: element "[]" is declared Object, so any class could be in it; declare a concrete type or allow the class with the setting allow, or override the method in each subclass with its own type in place of E, and annotate it there
// error 20:3 CA125 @CacheAside return type List<?>: element "[]" is declared Object, so any class could be in it; declare a concrete type or allow the class with the setting allow
// error 25:3 CA125 @CacheAside return type Map<String, List<? super Integer>[]>: element "[value][][]" is declared Object, so any class could be in it; declare a concrete type or allow the class with the setting allow
// error 30:3 CA125 @CacheAside return type T: the value is declared Object, so any class could be in it; declare a concrete type or allow the class with the setting allow
