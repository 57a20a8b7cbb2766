/**
 * The cache as an application sets it up: {@link io.cacheaside.CacheAsideConfig} says how, {@link
 * io.cacheaside.CacheAsideRuntime} is the cache in force.
 *
 * <p>A tour of the code: {@code @CacheAside} is woven with {@code CacheAsideAspect}, which asks
 * {@code CacheEngine}; a {@code MethodPlan} is the annotation compiled once, and {@code ReadPath}
 * is what happens in a call. {@code @Invalidate} ends in {@code WritePath}. Below both lie the
 * seams in {@link io.cacheaside.spi}.
 */
@NullMarked
package io.cacheaside;

import org.jspecify.annotations.NullMarked;
