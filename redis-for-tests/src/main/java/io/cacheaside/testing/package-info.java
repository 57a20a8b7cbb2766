/**
 * A real Redis for tests, demo and benchmarks: {@link io.cacheaside.testing.RedisServer} finds or
 * starts one, {@link io.cacheaside.testing.SharedRedis} keeps one for the whole JVM.
 */
@NullMarked
package io.cacheaside.testing;

import org.jspecify.annotations.NullMarked;
