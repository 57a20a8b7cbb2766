package io.cacheaside.aspect.kinds;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A method of every kind that can be annotated; each body tells {@link Bodies} that it ran, and
 * what it returns shows its arguments.
 */
@SuppressWarnings({"UnusedMethod", "UnusedVariable", "ClassCanBeStatic", "MethodCanBeStatic"})
class Kinds {
  @CacheAside(key = "private:{a}", ttl = "5m")
  private int privateMethod(int a) {
    return Bodies.ran(a);
  }

  int callPrivate(int a) {
    return privateMethod(a);
  }

  int callThis(int a) {
    return this.packageMethod(a);
  }

  @CacheAside(key = "package:{a}", ttl = "5m")
  int packageMethod(int a) {
    return Bodies.ran(a);
  }

  @CacheAside(key = "protected:{a}", ttl = "5m")
  protected int protectedMethod(int a) {
    return Bodies.ran(a);
  }

  @CacheAside(key = "public:{a}", ttl = "5m")
  public int publicMethod(int a) {
    return Bodies.ran(a);
  }

  @CacheAside(key = "static:{a}", ttl = "5m")
  static int staticMethod(int a) {
    return Bodies.ran(a);
  }

  @CacheAside(key = "final:{a}", ttl = "5m")
  final int finalMethod(int a) {
    return Bodies.ran(a);
  }

  @SuppressWarnings("CA135") // the monitor is what is tested
  @CacheAside(key = "synchronized:{a}", ttl = "5m")
  synchronized int synchronizedMethod(int a) {
    return Bodies.ran(Thread.holdsLock(this) ? a : -1);
  }

  @CacheAside(key = "varargs:{numbers}", ttl = "5m")
  int varargs(int... numbers) {
    return Bodies.ran(IntStream.of(numbers).sum());
  }

  @CacheAside(key = "constant", ttl = "5m")
  String noParameters() {
    return Bodies.ran("constant");
  }

  @CacheAside(key = "two:{a}:{b}", ttl = "5m")
  String two(long a, String b) {
    return Bodies.ran(a + b);
  }

  @CacheAside(key = "three:{a}:{b}:{c}", ttl = "5m")
  String three(long a, String b, boolean c) {
    return Bodies.ran(a + b + c);
  }

  @CacheAside(key = "four:{a}:{b}:{c}:{d}", ttl = "5m")
  String four(long a, String b, boolean c, char d) {
    return Bodies.ran(a + b + c + d);
  }

  @CacheAside(key = "five:{a}:{b}:{c}:{d}:{e}", ttl = "5m")
  String five(long a, String b, boolean c, char d, byte e) {
    return Bodies.ran(a + b + c + d + e);
  }

  @CacheAside(key = "six:{a}:{b}:{c}:{d}:{e}:{f}", ttl = "5m")
  String six(long a, String b, boolean c, char d, byte e, short f) {
    return Bodies.ran(a + b + c + d + e + f);
  }

  @CacheAside(key = "seven:{a}:{b}:{c}:{d}:{e}:{f}:{g}", ttl = "5m")
  String seven(long a, String b, boolean c, char d, byte e, short f, double g) {
    return Bodies.ran(a + b + c + d + e + f + g);
  }

  @CacheAside(key = "eight:{a}:{b}:{c}:{d}:{e}:{f}:{g}:{h}", ttl = "5m")
  String eight(long a, String b, boolean c, char d, byte e, short f, double g, float h) {
    return Bodies.ran(a + b + c + d + e + f + g + h);
  }

  @CacheAside(key = "long:{a}", ttl = "5m")
  long longMethod(long a) {
    return Bodies.ran(a);
  }

  @CacheAside(key = "boolean:{a}", ttl = "5m")
  boolean booleanMethod(int a) {
    return Bodies.ran(a > 0);
  }

  @CacheAside(key = "byte:{a}", ttl = "5m")
  byte byteMethod(byte a) {
    return Bodies.ran(a);
  }

  @CacheAside(key = "short:{a}", ttl = "5m")
  short shortMethod(short a) {
    return Bodies.ran(a);
  }

  @CacheAside(key = "char:{a}", ttl = "5m")
  char charMethod(char a) {
    return Bodies.ran(a);
  }

  @CacheAside(key = "float:{a}", ttl = "5m")
  float floatMethod(float a) {
    return Bodies.ran(a);
  }

  @CacheAside(key = "double:{a}", ttl = "5m")
  double doubleMethod(double a) {
    return Bodies.ran(a);
  }

  @CacheAside(key = "array:{a}", ttl = "5m")
  byte[] arrayMethod(int a) {
    return Bodies.ran(new byte[] {(byte) a});
  }

  @SuppressWarnings("CA105") // ignored by the body
  @CacheAside(key = "generic:{a}", ttl = "5m")
  <T extends Number> Map<String, List<Integer>> generic(int a, T unused) {
    return Bodies.ran(Map.of("a", List.of(a, unused.intValue())));
  }

  @CacheAside(key = "null:{a}", ttl = "5m")
  @Nullable String nullMethod(int a) {
    return Bodies.ran(a == 1 ? null : "not " + a);
  }

  @CacheAside(key = "empty:{a}", ttl = "5m")
  Optional<String> emptyMethod(int a) {
    return Bodies.ran(a == 1 ? Optional.<String>empty() : Optional.of("not " + a));
  }

  @CacheAside(key = "emptyInt:{a}", ttl = "5m")
  OptionalInt emptyIntMethod(int a) {
    return Bodies.ran(a == 1 ? OptionalInt.empty() : OptionalInt.of(a));
  }

  @CacheAside(key = "present:{a}", ttl = "5m")
  Optional<String> presentMethod(int a) {
    return Bodies.ran(Optional.of("value" + a));
  }

  @CacheAside(key = "factorial:{n}", ttl = "5m")
  long factorial(int n) {
    Bodies.ran(n);
    return n == 0 ? 1 : n * factorial(n - 1);
  }

  @CacheAside(key = "overridden:{n}", ttl = "5m")
  int overridden(int n) {
    return Bodies.ran(n);
  }

  @Invalidate(key = "public:{a}")
  void invalidatePublic(int a) {}

  @Invalidate(key = "public:{a}")
  private String invalidatePrivately(int a) {
    return "of " + a;
  }

  String callInvalidate(int a) {
    return invalidatePrivately(a);
  }

  @Invalidate(key = "public:{a}")
  static String invalidateStatically(String a) {
    return "of " + a;
  }

  @Invalidate(key = "public:{a}")
  @Invalidate(key = "protected:{a}")
  final Object invalidateSeven(int a, int b, int c, int d, int e, int f, int g) {
    return "of " + a + g;
  }

  @Invalidate(key = "public:{a}")
  int invalidatePrimitive(int a) {
    return a;
  }

  @CacheAside(key = "both:{a}", ttl = "5m")
  @Invalidate(key = "public:{a}")
  String both(int a) {
    return Bodies.ran("of " + a);
  }

  /** A record with a cached method and a cached accessor. */
  record Rec(int a) {
    @CacheAside(key = "record:{b}", ttl = "5m")
    int sum(int b) {
      return Bodies.ran(a + b);
    }
  }

  /** An enum whose constants have bodies. */
  enum Choice {
    ONE {
      @CacheAside(key = "enumBody:{a}", ttl = "5m")
      @Override
      int inBody(int a) {
        return Bodies.ran(a);
      }
    };

    abstract int inBody(int a);

    @CacheAside(key = "enum:{a}", ttl = "5m")
    int inEnum(int a) {
      return Bodies.ran(a);
    }
  }

  /** An interface with bodies. */
  interface Defaults {
    @SuppressWarnings("CA137")
    @CacheAside(key = "default:{a}", ttl = "5m")
    default int defaultMethod(int a) {
      return Bodies.ran(a);
    }

    @CacheAside(key = "interfaceStatic:{a}", ttl = "5m")
    static int staticMethod(int a) {
      return Bodies.ran(a);
    }

    @SuppressWarnings("CA137")
    @CacheAside(key = "interfacePrivate:{a}", ttl = "5m")
    private int privateMethod(int a) {
      return Bodies.ran(a);
    }

    default int callPrivate(int a) {
      return privateMethod(a);
    }
  }

  /** An inner class that needs its outer instance. */
  class Inner {
    @CacheAside(key = "inner:{a}", ttl = "5m")
    int method(int a) {
      return Bodies.ran(a);
    }
  }

  /** A generic class whose method is overridden with a narrower type, which makes a bridge. */
  static class Base<T> {
    @SuppressWarnings("CA137")
    @CacheAside(key = "base:{a}", ttl = "5m")
    CharSequence covariant(int a) {
      return Bodies.ran("base" + a);
    }
  }

  /** Overrides and annotates again. */
  static class Derived extends Base<String> {
    @CacheAside(key = "derived:{a}", ttl = "5m")
    @Override
    String covariant(int a) {
      return Bodies.ran("derived" + a);
    }
  }

  /** Calls the method that it overrides, which is woven as well. */
  static class Overriding extends Kinds {
    @CacheAside(key = "overriding:{n}", ttl = "5m")
    @Override
    int overridden(int n) {
      return Bodies.ran(100 * super.overridden(n));
    }
  }

  Supplier<Integer> anonymous(int a) {
    return new Supplier<Integer>() {
      @CacheAside(key = "anonymous:{ignored}", ttl = "5m")
      int body(int ignored) {
        return Bodies.ran(a + ignored);
      }

      @Override
      public Integer get() {
        return body(a);
      }
    };
  }
}
