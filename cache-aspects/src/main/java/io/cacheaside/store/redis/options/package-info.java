/**
 * What a store is opened with: {@link io.cacheaside.store.redis.options.RedisStoreOptions}, and the
 * addresses of servers.
 */
@NullMarked
package io.cacheaside.store.redis.options;

import org.jspecify.annotations.NullMarked;
