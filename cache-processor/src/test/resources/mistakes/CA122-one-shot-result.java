package shop;

import io.cacheaside.annotation.CacheAside;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.InputStream;
import java.io.Reader;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.ListIterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class Users {
  @CacheAside(key = "users", ttl = "5m")
  Stream<String> all() {
    return Stream.of();
  }

  @CacheAside(key = "ids", ttl = "5m")
  IntStream ids() {
    return IntStream.of();
  }

  @CacheAside(key = "iterator", ttl = "5m")
  ListIterator<String> iterator() {
    return null;
  }

  @CacheAside(key = "variable", ttl = "5m")
  <T extends Iterator<String>> T variable() {
    return null;
  }

  @CacheAside(key = "enumeration", ttl = "5m")
  Enumeration<String> enumeration() {
    return null;
  }

  @CacheAside(key = "stream", ttl = "5m")
  ByteArrayInputStream stream() {
    return null;
  }

  @CacheAside(key = "reader", ttl = "5m")
  Reader reader() {
    return null;
  }

  @CacheAside(key = "closeable", ttl = "5m")
  Closeable closeable() {
    return null;
  }
}

// error 15:3 CA122 @CacheAside cannot cache the return type java.util.stream.Stream: it is consumed by its first reader; return a List
// error 20:3 CA122 @CacheAside cannot cache the return type java.util.stream.IntStream: it is consumed by its first reader; return a List
// error 25:3 CA122 @CacheAside cannot cache the return type java.util.ListIterator: it is consumed by its first reader; return a List
// error 30:3 CA122 @CacheAside cannot cache the return type java.util.Iterator: it is consumed by its first reader; return a List
// error 35:3 CA122 @CacheAside cannot cache the return type java.util.Enumeration: it is consumed by its first reader; return a List
// error 40:3 CA122 @CacheAside cannot cache the return type java.io.ByteArrayInputStream: it is consumed by its first reader; return a byte[]
// error 45:3 CA122 @CacheAside cannot cache the return type java.io.Reader: it is consumed by its first reader; return a String
// error 50:3 CA122 @CacheAside cannot cache the return type java.io.Closeable: it holds a resource that cannot be cached; return its data
