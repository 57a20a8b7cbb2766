package io.cacheaside.engine.testing;

import io.cacheaside.testing.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** One server for all tests of a class, which begin with no data and a cache of their own. */
public abstract class WholeCacheFixture {
  public static RedisServer server;

  /** Opened by each class, as it needs it. */
  public WholeCache cache;

  @BeforeAll
  protected static void startServer() {
    server = RedisServer.startProcess();
  }

  @AfterAll
  protected static void stopServer() {
    server.close();
  }

  @AfterEach
  protected void close() {
    cache.redis.flushall();
    cache.close();
  }
}
