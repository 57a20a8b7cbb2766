package shop;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;
import io.cacheaside.annotation.Invalidate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;

enum Kind {
  ONE,
  TWO
}

@CacheKey
record Page<T>(int number, T size) {}

final class Isbn {
  @CacheKey
  public String digits() {
    return "";
  }
}

class Ids extends java.util.ArrayList<Long> {
  private static final long serialVersionUID = 1L;
}

interface Identified<K> {
  K getId();
}

abstract class Entity<K extends Comparable<K>> implements Identified<K> {
  public final int version = 1;
  private K id;

  @Override
  public K getId() {
    return id;
  }
}

class User extends Entity<Long> {
  private String name;
  private transient Thread thread;
  private User partner;

  public boolean isActive() {
    return true;
  }

  public User getPartner() {
    return partner;
  }

  public String getURL() {
    return name;
  }
}

record Query(String words, Page<Long> page, Optional<LocalDate> from, boolean issues) {}

sealed interface Payment<T> permits Card, Cash, Voucher {}

record Card<T>(T number, Payment<T> next) implements Payment<T> {}

record Cash<T>(BigDecimal amount) implements Payment<T> {}

non-sealed class Voucher<T> implements Payment<T> {
  private T code;
}

record Tree<T>(T value, List<Tree<T>> children, Map<String, Set<Kind>> kinds) {}

@SuppressWarnings("unused")
class Users {
  static final String PREFIX = "user:";

  @CacheAside(key = PREFIX + "{user.id}:{user.version}:{user.active}:{user.URL}", ttl = "24d")
  User inherited(User user) {
    return user;
  }

  @CacheAside(key = "partner:{user.partner.partner.id}", ttl = "PT5M", negativeTtl = "5m")
  <T extends User> Optional<T> variable(T user) {
    return Optional.empty();
  }

  @CacheAside(
      key = "query:{query.words}:{query.page}:{query.from}:{query.issues}:{query.page.number}",
      ttl = "1h30m",
      region = "queries")
  Tree<String>[] query(Query query) {
    return null;
  }

  @CacheAside(key = "k:{kind}:{isbn}:{ids}:{texts}:{uuid}:{page}:{dates}", ttl = "1d")
  Payment<String> keys(
      Kind kind,
      Isbn isbn,
      Ids ids,
      Set<? extends List<String[]>> texts,
      UUID uuid,
      Page<Isbn> page,
      Optional<Collection<LocalDate>> dates) {
    return null;
  }

  @CacheAside(key = "bits:{bits}:{grid}:{chars}:{maybe}", ttl = "1ms")
  EnumMap<Kind, SortedSet<Integer>> arrays(
      long[] bits, int[][] grid, char chars, OptionalLong maybe) {
    return null;
  }

  @CacheAside(key = "rates", ttl = "1s")
  static final Map.Entry<String, byte[]> rates() {
    return null;
  }

  @CacheAside(key = "number", ttl = "1s")
  int number() {
    return 1;
  }

  @CacheAside(key = "var:{ids}", ttl = "1s")
  String varargs(long... ids) {
    return "";
  }

  @Invalidate(key = {PREFIX + "{result.id}:{user.version}:{user.active}:{user.URL}", "rates"})
  @Invalidate(key = "partner:{result.id}")
  User save(User user) {
    return user;
  }

  @Invalidate(key = "elsewhere:{id}", region = "other")
  void otherModule(long id) {}

  @SuppressWarnings("CA105")
  @CacheAside(key = "id:{entity.id}", ttl = "1s")
  String wildcard(Identified<? extends Number> unused, Identified<Long> entity, int... more) {
    return "";
  }

  @SuppressWarnings({"CA105", "CA135"})
  @CacheAside(key = "silenced", ttl = "1s")
  synchronized String silenced(int unused) {
    return "";
  }
}
