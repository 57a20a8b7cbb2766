package io.cacheaside.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Allows values of a type of your own to stand in a key.
 *
 * <p>On a record, the key text is made of all components, in their order:
 *
 * <pre>{@code
 * @CacheKey
 * record Page(int number, int size) {}
 * }</pre>
 *
 * <p>A placeholder that yields {@code new Page(2, 50)} is written as {@code (2,50)}. Adding,
 * removing or moving a component changes the keys.
 *
 * <p>On a public instance method without parameters, the key text is made of that method's value:
 *
 * <pre>{@code
 * final class Isbn {
 *   @CacheKey public String digits() { ... }
 * }
 * }</pre>
 *
 * <p>A placeholder that yields an {@code Isbn} with the digits {@code 9780134685991} is written as
 * {@code (9780134685991)}. Two objects with equal values of that method have one key. A type has at
 * most one such method; subclasses inherit it.
 *
 * <p>The components' types and the method's return type must have a key text themselves, see {@link
 * io.cacheaside.key}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CacheKey {}
