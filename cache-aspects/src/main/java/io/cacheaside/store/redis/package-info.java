/**
 * Entries and leases in Redis: {@link io.cacheaside.store.redis.RedisStore} for one server, found
 * by its address or by Sentinels, {@link io.cacheaside.store.redis.RedisClusterStore}, and their
 * {@link io.cacheaside.store.redis.RedisStoreOptions}. Nothing outside this package knows the Redis
 * client. The scripts lie beside the classes; docs/protocol.md says what each guarantees.
 */
@NullMarked
package io.cacheaside.store.redis;

import org.jspecify.annotations.NullMarked;
