package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

class Node extends ArrayList<Node> {}

class Box<T> {
  private T content;

  public T getContent() {
    return content;
  }

  public List<T> getAll() {
    return List.of();
  }
}

@CacheKey
record Pair<A, B>(A first, B second) {}

class Id<T> {
  @CacheKey
  public T value() {
    return null;
  }
}

class Users {
  @CacheAside(key = "u:{x}", ttl = "5m")
  @SuppressWarnings("rawtypes")
  String rawList(List x) {
    return "";
  }

  @CacheAside(key = "u:{x}", ttl = "5m")
  String wildcard(Collection<?> x) {
    return "";
  }

  @CacheAside(key = "u:{x}", ttl = "5m")
  String map(Map<String, String> x) {
    return "";
  }

  @CacheAside(key = "u:{x}", ttl = "5m")
  String nestedOptional(Optional<Optional<String>> x) {
    return "";
  }

  @CacheAside(key = "u:{x}", ttl = "5m")
  String optionalOfOptionalInt(Optional<OptionalInt> x) {
    return "";
  }

  @CacheAside(key = "u:{x}", ttl = "5m")
  String containsItself(Node x) {
    return "";
  }

  @CacheAside(key = "u:{x.content}", ttl = "5m")
  String property(Box<Thread> x) {
    return "";
  }

  @CacheAside(key = "u:{x.all}", ttl = "5m")
  String propertyWithVariable(Box<String> x) {
    return "";
  }

  @CacheAside(key = "u:{x}", ttl = "5m")
  String annotated(Pair<String, List<Object[]>> x) {
    return "";
  }

  @CacheAside(key = "u:{x}", ttl = "5m")
  String annotatedMethod(Id<Box<? extends Number>> x) {
    return "";
  }

  @CacheAside(key = "u:{x}", ttl = "5m")
  <T extends Runnable & Comparable<T>> String variable(T x) {
    return "";
  }

  @CacheAside(key = "u:{x}", ttl = "5m")
  <T> String genericArray(T[] x) {
    return "";
  }

  @CacheAside(key = "u:{x}", ttl = "5m")
  String nestedClass(Map.Entry<String, ? super Long>[] x) {
    return "";
  }
}

// error 37:21 CA104 @CacheAside key "u:{x}": {x}: java.util.List has no canonical text; say what it holds, for example java.util.List<String>
// error 43:21 CA104 @CacheAside key "u:{x}": {x}: java.lang.Object has no canonical text (in java.util.Collection<?>); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 48:21 CA104 @CacheAside key "u:{x}": {x}: java.util.Map<java.lang.String, java.lang.String> has no canonical text; use a record with @CacheKey, or a List of what is in it
// error 53:21 CA104 @CacheAside key "u:{x}": {x}: java.util.Optional<java.util.Optional<java.lang.String>> has no canonical text; an Optional in a key cannot hold an Optional
// error 58:21 CA104 @CacheAside key "u:{x}": {x}: java.util.Optional<java.util.OptionalInt> has no canonical text; an Optional in a key cannot hold an Optional
// error 63:21 CA104 @CacheAside key "u:{x}": {x}: shop.Node has no canonical text: it contains itself, or types are nested more than 32 deep
// error 68:21 CA104 @CacheAside key "u:{x.content}": {x.content}: java.lang.Thread has no canonical text; use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 73:21 CA104 @CacheAside key "u:{x.all}": {x.all}: java.lang.Object has no canonical text (in java.util.List<T>); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 78:21 CA104 @CacheAside key "u:{x}": {x}: java.lang.Object has no canonical text (in java.lang.Object[], in java.util.List<java.lang.Object[]>, in shop.Pair<java.lang.String, java.util.List<java.lang.Object[]>>); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 83:21 CA104 @CacheAside key "u:{x}": {x}: shop.Box<? extends java.lang.Number> has no canonical text (in shop.Id<shop.Box<? extends java.lang.Number>>); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 88:21 CA104 @CacheAside key "u:{x}": {x}: java.lang.Runnable has no canonical text; use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 93:21 CA104 @CacheAside key "u:{x}": {x}: java.lang.Object has no canonical text (in T[]); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 98:21 CA104 @CacheAside key "u:{x}": {x}: java.util.Map$Entry<java.lang.String, ? super java.lang.Long> has no canonical text (in java.util.Map$Entry<java.lang.String, ? super java.lang.Long>[]); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
