/**
 * Where servers are, as a text says it, and whether the log may speak of them yet. Not exported.
 */
@NullMarked
package io.cacheaside.store.redis.address;

import org.jspecify.annotations.NullMarked;
