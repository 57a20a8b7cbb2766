/**
 * A real Redis for tests, demo and benchmarks: {@link io.cacheaside.testing.RedisServer} finds or
 * starts one, {@link io.cacheaside.testing.SharedRedis} keeps one for the whole JVM. {@link
 * io.cacheaside.testing.SentinelServers} and {@link io.cacheaside.testing.ClusterServers} start
 * several, and {@link io.cacheaside.testing.FaultProxy} is a bad network before one.
 */
@NullMarked
package io.cacheaside.testing;

import org.jspecify.annotations.NullMarked;
