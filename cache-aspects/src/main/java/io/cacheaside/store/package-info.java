/**
 * Stores and what stands around them: {@link io.cacheaside.store.MemoryStore} keeps entries in this
 * JVM, the package {@code redis} below keeps them in Redis.
 */
@NullMarked
package io.cacheaside.store;

import org.jspecify.annotations.NullMarked;
