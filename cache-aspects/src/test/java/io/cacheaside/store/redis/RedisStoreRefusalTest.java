package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store whose server is absent, silent, full, forgetful or read-only. */
@Timeout(120)
class RedisStoreRefusalTest extends OwnServerFixture {
  @Test
  void script_unknownToServer_isSentWithItsSource() {
    RedisServer server = server();
    RawRedis raw = raw(server);
    RedisStore store = connected(server);
    for (int round = 0; round < 2; round++) {
      List<CompletableFuture<Grant>> grants = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        Key key = Key.of("app:r:{" + round + "-" + i + "}");
        grants.add(store.acquire(key, token(), LEASE, null));
      }
      grants.forEach(grant -> assertThat(get(grant)).isInstanceOf(Grant.Granted.class));
      raw.sync().scriptFlush();
    }
    LeaseToken token = token();
    assertThat(get(store.acquire(KEY, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
    assertThat(get(store.renew(KEY, token, LEASE))).isTrue();
    raw.sync().scriptFlush();
    assertThat(get(store.populate(KEY, token, record(token, 9_000), LEASE))).isTrue();
    assertThat(get(store.lookup(KEY))).isEqualTo(record(token, 9_000));
  }

  @Test
  void memoryFull_refusesAcquire_andStillInvalidates() {
    RedisServer server = server("--maxmemory-policy", "noeviction");
    RawRedis raw = raw(server);
    RedisStore store = connected(server);
    LeaseToken token = token();
    assertThat(get(store.acquire(KEY, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
    raw.sync().configSet("maxmemory", "1");
    StoreException refused =
        Failure.of(store.acquire(Key.of("app:r:{other}"), token(), LEASE, null))
            .has(Reason.REFUSED)
            .exception();
    assertThat(refused)
        .hasMessageStartingWith(store + " refused script acquire: ")
        .hasMessageContaining("OOM command not allowed when used memory > 'maxmemory'")
        .hasMessageEndingWith("; raise maxmemory or let it evict (maxmemory-policy allkeys-lru)");
    Failure.of(store.populate(KEY, token, record(token, 100_000), LEASE)).has(Reason.REFUSED);
    assertThat(get(store.invalidate(List.of(KEY)))).isEqualTo(1);
    assertThat(get(store.lookup(KEY))).isNull();
  }

  @Test
  void replica_refusesWrites_andServesReads() {
    RedisServer server = server("--replicaof", "127.0.0.1", "1");
    RedisStore store = connected(server);
    assertThat(get(store.lookup(KEY))).isNull();
    StoreException refused =
        Failure.of(store.acquire(KEY, token(), LEASE, null)).has(Reason.REFUSED).exception();
    assertThat(refused)
        .hasMessageContaining("READONLY")
        .hasMessageEndingWith(
            "; it is a replica: name the primary in the Redis URI, or the Sentinels that know it");
    Failure.of(store.invalidate(List.of(KEY))).has(Reason.REFUSED);
  }

  @Test
  void queueFull_refusesAtOnce_andRecovers() {
    RedisServer server = server();
    RedisStore store = store(options(server).requestQueueSize(100));
    get(store.firstConnection());
    server.pause();
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      calls.add(store.lookup(KEY));
    }
    Await.until(
        "those beyond the bound have failed",
        () -> calls.stream().filter(CompletableFuture::isCompletedExceptionally).count() >= 900);
    Failure.of(calls.get(999)).has(Reason.OVERLOADED);
    server.resume();
    Await.until("the queue is empty", () -> answers(store));
    assertThat(get(store.lookup(KEY))).isNull();
    assertThat(calls).allMatch(CompletableFuture::isDone);
  }

  @Test
  void bytesFull_refusesAtOnce_andRecovers() {
    RedisServer server = server();
    RedisStore store = store(options(server).requestQueueBytes(4_000_000));
    get(store.firstConnection());
    server.pause();
    LeaseToken token = token();
    byte[] record = record(token, 1_000_000);
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(store.populate(KEY, token, record, LEASE));
    }
    Await.until(
        "what neither the bound nor the sockets can take has failed",
        () -> calls.stream().filter(CompletableFuture::isCompletedExceptionally).count() >= 30);
    Failure.of(calls.get(49))
        .has(Reason.OVERLOADED)
        .says(
            store
                + ": SET was not sent: with it more than 4000000 bytes would wait to be written;"
                + " write less at once");
    assertThat(store.lookup(KEY)).as("a lookup keeps no bytes").isNotDone();
    server.resume();
    Await.until("the queue is empty", () -> answers(store));
    Await.until("all have ended", () -> calls.stream().allMatch(CompletableFuture::isDone));
    assertThat(get(store.populate(KEY, token, record, LEASE))).isFalse();
  }

  @Test
  void silentServer_callOtherThanLookup_endsWithTimeout() {
    RedisServer server = server();
    RedisStore store = store(options(server).commandTimeout(Duration.ofMillis(50)));
    get(store.firstConnection());
    server.pause();
    CompletableFuture<byte @Nullable []> lookup = store.lookup(KEY);
    Failure.of(store.release(KEY, token()))
        .has(Reason.TIMEOUT)
        .says(store + " did not answer script release in 50 ms");
    assertThat(lookup).as("bounded by its caller").isNotDone();
    assertThat(lookup.cancel(false)).isTrue();
    server.resume();
    Await.until("the connection is still in step", () -> answers(store));
    assertThat(get(store.lookup(KEY))).isNull();
  }

  @Test
  void absentServer_failsCallsAtOnce_andConnectsWhenItStarts() {
    RedisServer server = server();
    server.kill();
    RedisStore store = store(options(server));
    assertThat(store.firstConnection()).isNotDone();
    Await.until("the first attempt failed", () -> store.lastConnectError() != null);
    String error = "Connection refused";
    assertThat(store.lastConnectError()).isEqualTo(error);
    Failure.of(store.lookup(KEY))
        .has(Reason.UNAVAILABLE)
        .says("Redis at 127.0.0.1:" + server.port() + " is not connected: " + error);
    assertThat(store.watch(KEY, token())).isNotDone();
    server.restart();
    get(store.firstConnection());
    awaitUp(store);
  }
}
