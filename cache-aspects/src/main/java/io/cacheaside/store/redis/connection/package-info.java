/**
 * Connections to one server: how they begin, how calls are written and answered in step, what ends
 * them, and what becomes of the calls then. All that knows the Redis client's own handlers is here.
 */
@NullMarked
package io.cacheaside.store.redis.connection;

import org.jspecify.annotations.NullMarked;
