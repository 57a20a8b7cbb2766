package io.cacheaside.store.redis;

import io.cacheaside.spi.Store;
import io.cacheaside.store.redis.topology.ClusterView;
import java.util.concurrent.CompletableFuture;

/** A primary of a cluster: its connections, from when it is learned of until it is none. */
final class ClusterPrimary {
  private final ClusterView.Server server;
  private final RedisStore store;
  private final Store guarded;
  private final ClusterAsking asking;

  /**
   * @param store for what has to pass a breaker
   * @param guarded the same store behind its breaker
   * @param asking for keys that are on their way to it
   */
  ClusterPrimary(ClusterView.Server server, RedisStore store, Store guarded, ClusterAsking asking) {
    this.server = server;
    this.store = store;
    this.guarded = guarded;
    this.asking = asking;
  }

  ClusterView.Server server() {
    return server;
  }

  RedisStore store() {
    return store;
  }

  Store guarded() {
    return guarded;
  }

  ClusterAsking asking() {
    return asking;
  }

  /** Ends everything; the future completes when the connections are closed. */
  CompletableFuture<?> close() {
    CompletableFuture<?> disconnected = CompletableFuture.allOf(store.disconnect(), asking.close());
    guarded.close();
    return disconnected;
  }
}
