package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;

@CacheKey
record Search(String words, Object filter) {}

class Searches {
  @CacheAside(key = "search:{search}", ttl = "5m")
  String find(Search search) {
    return "";
  }
}

// error 6:1 CA151 java.lang.Object has no canonical text (in shop.Search); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
// error 10:21 CA104 @CacheAside key "search:{search}": {search}: java.lang.Object has no canonical text (in shop.Search); use a primitive or its box, String, an enum, UUID, a java.time type, BigDecimal, BigInteger, URI, an Optional, array or collection of these, or a type annotated with @CacheKey
