package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;
import io.cacheaside.annotation.Invalidate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

class Shop {
  enum Color {
    RED
  }

  @CacheKey
  record Pair(long left, String right) {}

  @CacheKey
  record SamePair(Integer a, Color b) {}

  @CacheKey
  record Wrapped(long id) {}

  record Query(List<Long> ids) {}

  @CacheAside(region = "set", key = "s:{ids}", ttl = "5m")
  String set(Set<Long> ids) {
    return "";
  }

  @Invalidate(region = "set", key = "s:{ids}")
  void list(List<Long> ids) {}

  @Invalidate(region = "set", key = "s:{ids*}")
  void each(Set<Long> ids) {}

  @Invalidate(region = "set", key = "s:{ids}")
  void either(Collection<Integer> ids) {}

  @Invalidate(region = "set", key = "s:{ids}")
  void otherElements(Set<Boolean> ids) {}

  @CacheAside(region = "list", key = "l:{ids}", ttl = "5m")
  String array(long[] ids) {
    return "";
  }

  @Invalidate(region = "list", key = {"l:{ids}", "l:{query.ids}"})
  void same(List<BigInteger> ids, Query query) {}

  @CacheAside(region = "long", key = "a:{page}:{id}", ttl = "5m")
  String plain(int page, Long id) {
    return "";
  }

  @Invalidate(region = "long", key = "a:7:{query.ids}")
  void property(Query query) {}

  @Invalidate(region = "long", key = "a:{page}:{id}")
  void optional(int page, Optional<Long> id) {}

  @Invalidate(region = "long", key = "a:{page}:{id}")
  void floating(double page, long id) {}

  @Invalidate(region = "long", key = {"a:{text}:{money}", "a:{page}:{result}"})
  long alike(String text, BigDecimal money, short page) {
    return 1;
  }

  @Invalidate(region = "long", key = "a:{page}:{id}")
  void constant(int page, Color id) {}

  @Invalidate(region = "long", key = "a:{page}:{id}")
  void wrapped(int page, Wrapped id) {}

  @SuppressWarnings("CA145")
  @Invalidate(region = "long", key = "a:{page}:{id}")
  void meant(int page, UUID id) {}

  @CacheAside(region = "optional", key = "o:{id}", ttl = "5m")
  String optionalRead(OptionalLong id) {
    return "";
  }

  @Invalidate(region = "optional", key = "o:{id}")
  void absent(Long id) {}

  @Invalidate(region = "optional", key = "o:{id}")
  void present(long id) {}

  @Invalidate(region = "optional", key = "o:{ids*}")
  void eachPresent(Set<Long> ids) {}

  @CacheAside(region = "time", key = "t:{at}", ttl = "5m")
  String at(Instant at) {
    return "";
  }

  @Invalidate(region = "time", key = "t:{day}")
  void day(LocalDate day) {}

  @CacheAside(region = "pair", key = "p:{pair}", ttl = "5m")
  String pair(Pair pair) {
    return "";
  }

  @Invalidate(region = "pair", key = "p:{pair}")
  void samePair(SamePair pair) {}

  @Invalidate(region = "pair", key = "p:{pair}")
  void otherPair(Wrapped pair) {}

  @CacheAside(region = "two", key = "x:{id}", ttl = "5m")
  String one(long id) {
    return "";
  }

  @CacheAside(region = "two", key = "x:{flag}", ttl = "5m")
  String other(boolean flag) {
    return "";
  }

  @Invalidate(region = "two", key = "x:{flag}")
  void oneOfThem(Boolean flag) {}
}

// warning 38:37 CA145 @Invalidate key "s:{ids}": {ids} is java.util.List<java.lang.Long>, written [a,b], where the @CacheAside key "s:{ids}" of shop.Shop.set has java.util.Set<java.lang.Long>, written <a,b>, so it removes nothing; use the same type in both
// warning 41:37 CA145 @Invalidate key "s:{ids*}": {ids*} is java.lang.Long, where the @CacheAside key "s:{ids}" of shop.Shop.set has java.util.Set<java.lang.Long>, written <a,b>, so it removes nothing; write {ids}, without the '*', for the key of the whole collection
// warning 47:37 CA145 @Invalidate key "s:{ids}": {ids} is java.util.Set<java.lang.Boolean>, written <a,b>, where the @CacheAside key "s:{ids}" of shop.Shop.set has java.util.Set<java.lang.Long>, written <a,b>, so it removes nothing; use the same type in both
// warning 63:38 CA145 @Invalidate key "a:7:{query.ids}": {query.ids} is java.util.List<java.lang.Long>, written [a,b], where the @CacheAside key "a:{page}:{id}" of shop.Shop.plain has java.lang.Long, so it removes nothing; write {query.ids*} for one key for each element
// warning 66:38 CA145 @Invalidate key "a:{page}:{id}": {id} is java.util.Optional<java.lang.Long>, where the @CacheAside key "a:{page}:{id}" of shop.Shop.plain has java.lang.Long: an empty Optional is ~o in a key and null is ~, so the entry of an absent value stays; use the same type in both
// warning 69:38 CA145 @Invalidate key "a:{page}:{id}": {page} is double, where the @CacheAside key "a:{page}:{id}" of shop.Shop.plain has int, so it removes nothing; use the same type in both
// warning 77:38 CA145 @Invalidate key "a:{page}:{id}": {id} is shop.Shop$Color, where the @CacheAside key "a:{page}:{id}" of shop.Shop.plain has java.lang.Long, so it removes nothing; use the same type in both
// warning 80:38 CA145 @Invalidate key "a:{page}:{id}": {id} is shop.Shop$Wrapped, written (a,b), where the @CacheAside key "a:{page}:{id}" of shop.Shop.plain has java.lang.Long, so it removes nothing; use the same type in both
// warning 92:42 CA145 @Invalidate key "o:{id}": {id} is java.lang.Long, where the @CacheAside key "o:{id}" of shop.Shop.optionalRead has java.util.OptionalLong: an empty Optional is ~o in a key and null is ~, so the entry of an absent value stays; use the same type in both
// warning 106:38 CA145 @Invalidate key "t:{day}": {day} is java.time.LocalDate, where the @CacheAside key "t:{at}" of shop.Shop.at has java.time.Instant, so it removes nothing; use the same type in both
// warning 117:38 CA145 @Invalidate key "p:{pair}": {pair} is shop.Shop$Wrapped, written (a,b), where the @CacheAside key "p:{pair}" of shop.Shop.pair has shop.Shop$Pair, written (a,b), so it removes nothing; use the same type in both
// in class files only: warning CA145 @Invalidate key "a:{page}:{id}": {id} is java.util.UUID, where the @CacheAside key "a:{page}:{id}" of shop.Shop.plain has java.lang.Long, so it removes nothing; use the same type in both
