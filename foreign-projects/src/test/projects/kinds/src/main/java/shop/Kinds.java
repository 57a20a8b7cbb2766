package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;
import java.util.function.Supplier;

/** One annotated method in each kind of type; each says when its body runs. */
class Kinds {
  static int loads;

  static String load(String what) {
    loads++;
    return what;
  }

  @CacheKey
  record Point(int x, int y) {
    @CacheAside(key = "record:{scale}", ttl = "5m")
    String scaled(int scale) {
      return load("scaled");
    }

    @CacheAside(key = "record-static:{point}", ttl = "5m")
    static String of(Point point) {
      return load("of");
    }
  }

  enum Colour {
    RED {
      @Override
      @CacheAside(key = "enum-constant:{level}", ttl = "5m")
      String shade(int level) {
        return load("red");
      }
    },
    BLUE;

    @CacheAside(key = "enum:{level}", ttl = "5m")
    String shade(int level) {
      return load("blue");
    }
  }

  sealed interface Shape permits Circle {
    @CacheAside(key = "interface-default:{unit}", ttl = "5m")
    default String area(String unit) {
      return load("area");
    }

    @CacheAside(key = "interface-static:{name}", ttl = "5m")
    static String named(String name) {
      return load("named");
    }

    private String hidden(String name) {
      return secret(name);
    }

    @CacheAside(key = "interface-private:{name}", ttl = "5m")
    private String secret(String name) {
      return load("secret");
    }

    static String viaPrivate(Shape shape) {
      return shape.hidden("x");
    }
  }

  static final class Circle implements Shape {
    @CacheAside(key = "sealed:{radius}", ttl = "5m")
    String draw(long radius) {
      return load("circle");
    }

    @CacheAside(key = "sealed-overload:{radius}", ttl = "5m")
    String draw(String radius) {
      return load("circle of text");
    }
  }

  class Inner {
    @CacheAside(key = "inner:{id}", ttl = "5m")
    String find(long id) {
      return load("inner");
    }
  }

  static class Generic<T extends Comparable<T>> implements Comparable<Generic<T>> {
    @CacheAside(key = "generic:{ids}", ttl = "5m")
    String all(int... ids) {
      return load("generic");
    }

    @Override
    public int compareTo(Generic<T> other) {
      return 0;
    }
  }

  static String local() {
    class Local {
      @CacheAside(key = "local:{id}", ttl = "5m")
      String find(long id) {
        return load("local");
      }
    }
    return new Local().find(1);
  }

  static String anonymous() {
    Supplier<String> supplier =
        new Supplier<>() {
          @Override
          public String get() {
            return find(1);
          }

          @CacheAside(key = "anonymous:{id}", ttl = "5m")
          private String find(long id) {
            return load("anonymous");
          }
        };
    return supplier.get();
  }
}
