package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.ClusterServers;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("heavy")
class ClusterStoreContractTest extends SeveralServersContract {
  private static final Map<Integer, RawRedis> PRIMARIES = new HashMap<>();
  private static ClusterServers cluster;
  private RedisClusterStore store;

  @BeforeAll
  static void startServers() {
    cluster = Topologies.cluster();
  }

  @BeforeEach
  void open() {
    store =
        RedisClusterStore.open(
            RedisStoreOptions.builder(cluster.uri()).commandTimeout(Duration.ofSeconds(20)).build(),
            UnaryOperator.identity());
    get(store.firstConnection());
    Await.until("the watch connections are up", store::canWatch);
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
    return PRIMARIES.computeIfAbsent(
        SlotHash.getSlot(key.bytes()), slot -> Topologies.raw(cluster.primaryOf(slot)));
  }

  @Test
  void invalidate_manyKeysOfManySlots_removesAll() {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Key key = key("many" + i);
      keys.add(key);
      LeaseToken token = token();
      assertThat(get(store.acquire(key, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
    }
    keys.add(keys.get(0));
    assertThat(get(store.invalidate(keys))).isEqualTo(500);
    keys.forEach(key -> assertThat(get(store.lookup(key))).isNull());
  }

  @Test
  void invalidate_keysOfOneSlot_isOneCommand() {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      keys.add(Key.of(prefix + i + ":r:{same}"));
    }
    RawRedis raw = raw(keys.get(0));
    raw.sync().configResetstat();
    assertThat(get(store.invalidate(keys))).isZero();
    assertThat(raw.sync().info("commandstats")).contains("cmdstat_unlink:calls=1,");
  }

  @Test
  void invalidate_noKey_isNothing() {
    assertThat(get(store.invalidate(List.of()))).isZero();
  }

  @Test
  void toString_namesWhatTheUriNames() {
    assertThat(store)
        .hasToString(
            "Redis the cluster of " + cluster.uri().substring("redis-cluster://".length()));
  }
}
