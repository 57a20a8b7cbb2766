package io.cacheaside.store.redis;

import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.RedisServer;
import io.cacheaside.testing.ReplyProxy;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** A store that is connected to a server through a proxy that mistreats replies. */
public abstract class ReplyProxyFixture extends OwnServerFixture {
  protected static final int MAX_VALUE_BYTES = 1 << 20;

  public RedisServer server;
  public ReplyProxy proxy;
  public RedisStore store;

  @BeforeEach
  protected void open() {
    server = server();
    proxy = ReplyProxy.to(server);
    closeLater(proxy);
    store =
        store(
            RedisStoreOptions.builder(proxy.uri())
                .commandTimeout(Duration.ofSeconds(20))
                .reconnectDelay(Duration.ofMillis(1), Duration.ofMillis(10))
                .maxValueBytes(MAX_VALUE_BYTES)
                .generationMaxAge(Duration.ofMinutes(1)));
    awaitUp(store);
  }
}
