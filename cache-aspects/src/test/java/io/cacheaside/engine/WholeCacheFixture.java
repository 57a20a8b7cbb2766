package io.cacheaside.engine;

import io.cacheaside.testing.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** One server for all tests of a class, which begin with no data and a cache of their own. */
abstract class WholeCacheFixture {
  static RedisServer server;

  /** Opened by each class, as it needs it. */
  WholeCache cache;

  @BeforeAll
  static void startServer() {
    server = RedisServer.startProcess();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void close() {
    cache.redis.flushall();
    cache.close();
  }
}
