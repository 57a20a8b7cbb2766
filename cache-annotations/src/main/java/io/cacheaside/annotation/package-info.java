/**
 * The annotations a user writes: {@link io.cacheaside.annotation.CacheAside} on a method that
 * loads, {@link io.cacheaside.annotation.Invalidate} on a method that writes, {@link
 * io.cacheaside.annotation.CacheRegion} on a type whose methods share a region, and {@link
 * io.cacheaside.annotation.CacheKey} on a type that stands in a key.
 *
 * <p>Annotations do nothing by themselves: the classes must be woven, and a runtime must be
 * installed. Without either, the methods behave as if they were not annotated.
 */
@NullMarked
package io.cacheaside.annotation;

import org.jspecify.annotations.NullMarked;
