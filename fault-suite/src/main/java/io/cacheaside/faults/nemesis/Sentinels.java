package io.cacheaside.faults.nemesis;

import io.cacheaside.testing.RedisServer;
import io.cacheaside.testing.SentinelServers;
import org.jspecify.annotations.Nullable;

/** A primary with two replicas, watched by three Sentinels. */
final class Sentinels implements Stage {
  private final SentinelServers servers = SentinelServers.start();
  private @Nullable RedisServer killed;
  private @Nullable RedisServer paused;

  /** Kills the primary; returns when another one was elected. */
  void killPrimary() {
    RedisServer primary = servers.primary();
    primary.kill();
    killed = primary;
    servers.awaitNewPrimary(primary);
  }

  /** Pauses the primary; returns when another one was elected. The old one still is paused then. */
  void pausePrimary() {
    RedisServer primary = servers.primary();
    primary.pause();
    paused = primary;
    servers.awaitNewPrimary(primary);
  }

  @Override
  public void prepare() {
    if (killed != null) {
      killed.restart();
      killed = null;
    }
    if (paused != null) {
      paused.resume();
      paused = null;
    }
    servers.awaitHealthy();
  }

  @Override
  public String uri() {
    return servers.uri();
  }

  @Override
  public void close() {
    servers.close();
  }
}
