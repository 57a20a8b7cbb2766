package io.cacheaside.faults.nemesis;

import io.cacheaside.testing.FaultProxy;
import io.cacheaside.testing.RedisServer;

/** One server behind a network that can be broken. */
final class Proxied implements Stage {
  private final RedisServer server;
  private final FaultProxy network;

  private Proxied(RedisServer server) {
    this.server = server;
    this.network = FaultProxy.to(server);
  }

  static Proxied start() {
    return new Proxied(RedisServer.startProcess());
  }

  FaultProxy network() {
    return network;
  }

  @Override
  public String uri() {
    return network.uri();
  }

  @Override
  public void close() {
    network.close();
    server.close();
  }
}
