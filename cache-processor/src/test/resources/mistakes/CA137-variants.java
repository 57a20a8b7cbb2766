package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;

interface Table {
  String getName();

  @CacheAside(key = "rows:{page}", ttl = "5m")
  default String rows(int page) {
    return getName();
  }

  @CacheAside(key = "{this.name}:{page}", ttl = "5m")
  default String right(int page) {
    return getName();
  }

  @CacheAside(key = "static:{page}", ttl = "5m")
  static String ofNoObject(int page) {
    return "";
  }
}

class Box<T> {
  @CacheAside(key = "count:{page}", ttl = "5m")
  long count(int page) {
    return 1;
  }
}

class Base {
  @CacheAside(key = "base:{id}", ttl = "5m")
  String find(long id) {
    return "";
  }

  @CacheAside(key = "final:{id}", ttl = "5m")
  final String fixed(long id) {
    return "";
  }

  @CacheAside(key = "private:{id}", ttl = "5m")
  private String own(long id) {
    return "";
  }

  @Invalidate(key = "base:{id}")
  void save(long id) {}

  @CacheAside(key = "same:{id}", ttl = "5m")
  @SuppressWarnings("CA137")
  String same(long id) {
    return "";
  }
}

class Middle extends Base {}

class Leaf extends Middle {}

class Alone implements Table {
  @CacheAside(key = "alone:{id}", ttl = "5m")
  String find(long id) {
    return "";
  }

  @Override
  public String getName() {
    return "";
  }
}

abstract sealed class Shape permits Circle, Polygon {
  @CacheAside(key = "shape:{id}", ttl = "5m")
  final String find(long id) {
    return "";
  }
}

final class Circle extends Shape {}

abstract sealed class Polygon extends Shape permits Square {
  @CacheAside(key = "polygon:{id}", ttl = "5m")
  String polygon(long id) {
    return "";
  }
}

final class Square extends Polygon {}

sealed interface Open permits Wide {
  @CacheAside(key = "open:{id}", ttl = "5m")
  default String open(long id) {
    return "";
  }
}

non-sealed class Wide implements Open {}

// warning 9:21 CA137 @CacheAside key "rows:{page}": shop.Table is an interface, which many classes may implement, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
// warning 26:21 CA137 @CacheAside key "count:{page}": shop.Box is generic, so there may be objects for many types, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
// warning 33:21 CA137 @CacheAside key "base:{id}": shop.Base has subclasses such as shop.Leaf, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
// warning 75:21 CA137 @CacheAside key "shape:{id}": shop.Shape is sealed and has the classes shop.Circle, shop.Square, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
// warning 93:21 CA137 @CacheAside key "open:{id}": shop.Open is an interface, which many classes may implement, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them

// in class files only: warning CA137 @CacheAside key "same:{id}": shop.Base has subclasses such as shop.Leaf, and all of them share one entry; put what tells them apart into the key, such as {this.class.name}, or suppress "CA137" if the result is the same in all of them
