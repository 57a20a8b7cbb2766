package shop;

import io.cacheaside.annotation.CacheAside;
import java.io.Serializable;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

interface Animal {}

abstract class Shape {}

sealed interface Result<T> permits Ok, Failed {}

record Ok<T>(T value) implements Result<T> {}

record Failed<T>(Throwable cause) implements Result<T> {}

@FunctionalInterface
interface Price {
  long cents();
}

class Names extends ArrayList<String> {}

class Base<T> {
  private T content;
  private transient Thread thread;
  static Object shared;
}

class Derived extends Base<Map<String, Comparable<?>>> {
  private Derived next;
}

record Line(List<Optional<Animal>> animals) {}

record Order(List<Line> lines) {}

record Doubling<T>(Doubling<Map.Entry<T, T>> next) {}

class Chain<T extends Chain<?>> {
  T next;
}

@SuppressWarnings("rawtypes")
class Users {
  class Inner {}

  @CacheAside(key = "1", ttl = "5m")
  Serializable serializable() {
    return "";
  }

  @CacheAside(key = "2", ttl = "5m")
  List raw() {
    return List.of();
  }

  @CacheAside(key = "3", ttl = "5m")
  Map<String, Optional> rawOptional() {
    return Map.of();
  }

  @CacheAside(key = "4", ttl = "5m")
  Animal[] open() {
    return null;
  }

  @CacheAside(key = "5", ttl = "5m")
  Shape abstractClass() {
    return null;
  }

  @CacheAside(key = "6", ttl = "5m")
  Supplier<String> lambda() {
    return () -> "";
  }

  @CacheAside(key = "7", ttl = "5m")
  Price functional() {
    return () -> 1;
  }

  @CacheAside(key = "8", ttl = "5m")
  Inner inner() {
    return null;
  }

  @CacheAside(key = "9", ttl = "5m")
  Result<String> sealedWithThrowable() {
    return null;
  }

  @CacheAside(key = "10", ttl = "5m")
  HashMap<URL, String> url() {
    return null;
  }

  @CacheAside(key = "11", ttl = "5m")
  Names subclassOfList() {
    return null;
  }

  @CacheAside(key = "12", ttl = "5m")
  Derived fieldOfSuperclass() {
    return null;
  }

  @CacheAside(key = "13", ttl = "5m")
  Order deep() {
    return null;
  }

  @CacheAside(key = "14", ttl = "5m")
  <T> T variable() {
    return null;
  }

  @CacheAside(key = "15", ttl = "5m")
  Map.Entry<String, Object> entry() {
    return null;
  }

  @CacheAside(key = "16", ttl = "5m")
  List<Doubling<String>> doubling() {
    return null;
  }

  @CacheAside(key = "17", ttl = "5m")
  Chain<?> chain() {
    return null;
  }
}

// error 54:3 CA125 @CacheAside return type Serializable: the value is declared Serializable, so any class could be in it; declare a concrete type or allow the class with the setting allow
// error 59:3 CA125 @CacheAside return type List: the value is declared as raw List, so any class could be in it; declare its type arguments
// error 64:3 CA125 @CacheAside return type Map<String, Optional>: element "[value]" is declared as raw Optional, so any class could be in it; declare its type arguments
// error 69:3 CA125 @CacheAside return type Animal[]: element "[]" is declared Animal, an interface, so any class could be in it; declare a concrete type, seal it or allow the class with the setting allow
// error 74:3 CA125 @CacheAside return type Shape: the value is declared Shape, an abstract class, so any class could be in it; declare a concrete type, seal it or allow the class with the setting allow
// error 79:3 CA125 @CacheAside return type Supplier<String>: the value is declared Supplier<String>, a functional interface, whose lambdas no other JVM knows; return what it would give
// error 84:3 CA125 @CacheAside return type Price: the value is declared Price, a functional interface, so any class could be in it, even a lambda; declare a concrete type, seal it or allow the class with the setting allow
// error 89:3 CA125 @CacheAside return type Inner: the value is declared Inner, an inner class, which drags its enclosing object along; make it static
// error 94:3 CA125 @CacheAside return type Result<String>: field "cause" is declared Throwable, a throwable; keep what matters of it in fields of its own
// error 99:3 CA125 @CacheAside return type HashMap<URL, String>: element "[key]" is declared URL, a URL, whose equals asks the DNS; use java.net.URI
// error 104:3 CA125 @CacheAside return type Names: the value is declared Names, a subclass of java.util.ArrayList, whose state cannot be read; hold one in a field instead
// error 109:3 CA125 @CacheAside return type Derived: field "content[value]" is declared Comparable<Object>, so any class could be in it; declare a concrete type or allow the class with the setting allow
// error 114:3 CA125 @CacheAside return type Order: field "lines[].animals[][]" is declared Animal, an interface, so any class could be in it; declare a concrete type, seal it or allow the class with the setting allow
// error 119:3 CA125 @CacheAside return type T: the value is declared Object, so any class could be in it; declare a concrete type or allow the class with the setting allow
// error 124:3 CA125 @CacheAside return type Entry<String, Object>: element "[value]" is declared Object, so any class could be in it; declare a concrete type or allow the class with the setting allow
// error 129:3 CA125 @CacheAside return type List<Doubling<String>>: field "[].next" is declared Doubling<Entry<String, String>> within Doubling<String>, so the type arguments grow without end; declare Doubling with the same type arguments at each level
// error 134:3 CA125 @CacheAside return type Chain<?>: field "next.next" is declared as raw Chain, so any class could be in it; declare its type arguments
