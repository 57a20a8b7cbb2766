/**
 * Entries and leases in Redis: {@link io.cacheaside.store.redis.RedisStore} for one server, found
 * by its address or by Sentinels, {@link io.cacheaside.store.redis.RedisClusterStore}, and their
 * {@link io.cacheaside.store.redis.options.RedisStoreOptions}. Nothing outside this package knows
 * the Redis client. Each package below uses those only that stand before it: options, connection,
 * command, tracking, history, topology.
 */
@NullMarked
package io.cacheaside.store.redis;

import org.jspecify.annotations.NullMarked;
