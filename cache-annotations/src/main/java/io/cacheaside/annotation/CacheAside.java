package io.cacheaside.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method whose result is kept in the cache: the body runs only when the cache has no entry
 * for the key, and once for all callers who ask at the same time.
 *
 * <pre>{@code
 * @CacheAside(key = "user:{id}", ttl = "5m")
 * User find(long id) { return database.load(id); }
 * }</pre>
 *
 * <p>Calling {@code find(42)} looks up {@code user:42}; if there is no entry, the body runs and its
 * result is stored for at most five minutes. A body that throws stores nothing.
 *
 * <p>Methods of any visibility, static and final ones and calls through {@code this} are covered. A
 * mistake in a value is thrown at each call of the method while a runtime is installed, before
 * anything is cached.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CacheAside {

  /**
   * The template of the key: literal text and {@code {parameter}} or {@code
   * {parameter.property.property}}.
   *
   * <pre>{@code
   * @CacheAside(key = "orders:{customer.id}:{page}", ttl = "1m")
   * List<Order> orders(Customer customer, int page) { ... }
   * }</pre>
   *
   * <p>Calling {@code orders(customer17, 2)} uses the key {@code orders:17:2}. {@code
   * {this.property}} is a property of the object that the method is called on, whether public or
   * not; without it, all objects of the class and of its subclasses share their entries:
   *
   * <pre>{@code
   * @CacheAside(key = "{this.tenant}:user:{id}", ttl = "5m")
   * User find(long id) { ... }
   * }</pre>
   *
   * <p>Two methods whose templates differ in the names of placeholders only have the same keys, if
   * they are in one {@link #region()}: they share their entries, or replace each other's if they
   * return different types, which is an error.
   *
   * <p>Different argument values always give different keys; which types may stand in a key and how
   * they are written is the contract of {@link io.cacheaside.key}. A template without placeholders
   * is legal: {@code "rates"}.
   */
  String key();

  /**
   * The longest time for which an entry may be served, as a {@linkplain
   * io.cacheaside.key.DurationText duration text}.
   *
   * <pre>{@code
   * @CacheAside(key = "rates", ttl = "1h30m")
   * Rates rates() { ... }
   * }</pre>
   *
   * <p>Calling {@code rates()} serves no value that was loaded more than ninety minutes ago, even
   * if an invalidation was missed. Must be positive.
   *
   * <p>Left out: the TTL of {@link CacheRegion} on the type, else the one that the configuration
   * has for the region, {@code region.<name>.ttl}, which also overrules both. Where none of them
   * has one, the start fails: there is no default on purpose.
   */
  String ttl() default "";

  /**
   * The longest time for which an absence ({@code null}, an empty {@code Optional}) may be served.
   *
   * <pre>{@code
   * @CacheAside(key = "user:{name}", ttl = "5m", negativeTtl = "10s")
   * Optional<User> byName(String name) { ... }
   * }</pre>
   *
   * <p>Calling {@code byName("nobody")} again and again runs the body once in ten seconds. Left
   * out: what the region's configuration says, else the smaller of {@link #ttl()} and 30 s.
   */
  String negativeTtl() default "";

  /**
   * The name of the region the key belongs to: the unit of configuration and metrics.
   *
   * <pre>{@code
   * @CacheAside(region = "catalog", key = "price:{sku}", ttl = "5m")
   * BigDecimal price(String sku) { ... }
   * }</pre>
   *
   * <p>Calling {@code price("A1")} uses the key {@code price:A1} of the region {@code catalog},
   * which is not the key {@code price:A1} of any other region. Left out: the region of {@link
   * CacheRegion} on the type, else {@code default}.
   */
  String region() default "";
}
