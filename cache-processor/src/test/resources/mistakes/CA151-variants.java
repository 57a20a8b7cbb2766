package shop;

import io.cacheaside.annotation.CacheKey;
import java.util.Map;

class Isbn {
  @CacheKey
  String digits() {
    return "";
  }
}

class Ean {
  @CacheKey
  public String digits() {
    return "";
  }

  @CacheKey
  public long number() {
    return 1;
  }
}

class Sub extends Ean {
  @CacheKey
  @Override
  public String digits() {
    return "";
  }
}

@CacheKey
record Search(String words, Map<String, String> filters) {}

@CacheKey
record Twice(@CacheKey int first) {}

interface Named {
  @CacheKey
  static String name() {
    return "";
  }
}

class Nothing {
  @CacheKey
  public void none() {}
}

// error 7:3 CA151 shop.Isbn has no canonical text; @CacheKey on digits() needs a public instance method without parameters
// error 14:3 CA151 shop.Ean has no canonical text; @CacheKey stands in several places (digits(), number()); keep one
// error 26:3 CA151 shop.Sub has no canonical text; @CacheKey stands in several places (digits(), number()); keep one
// error 33:1 CA151 java.util.Map<java.lang.String, java.lang.String> has no canonical text (in shop.Search); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 36:1 CA151 shop.Twice has no canonical text; @CacheKey stands in several places (the record, first()); keep one
// error 40:3 CA151 shop.Named has no canonical text; @CacheKey on name() needs a public instance method without parameters
// error 47:3 CA151 void has no canonical text (in shop.Nothing); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
