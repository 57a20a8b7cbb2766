package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Forwarder;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Reconnection.History;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A primary and its replica as real servers, and an address that leads to the one, then the other.
 */
@Timeout(120)
@Tag("heavy")
class RedisStoreFailoverTest extends OwnServerFixture {
  private final RedisServer primary = server();
  private final RedisServer replica = server();
  private final Forwarder address = new Forwarder(primary.port());
  private final Forwarder replication = new Forwarder(primary.port());
  private final List<Reconnection> reconnections = new CopyOnWriteArrayList<>();

  @AfterEach
  void closeAddress() {
    address.close();
    replication.close();
  }

  private void replicate() {
    replicate(primary, replication.port(), replica);
  }

  private void awaitReplicated() {
    awaitReplicated(primary);
  }

  private RedisStore store(int replicas, Duration timeout) {
    RedisStore store =
        store(
            RedisStoreOptions.builder(address.uri())
                .commandTimeout(Duration.ofSeconds(20))
                .durability(replicas, timeout));
    store.onReconnect(reconnections::add);
    awaitUp(store);
    return store;
  }

  private RedisStore store() {
    return store(0, Duration.ofMillis(50));
  }

  private void populate(RedisStore store, Key key) {
    LeaseToken token = token();
    assertThat(get(store.acquire(key, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
    assertThat(get(store.populate(key, token, record(token, 10), LEASE))).isTrue();
  }

  private void promote() {
    assertThat(raw(replica).sync().replicaofNoOne()).isEqualTo("OK");
    address.switchTo(replica.port());
  }

  private Reconnection reconnection() {
    Await.until("connected again", () -> !reconnections.isEmpty());
    return reconnections.get(0);
  }

  @Test
  void promotion_deleteNotReplicated_isNoticed_andOldValueIsNotServedBeforeRecovery() {
    replicate();
    RedisStore store = store();
    populate(store, KEY);
    awaitReplicated();
    replication.refuse();
    assertThat(get(store.invalidate(List.of(KEY)))).isEqualTo(1);
    Await.until("a sample was taken behind the delete", sampled(raw(primary)));
    primary.kill();
    promote();

    assertThat(reconnection().history()).isEqualTo(History.REWOUND);
    assertThat(System.nanoTime() - reconnection().intactUntilNanos()).isPositive();
    Failure.of(store.lookup(KEY))
        .has(Reason.RECOVERING)
        .says(
            store
                + " took over from another server: nothing is served for up to 2 s, while"
                + " invalidations"
                + " that it may have missed are delivered again");
    Failure.of(store.acquire(KEY, token(), LEASE, null)).has(Reason.RECOVERING);
    Await.until(
        "the connection is used", () -> store.connection() != null); // later than it is told
    assertThat(get(store.invalidate(List.of(KEY))))
        .as("the old value is back, and the replay removes it")
        .isEqualTo(1);
    Await.until("served again", () -> succeeds(store.lookup(KEY)));
    assertThat(get(store.lookup(KEY))).isNull();
  }

  /** The second INFO from now on is sent when the reply to the first was noted. */
  private static BooleanSupplier sampled(RawRedis raw) {
    long first = infos(raw);
    AtomicLong own = new AtomicLong();
    return () -> infos(raw) - first - own.incrementAndGet() >= 2;
  }

  private static long infos(RawRedis raw) {
    return raw.sync()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_info:calls="))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^[^=]*=(\\d+).*", "$1").strip()))
        .sum();
  }

  @Test
  void promotion_everythingReplicated_isIntact_butRecovers() {
    replicate();
    RedisStore store = store();
    populate(store, KEY);
    awaitReplicated();
    Await.until("a sample was taken", sampled(raw(primary)));
    awaitReplicated();
    promote();
    assertThat(reconnection().history()).isEqualTo(History.INTACT);
    Failure.of(store.lookup(KEY)).has(Reason.RECOVERING);
  }

  @Test
  void promotion_onTheSameConnection_isNoticed() {
    replicate();
    address.switchTo(replica.port());
    RedisStore store = store();
    assertThat(raw(replica).sync().replicaofNoOne()).isEqualTo("OK");
    assertThat(reconnection().history()).isEqualTo(History.INTACT);
    assertThat(store.lastConnectError()).isNull();
  }

  @Test
  void firstReplica_givesThePrimaryANewName_whichIsNoFailover() {
    RedisStore store = store();
    populate(store, KEY);
    replicate();
    Await.until("a sample was taken", sampled(raw(primary)));
    assertThat(reconnections).isEmpty();
    address.cut();
    assertThat(reconnection().history()).isEqualTo(History.INTACT);
    awaitUp(store); // it is told a moment before
    assertThat(get(store.lookup(KEY))).as("no time to recover").isNotNull();
  }

  @Test
  void cut_sameServer_isIntact_andServesAtOnce() {
    RedisStore store = store();
    populate(store, KEY);
    address.cut();
    assertThat(reconnection()).isEqualTo(new Reconnection(History.INTACT, 0));
    awaitUp(store);
    assertThat(get(store.lookup(KEY))).isNotNull();
  }

  @Test
  void restart_empty_isIntact_andServesAtOnce() {
    RedisStore store = store();
    populate(store, KEY);
    primary.restart();
    assertThat(reconnection()).isEqualTo(new Reconnection(History.INTACT, 0));
    awaitUp(store);
    assertThat(get(store.lookup(KEY))).isNull();
    populate(store, KEY);
  }

  @Test
  void otherServer_withData_isUnknown() {
    RedisStore store = store();
    assertThat(raw(replica).sync().set(new byte[] {'x'}, new byte[0])).isEqualTo("OK");
    address.switchTo(replica.port());
    assertThat(reconnection().history()).isEqualTo(History.UNKNOWN);
    Await.until("it serves", () -> !store.lookup(KEY).handle((r, e) -> e != null).join());
  }

  @Test
  void durability_replicaHasIt_isAcknowledged() {
    replicate();
    RedisStore store = store(1, Duration.ofSeconds(5));
    populate(store, KEY);
    Await.until("asked for replicas", () -> succeeds(store.invalidate(List.of(KEY))));
    populate(store, KEY);
    assertThat(get(store.invalidate(List.of(KEY)))).isEqualTo(1);
    assertThat(get(store.clear(Key.of("app:g:r")))).isPositive();
    assertThat(raw(replica).sync().exists(KEY.bytes())).isZero();
  }

  @Test
  void durability_replicaFrozen_isNotAcknowledged_untilItIsBack() {
    replicate();
    RedisStore store = store(1, Duration.ofMillis(50));
    Await.until("asked for replicas", () -> succeeds(store.invalidate(List.of(KEY))));
    populate(store, KEY);
    replica.pause();
    Failure.of(store.invalidate(List.of(KEY)))
        .has(Reason.NOT_REPLICATED)
        .says(
            store
                + ": 0 of 1 replicas acknowledged in 50 ms; the invalidation is repeated until they"
                + " do. Check the replicas, or lower invalidation-replicas");
    assertThat(get(store.lookup(KEY))).as("gone on the primary").isNull();
    replica.resume();
    Await.until("acknowledged", () -> succeeds(store.invalidate(List.of(KEY))));
  }

  @Test
  void durability_manyAtOnce_shareTheQuestions_andReadsDoNotWait() {
    replicate();
    RedisStore store = store(1, Duration.ofSeconds(2));
    Await.until("asked for replicas", () -> succeeds(store.invalidate(List.of(KEY))));
    List<Key> keys = IntStream.range(0, 200).mapToObj(i -> Key.of("app:r:{" + i + "}")).toList();
    RawRedis raw = raw(primary);
    keys.forEach(key -> raw.sync().set(key.bytes(), key.bytes()));
    replica.pause();
    List<CompletableFuture<Long>> calls = new ArrayList<>();
    keys.forEach(key -> calls.add(store.invalidate(List.of(key))));
    assertThat(get(store.lookup(KEY))).isNull();
    assertThat(calls).as("a read overtook all of them").noneMatch(CompletableFuture::isDone);
    replica.resume();
    calls.forEach(OwnServerFixture::get);
  }

  @Test
  void durability_replicaFrozen_clearingIsNotAcknowledged() {
    replicate();
    RedisStore store = store(1, Duration.ofMillis(50));
    Await.until("asked for replicas", () -> succeeds(store.invalidate(List.of(KEY))));
    replica.pause();
    Failure.of(store.clear(Key.of("app:g:r"))).has(Reason.NOT_REPLICATED);
    Failure.of(store.invalidate(List.of(KEY), LEASE)).has(Reason.NOT_REPLICATED);
    replica.resume();
    Await.until("acknowledged", () -> succeeds(store.clear(Key.of("app:g:r"))));
  }

  @Test
  void durability_fullServer_acknowledgesAllTheSame() {
    replicate();
    RedisStore store = store(1, Duration.ofSeconds(5));
    Await.until("asked for replicas", () -> succeeds(store.invalidate(List.of(KEY))));
    populate(store, KEY);
    raw(primary).sync().configSet("maxmemory", "1");
    Failure.of(store.acquire(Key.of("app:r:{other}"), token(), LEASE, null)).has(Reason.REFUSED);
    assertThat(get(store.invalidate(List.of(KEY)))).isEqualTo(1);
    assertThat(raw(replica).sync().exists(KEY.bytes())).isZero();
  }

  @Test
  void durability_leavesOneMark_whichExpires() {
    replicate();
    RedisStore store = store(1, Duration.ofSeconds(5));
    Await.until("asked for replicas", () -> succeeds(store.invalidate(List.of(KEY))));
    for (int i = 0; i < 20; i++) {
      get(store.invalidate(List.of(Key.of("app:r:{" + i + "}"))));
    }
    Key mark = Key.of("app:r:{k}:w");
    assertThat(ServerKeys.matching(raw(primary).sync(), "app:*")).containsExactly(mark.bytes());
    assertThat(raw(primary).pttl(mark)).isBetween(1L, 5_000L);
  }

  @Test
  void durability_markOfAGeneration_isBelowTheApplicationsName() {
    replicate();
    RedisStore store = store(1, Duration.ofSeconds(5));
    Await.until("asked for replicas", () -> succeeds(store.clear(Key.of("app:g:r"))));
    assertThat(raw(primary).pttl(Key.of("app:{app:g:r}:w"))).isBetween(1L, 5_000L);
    assertThat(SlotHash.getSlot("app:{app:g:r}:w")).isEqualTo(SlotHash.getSlot("app:g:r"));
  }
}
