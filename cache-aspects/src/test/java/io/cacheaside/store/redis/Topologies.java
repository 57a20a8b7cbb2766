package io.cacheaside.store.redis;

import io.cacheaside.testing.ClusterServers;
import io.cacheaside.testing.RedisServer;
import io.cacheaside.testing.SentinelServers;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sentinels and a Cluster for all tests of a JVM, started when first asked for; who disturbs them
 * heals them again.
 */
public final class Topologies {
  private static final Map<Integer, RawRedis> RAW = new HashMap<>();
  private static @Nullable SentinelServers sentinels;
  private static @Nullable ClusterServers cluster;

  private Topologies() {}

  public static synchronized SentinelServers sentinels() {
    SentinelServers present = sentinels;
    if (present == null) {
      present = SentinelServers.start();
      sentinels = present;
    }
    present.awaitHealthy();
    return present;
  }

  public static synchronized ClusterServers cluster() {
    ClusterServers present = cluster;
    if (present == null) {
      present = ClusterServers.start();
      cluster = present;
    }
    present.awaitHealthy();
    return present;
  }

  /** Returns a connection with the server, kept until the JVM ends. */
  public static synchronized RawRedis raw(RedisServer server) {
    return RAW.computeIfAbsent(server.port(), port -> new RawRedis(server.uri()));
  }
}
