/** What a store is opened with: {@link io.cacheaside.store.redis.options.RedisStoreOptions}. */
@NullMarked
package io.cacheaside.store.redis.options;

import org.jspecify.annotations.NullMarked;
