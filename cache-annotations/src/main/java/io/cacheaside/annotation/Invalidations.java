package io.cacheaside.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The container javac puts around several {@link Invalidate} annotations on one method; nobody
 * writes it.
 *
 * <pre>{@code
 * @Invalidate(key = "user:{id}")
 * @Invalidate(region = "search", key = "users")
 * void delete(long id) { ... }
 * }</pre>
 *
 * <p>Calling {@code delete(42)} removes {@code user:42} of the region {@code default} and {@code
 * users} of the region {@code search}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Invalidations {

  /** The annotations, in the order in which they were written. */
  Invalidate[] value();
}
