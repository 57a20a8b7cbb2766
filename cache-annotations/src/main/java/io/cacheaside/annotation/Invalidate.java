package io.cacheaside.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that changes what cached methods load: after it, the named keys are loaded again.
 *
 * <pre>{@code
 * @Invalidate(key = "user:{user.id}")
 * void save(User user) { database.store(user); }
 * }</pre>
 *
 * <p>Calling {@code save(user42)} removes {@code user:42} once the method has ended. A load that
 * began before cannot put its old value back.
 *
 * <p>Inside a transaction that the runtime knows (Spring's, JTA's, or an {@code
 * InvalidationScope}), {@code user:42} is removed once the outermost transaction has committed, and
 * not at all if it has rolled back. Until then, reads of {@code user:42} in this transaction go
 * past the cache; others still get the old value from it. In a transaction that the runtime does
 * not know, the method has to commit itself.
 *
 * <p>The keys are computed before the method and after it, in case it changes an argument that they
 * are made of: the entries of both are removed.
 *
 * <p>Keys are removed also when the method threw: an exception does not prove that nothing was
 * written. May be repeated, for keys of several regions.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Invalidations.class)
public @interface Invalidate {

  /**
   * The templates of the keys to remove, written as in {@link CacheAside#key()}; besides the
   * parameters and {@code this}, {@code result} names what the method returned.
   *
   * <pre>{@code
   * @Invalidate(key = {"user:{result.id}", "users"})
   * User create(String name) { ... }
   * }</pre>
   *
   * <p>Calling {@code create("Ann")} removes {@code user:} followed by the new user's id, and
   * {@code users}. A template that names {@code result} is skipped when the method threw.
   *
   * <p>A {@code *} behind a name makes one key for each element of a collection, array or {@code
   * Optional}; a template has at most one.
   *
   * <pre>{@code
   * @Invalidate(key = "user:{users*.id}")
   * void saveAll(List<User> users) { ... }
   * }</pre>
   *
   * <p>Calling {@code saveAll(users)} removes the entry of each user, those of the key {@code
   * user:{id}}. Of null and of an empty collection nothing is removed. For more than 10,000 keys,
   * or 100,000 elements, the region is cleared; so it is for an {@code Iterable} that is no
   * collection, because its elements may be readable only once, and where elements cannot all be
   * read or the key of one cannot be computed.
   *
   * <p>Left out: everything in the {@link #region}, which then has to be named. However much that
   * is, it costs one step.
   *
   * <pre>{@code
   * @Invalidate(region = "catalog")
   * void importCatalog(Path file) { ... }
   * }</pre>
   */
  String[] key() default {};

  /**
   * The name of the region the keys belong to; it must be the one the cached method names.
   *
   * <pre>{@code
   * @Invalidate(region = "catalog", key = "price:{sku}")
   * void reprice(String sku, BigDecimal price) { ... }
   * }</pre>
   *
   * <p>Calling {@code reprice("A1", price)} removes {@code price:A1} of the region {@code catalog}
   * and of no other. Left out: the region of {@link CacheRegion} on the type, else {@code default}.
   */
  String region() default "";

  /**
   * Whether the keys are also fenced before the method runs.
   *
   * <pre>{@code
   * @Invalidate(key = "account:{id}", when = When.AROUND)
   * void withdraw(long id, BigDecimal amount) { ... }
   * }</pre>
   *
   * <p>If the JVM dies in {@code withdraw} after its commit, {@code account:} followed by the id is
   * stale for the rest of the fence, 10 s if the region's configuration says nothing, instead of
   * for the rest of its TTL. It costs one more round trip for each call. Keys that name {@code
   * result} are not known before the method, so they are not fenced.
   */
  When when() default When.AFTER;

  /** When an invalidation acts. */
  enum When {
    /** After the method, or after the transaction around it was committed. */
    AFTER,

    /**
     * Before the method too: what is cached then, or while the method runs, lives for the duration
     * of the fence only.
     */
    AROUND
  }
}
