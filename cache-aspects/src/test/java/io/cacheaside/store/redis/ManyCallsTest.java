package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.store.GuardedStore;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More calls at once than a connection gets through in an instant, with the default options. */
@Timeout(120)
class ManyCallsTest extends OwnServerFixture {
  private static final int CALLS = 10_000;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CacheCounters counters = new CacheCounters();

  @AfterEach
  void endTimer() {
    timer.shutdownNow();
  }

  @Test
  void tenThousandLookupsAtOnce_areAllAnswered() {
    RedisServer server = server();
    RedisStore store = store(RedisStoreOptions.builder(server.uri()));
    awaitUp(store);
    LeaseToken token = token();
    assertThat(get(store.acquire(KEY, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
    byte[] record = record(token, 300);
    assertThat(get(store.populate(KEY, token, record, LEASE))).isTrue();
    GuardedStore guarded = new GuardedStore(store, timer, counters);

    List<CompletableFuture<byte @Nullable []>> lookups = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      lookups.add(guarded.lookup(KEY));
    }

    lookups.forEach(lookup -> assertThat(get(lookup)).isEqualTo(record));
    assertThat(guarded.isOpen()).isFalse();
  }

  @Test
  void moreLookupsThanTheBound_failAtOnce_andNeitherOpenTheBreakerNorEndTheConnection() {
    RedisServer server = server();
    RedisStore store = store(RedisStoreOptions.builder(server.uri()).requestQueueSize(100));
    awaitUp(store);
    long epoch = store.epoch();
    GuardedStore guarded = new GuardedStore(store, timer, counters);
    server.pause(); // so that none of them leaves before the last has come

    List<CompletableFuture<byte @Nullable []>> lookups = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      lookups.add(guarded.lookup(Key.of("app:r:{" + i + "}")));
    }

    Await.until(
        "those beyond the bound have failed",
        () -> lookups.stream().filter(CompletableFuture::isDone).count() >= CALLS - 200);
    assertThat(guarded.isOpen()).isFalse();
    server.resume();
    Await.until("all have ended", () -> lookups.stream().allMatch(CompletableFuture::isDone));
    assertThat(get(guarded.lookup(KEY))).isNull();
    assertThat(guarded.isOpen()).isFalse();
    assertThat(store.epoch()).isEqualTo(epoch);
    assertThat(counters.snapshot().breakerOpenings()).isZero();
  }
}
