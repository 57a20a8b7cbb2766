package io.cacheaside.faults.nemesis;

import io.cacheaside.testing.RedisServer;
import io.cacheaside.testing.ReplyProxy;

/** One server behind a proxy that can mistreat its replies. */
final class Mistreated implements Stage {
  private final RedisServer server = RedisServer.startProcess();
  private final ReplyProxy proxy = ReplyProxy.to(server);

  ReplyProxy proxy() {
    return proxy;
  }

  @Override
  public String uri() {
    return proxy.uri();
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }
}
