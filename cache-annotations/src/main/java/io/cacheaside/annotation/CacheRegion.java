package io.cacheaside.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says once, on a type, what its annotated methods need not repeat: their region, and their TTL.
 *
 * <pre>{@code
 * @CacheRegion(value = "users", ttl = "5m")
 * class Users {
 *   @CacheAside(key = "user:{id}")
 *   User find(long id) { ... }
 *
 *   @Invalidate(key = "user:{user.id}")
 *   void save(User user) { ... }
 * }
 * }</pre>
 *
 * <p>Calling {@code find(42)} uses the key {@code user:42} of the region {@code users} and keeps it
 * for at most five minutes; {@code save} removes it.
 *
 * <p>What a method writes itself counts before what stands here, each attribute for itself: a
 * {@code @CacheAside} with a region of its own and without a TTL has the TTL that stands here.
 *
 * <p>Only the methods count that this type itself declares, be it a class, an interface, a record
 * or an enum: not those of its subclasses, nor those of types nested in it, which may have the
 * annotation themselves.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CacheRegion {

  /**
   * The region of each {@link CacheAside} and {@link Invalidate} in this type that names none.
   *
   * <pre>{@code
   * @CacheRegion("users")
   * class Users { ... }
   * }</pre>
   *
   * <p>A method of this type names another region by writing it, {@code region = "default"} for the
   * one that methods are in elsewhere. To clear the region, an {@code @Invalidate} still has to
   * name it: without a key and without a region it is a mistake.
   */
  String value();

  /**
   * The TTL of each {@link CacheAside} in this type that names none, as a {@linkplain
   * io.cacheaside.key.DurationText duration text}.
   *
   * <pre>{@code
   * @CacheRegion(value = "users", ttl = "5m")
   * class Users { ... }
   * }</pre>
   *
   * <p>Left out: each method names its own, or the configuration has one for its region.
   */
  String ttl() default "";
}
