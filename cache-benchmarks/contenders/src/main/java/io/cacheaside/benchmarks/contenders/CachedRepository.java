package io.cacheaside.benchmarks.contenders;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Source} behind a cache in Redis. What is found is cached for an hour; the cache of each
 * contender has keys of its own. Threadsafe.
 */
public interface CachedRepository extends AutoCloseable {

  /** Returns a customer; what the client got, if the contender does not decode. */
  Object customer(long id) throws Exception;

  /** Returns a customer's orders; what the client got, if the contender does not decode. */
  Object orders(long id) throws Exception;

  /**
   * Asks for a customer that does not exist, and caches that.
   *
   * @return null
   * @throws UnsupportedOperationException if the contender does not cache absence
   */
  @Nullable Object missing(long id) throws Exception;

  /** Removes a customer from the cache, as after a write. */
  void invalidate(long id) throws Exception;

  /** Disconnects. */
  @Override
  void close() throws Exception;
}
