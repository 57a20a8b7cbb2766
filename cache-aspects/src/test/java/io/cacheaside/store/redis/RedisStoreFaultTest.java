package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.KillArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store whose server is killed, frozen or restarted, or whose connections are cut. */
@Timeout(120)
@Tag("heavy")
class RedisStoreFaultTest extends OwnServerFixture {
  @Test
  void kill_failsWhatIsUnderWay_andConnectsAgain() {
    RedisServer server = server();
    RedisStore store = connected(server);
    long epoch = store.epoch();
    LeaseToken token = token();
    assertThat(get(store.acquire(KEY, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
    CompletableFuture<@Nullable Void> watch = store.watch(KEY, token);

    server.pause();
    List<CompletableFuture<?>> calls = callsOfEveryKind(store);
    assertThat(calls).noneMatch(CompletableFuture::isDone);
    server.kill();

    calls.forEach(call -> Failure.of(call).has(Reason.UNAVAILABLE));
    get(watch);
    assertThat(store.epoch()).isGreaterThan(epoch);
    Failure.of(store.lookup(KEY)).has(Reason.UNAVAILABLE);
    assertThat(store.lastConnectError()).isNotNull();

    long between = store.epoch();
    server.restart();
    awaitUp(store);
    assertThat(store.epoch()).isGreaterThan(between);
    assertThat(get(store.lookup(KEY))).as("nothing is sent again").isNull();
    assertThat(raw(server).sync().dbsize()).isZero();
  }

  @Test
  void reset_ofSilentServer_failsWhatIsUnderWay() {
    RedisServer server = server();
    RedisStore store = connected(server);
    long epoch = store.epoch();
    server.pause();
    List<CompletableFuture<?>> calls = callsOfEveryKind(store);
    assertThat(calls).noneMatch(CompletableFuture::isDone);
    store.reset();
    calls.forEach(call -> Failure.of(call).has(Reason.UNAVAILABLE));
    assertThat(store.epoch()).isGreaterThan(epoch);
    Failure.of(store.lookup(KEY))
        .has(Reason.UNAVAILABLE)
        .says(store + " is not connected: connection lost");
    server.resume();
    awaitUp(store);
  }

  private List<CompletableFuture<?>> callsOfEveryKind(RedisStore store) {
    LeaseToken token = token();
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(store.lookup(KEY));
      calls.add(store.acquire(KEY, token(), LEASE, null));
      calls.add(store.renew(KEY, token, LEASE));
      calls.add(store.populate(KEY, token, record(token, 10), LEASE));
      calls.add(store.populate(KEY, token, record(token, 100_000), LEASE));
      calls.add(store.release(KEY, token));
      calls.add(store.invalidate(List.of(KEY)));
      calls.add(store.ping());
    }
    return calls;
  }

  /** The scripts are executed when the server thaws, and their replies find nobody. */
  @Test
  void connectionClosed_beforeReply_executesOnce() {
    RedisServer server = server();
    RawRedis raw = raw(server);
    RedisStore store = connected(server);
    teachScripts(store);
    raw.sync().configResetstat();
    server.pause();
    CompletableFuture<Grant> acquire = store.acquire(KEY, token(), LEASE, null);
    CompletableFuture<Long> invalidate = store.invalidate(List.of(KEY));
    store.reset();
    Failure.of(acquire).has(Reason.UNAVAILABLE);
    Failure.of(invalidate).has(Reason.UNAVAILABLE);
    server.resume();
    awaitUp(store);
    Await.until("what was sent is executed", () -> calls(raw, "unlink") > 0);
    get(store.ping());
    assertThat(calls(raw, "evalsha")).isEqualTo(2);
    assertThat(calls(raw, "eval")).isZero();
    assertThat(calls(raw, "unlink")).isEqualTo(1);
  }

  /** The server executes the script and drops the connection before it writes the reply. */
  @Test
  void connectionKilledByServer_beforeReply_executesOnce() {
    RedisServer server = server();
    RawRedis raw = raw(server);
    RedisStore store = connected(server);
    teachScripts(store);
    long epoch = store.epoch();
    KillArgs data = KillArgs.Builder.id(raw.clientId("cacheaside-data"));
    raw.sync().configResetstat();
    server.pause();
    CompletableFuture<Grant> acquire = store.acquire(KEY, token(), LEASE, null);
    var killed = raw.async().clientKill(data);
    server.resume();
    assertThat(get(killed.toCompletableFuture())).isEqualTo(1);
    get(acquire.handle((grant, failure) -> true)); // whichever came first, it has ended
    Await.until("the end is noticed", () -> store.epoch() != epoch);
    awaitUp(store);
    assertThat(calls(raw, "evalsha")).isLessThanOrEqualTo(1);
    assertThat(calls(raw, "eval")).isZero();
  }

  private void teachScripts(RedisStore store) {
    LeaseToken token = token();
    assertThat(get(store.invalidate(List.of(KEY)))).isZero();
    assertThat(get(store.acquire(KEY, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
    assertThat(get(store.release(KEY, token))).isTrue();
  }

  private static long calls(RawRedis raw, String command) {
    return callsIn(raw.sync().info("commandstats"), command);
  }

  private static long callsIn(String stats, String command) {
    return stats
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^[^=]*=(\\d+).*", "$1").strip()))
        .sum();
  }

  @Test
  void connectionsDroppedUnderLoad_everyCallEnds_andEachCountsOnce() {
    RedisServer server = server();
    RawRedis raw = raw(server);
    RedisStore store = connected(server);
    raw.sync().configResetstat();
    List<CompletableFuture<Long>> calls = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      int first = calls.size();
      for (int i = 0; i < 200; i++) {
        calls.add(store.invalidate(List.of(Key.of("app:r:{" + i + "}"))));
      }
      assertThat(get(calls.get(first))).isZero(); // the others are on their way
      CompletableFuture<Void> reset = CompletableFuture.runAsync(store::reset);
      for (int i = 0; i < 200; i++) {
        calls.add(store.invalidate(List.of(Key.of("app:r:{" + i + "}"))));
      }
      get(reset);
      Await.until("connected again", () -> answers(store));
    }
    long answered = 0;
    for (CompletableFuture<Long> call : calls) {
      answered += get(call.handle((n, failure) -> failure == null ? 1 : 0));
    }
    assertThat(calls(raw, "unlink")).isBetween(answered, (long) calls.size());
    assertThat(answered).isGreaterThanOrEqualTo(20);
  }

  @Test
  void watchConnectionLost_wakesWaiters_andIsMadeAgain() {
    RedisServer server = server();
    RawRedis raw = raw(server);
    RedisStore store = connected(server);
    long epoch = store.epoch();
    LeaseToken token = token();
    assertThat(get(store.acquire(KEY, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
    CompletableFuture<@Nullable Void> watch = store.watch(KEY, token);
    KillArgs tracked = KillArgs.Builder.id(raw.clientId("cacheaside-watch"));
    assertThat(raw.sync().clientKill(tracked)).isEqualTo(1);
    get(watch);
    assertThat(store.epoch()).as("leases are not touched").isEqualTo(epoch);
    Await.until("the watch connection is back", store::canWatch);
    CompletableFuture<@Nullable Void> again = store.watch(KEY, token);
    assertThat(get(store.release(KEY, token))).isTrue();
    get(again);
  }

  @Test
  void watch_flush_wakes() {
    RedisServer server = server();
    RedisStore store = connected(server);
    LeaseToken token = token();
    assertThat(get(store.acquire(KEY, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
    CompletableFuture<@Nullable Void> watch = store.watch(KEY, token);
    Await.until("tracked", () -> tracks(raw(server)));
    assertThat(raw(server).sync().flushall()).isEqualTo("OK");
    get(watch);
    assertThat(store.waiters()).isZero();
  }

  private static boolean tracks(RawRedis raw) {
    return raw.sync().info("stats").contains("tracking_total_keys:1");
  }

  @Test
  void open_makesTwoNamedConnections_andCloseLeavesNothing() {
    RedisServer server = server();
    RawRedis raw = raw(server);
    RedisStore store = connected(server);
    assertThat(raw.clientsNamed("cacheaside-data")).isEqualTo(1);
    assertThat(raw.clientsNamed("cacheaside-watch")).isEqualTo(1);
    store.close();
    store.close();
    Await.until("both are closed", () -> raw.clientsNamed("cacheaside-data") == 0);
    Await.until("both are closed", () -> raw.clientsNamed("cacheaside-watch") == 0);
    Failure.of(store.lookup(KEY))
        .has(Reason.UNAVAILABLE)
        .says(store + " is not connected: this store is closed");
  }

  @Test
  void close_endsItsThreads_alsoWhileRedisIsAway() {
    RedisServer server = server();
    List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());
    RedisStore used = RedisStore.open(options(server).build());
    get(used.firstConnection());
    RedisStore away = RedisStore.open(RedisStoreOptions.builder("redis://127.0.0.1:1").build());
    Await.until("an attempt failed", () -> away.lastConnectError() != null);
    assertThat(threadsSince(before)).isNotEmpty();
    used.close();
    away.close();
    Await.until("no thread is left", () -> threadsSince(before).isEmpty());
  }

  private static List<String> threadsSince(List<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && thread.getName().startsWith("lettuce"))
        .map(Thread::getName)
        .toList();
  }
}
