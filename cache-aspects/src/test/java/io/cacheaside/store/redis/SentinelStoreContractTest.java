package io.cacheaside.store.redis;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("heavy")
class SentinelStoreContractTest extends SeveralServersContract {
  private static String uri;
  private static RawRedis raw;
  private RedisStore store;

  @BeforeAll
  static void startServers() {
    uri = Topologies.sentinels().uri();
    raw = Topologies.raw(Topologies.sentinels().primary());
  }

  @BeforeEach
  void open() {
    store =
        RedisStore.open(
            RedisStoreOptions.builder(uri).commandTimeout(Duration.ofSeconds(20)).build());
    get(store.firstConnection());
    Await.until("the watch connection is up", store::canWatch);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected Store store() {
    return store;
  }

  @Override
  RawRedis raw(Key key) {
    return raw;
  }
}
