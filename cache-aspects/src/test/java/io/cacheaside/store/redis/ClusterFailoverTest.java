package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Reconnection.History;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.ClusterServers;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store in a cluster whose slots and primaries change. */
@Timeout(180)
@Tag("heavy")
class ClusterFailoverTest extends OwnServerFixture {
  private static final int SLOT = SlotHash.getSlot(KEY.bytes());

  private ClusterServers cluster;
  private RedisClusterStore store;

  @BeforeEach
  void open() {
    cluster = Topologies.cluster();
    store = cluster(cluster.uri());
    get(store.invalidate(List.of(KEY)));
  }

  @AfterEach
  void heal() {
    store.close();
    cluster.awaitHealthy();
  }

  private static RedisClusterStore cluster(String uri) {
    return cluster(uri, 0);
  }

  private static RedisClusterStore cluster(String uri, int replicas) {
    RedisClusterStore store =
        RedisClusterStore.open(
            RedisStoreOptions.builder(uri)
                .commandTimeout(Duration.ofSeconds(2))
                .durability(replicas, Duration.ofMillis(500))
                .build(),
            UnaryOperator.identity());
    get(store.firstConnection());
    Await.until("the watch connections are up", store::canWatch);
    return store;
  }

  private RedisServer otherPrimary() {
    RedisServer owner = cluster.primaryOf(SLOT);
    RedisServer first = cluster.primaryOf(0);
    return first == owner ? cluster.primaryOf(ClusterServers.SLOTS - 1) : first;
  }

  private LeaseToken populated() {
    LeaseToken token = token();
    assertThat(get(store.acquire(KEY, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
    assertThat(get(store.populate(KEY, token, record(token, 10), LEASE))).isTrue();
    return token;
  }

  private void awaitGrant(LeaseToken seen) {
    Await.until(
        "a lease is granted",
        () ->
            store
                .acquire(KEY, token(), LEASE, seen)
                .handle((grant, failure) -> grant instanceof Grant.Granted)
                .join());
  }

  @Test
  void slotMoved_lookupAndUnlinkFollow_leaseStepsFail() {
    LeaseToken etag = populated();
    LeaseToken lease = token();
    // shorter than the value lives, so that the value stays
    assertThat(get(store.acquire(KEY, lease, LEASE / 2, etag))).isInstanceOf(Grant.Granted.class);
    RedisServer target = otherPrimary();
    long epoch = store.epoch();
    cluster.moveSlot(SLOT, target);
    CompletableFuture<Boolean> populate = store.populate(KEY, lease, record(lease, 10), LEASE);
    CompletableFuture<byte[]> lookup = store.lookup(KEY);
    CompletableFuture<Long> invalidate = store.invalidate(List.of(KEY));
    assertThat(Failure.of(populate).has(Reason.REFUSED).exception())
        .hasMessageContaining("MOVED " + SLOT + " 127.0.0.1:" + target.port());
    assertThat(get(lookup)).hasSize(record(lease, 10).length);
    assertThat(get(invalidate)).isEqualTo(1);
    Await.until("the move is noticed", () -> store.epoch() > epoch);
    awaitGrant(null);
    assertThat(Topologies.raw(target).sync().exists(KEY.bytes())).isEqualTo(1);
  }

  @Test
  void slotOnItsWay_lookupAndUnlinkAsk_leaseStepsFail() {
    LeaseToken etag = populated();
    RedisServer source = cluster.primaryOf(SLOT);
    RedisServer target = otherPrimary();
    cluster.beginMove(SLOT, target);
    assertThat(get(store.lookup(KEY))).as("it has not gone yet").isNotNull();
    MigrateArgs<byte[]> key = MigrateArgs.Builder.key(KEY.bytes());
    Topologies.raw(source).sync().migrate(target.host(), target.port(), 0, 5_000, key);
    Await.until(
        "the lookup follows",
        () -> store.lookup(KEY).handle((record, failure) -> record != null).join());
    assertThat(Failure.of(store.acquire(KEY, token(), LEASE, etag)).has(Reason.REFUSED).exception())
        .hasMessageContaining("ASK " + SLOT + " 127.0.0.1:" + target.port());
    assertThat(get(store.invalidate(List.of(KEY)))).isEqualTo(1);
    assertThat(get(store.lookup(KEY))).isNull();
    cluster.finishMove(SLOT, target);
    awaitGrant(null);
  }

  @Test
  void slotMoved_replicasOfTheOldServer_acknowledgeNothing() {
    try (RedisClusterStore durable = cluster(cluster.uri(), 1)) {
      awaitAcknowledged(durable, neighbour()); // so that the mark lies in a slot that stays
      RedisServer target = otherPrimary();
      RedisServer lagging = cluster.replicaOf(target);
      cluster.moveSlot(SLOT, target);
      lagging.pause();
      try {
        Failure.of(durable.invalidate(List.of(KEY))).has(Reason.NOT_REPLICATED);
      } finally {
        lagging.resume();
      }
      awaitAcknowledged(durable, KEY);
    }
  }

  /** Returns a key of another slot that the same server serves. */
  private Key neighbour() {
    int distance = SLOT % (ClusterServers.SLOTS / 3) == 0 ? 1 : -1;
    for (int i = 0; ; i++) {
      Key key = Key.of("app:r:{" + i + "}");
      if (SlotHash.getSlot(key.bytes()) == SLOT + distance) {
        return key;
      }
    }
  }

  private static void awaitAcknowledged(RedisClusterStore durable, Key key) {
    Await.until(
        "replicas acknowledge",
        () -> durable.invalidate(List.of(key)).handle((n, failure) -> failure == null).join());
  }

  /** An ASKING counts for the next command only: others must not come between. */
  @Test
  void slotOnItsWay_manyAtOnce_allAreAnswered() {
    RedisServer target = otherPrimary();
    cluster.beginMove(SLOT, target);
    Await.until(
        "the lookup follows",
        () -> store.lookup(KEY).handle((record, failure) -> failure == null).join());
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      calls.add(CompletableFuture.supplyAsync(() -> get(store.lookup(KEY))));
      calls.add(CompletableFuture.supplyAsync(() -> get(store.invalidate(List.of(KEY)))));
    }
    calls.forEach(OwnServerFixture::get);
    cluster.finishMove(SLOT, target);
    awaitGrant(null);
  }

  @Test
  void failoverByOperator_isFollowed_andReported() {
    List<Reconnection> reconnections = new CopyOnWriteArrayList<>();
    store.onReconnect(reconnections::add);
    populated();
    RedisServer replica = cluster.replicaOf(cluster.primaryOf(SLOT));
    long epoch = store.epoch();
    cluster.failover(replica);
    // the old primary may serve for a moment longer, until it hears of the new one
    Await.until("reported", () -> tookOver(reconnections));
    assertThat(reconnections)
        .as("the histories of both servers are known")
        .noneMatch(it -> it.history() == History.UNKNOWN);
    assertThat(store.epoch()).isGreaterThan(epoch);
    awaitServed();
    get(store.invalidate(List.of(KEY)));
    awaitGrant(null);
  }

  private static boolean tookOver(List<Reconnection> reconnections) {
    return reconnections.stream().anyMatch(it -> it.history() == History.REWOUND);
  }

  /** The replica does not hear of the invalidation, and is elected. */
  @Test
  void failover_thatLostAnInvalidation_servesNothingBeforeItIsDeliveredAgain() {
    List<Reconnection> reconnections = new CopyOnWriteArrayList<>();
    store.onReconnect(reconnections::add);
    RedisServer old = cluster.primaryOf(SLOT);
    RedisServer replica = cluster.replicaOf(old);
    populated();
    awaitReplicated(Topologies.raw(old));
    replica.pause();
    assertThat(get(store.invalidate(List.of(KEY)))).isEqualTo(1);
    old.kill();
    replica.resume();
    assertThat(cluster.awaitNewPrimary(SLOT, old)).isSameAs(replica);
    List<Reason> reasons = new ArrayList<>();
    Await.until(
        "nothing is served, and the invalidation is delivered again",
        () -> {
          reasons.add(reasonOf(store.lookup(KEY)));
          return tookOver(reconnections)
              && store.invalidate(List.of(KEY)).handle((n, failure) -> failure == null).join();
        });
    assertThat(reasons).doesNotContainNull();
    awaitServed();
    assertThat(get(store.lookup(KEY))).isNull();
    awaitGrant(null);
    old.restart();
  }

  /** WAIT is about the last write of its own connection. */
  private static void awaitReplicated(RawRedis raw) {
    byte[] inTheSameSlot = (KEY.text() + ":x").getBytes(StandardCharsets.UTF_8);
    Await.until(
        "replicated",
        () ->
            raw.sync().set(inTheSameSlot, new byte[0], SetArgs.Builder.px(1_000)) != null
                && raw.sync().waitForReplication(1, 1_000) == 1);
  }

  /** Returns why a call failed, or null if it did not. */
  private static @Nullable Reason reasonOf(CompletableFuture<?> call) {
    try {
      get(call);
      return null;
    } catch (CompletionException e) {
      return ((StoreException) e.getCause()).reason();
    }
  }

  @Test
  void primaryKilled_isReplaced_othersGoOn() {
    RedisServer old = cluster.primaryOf(SLOT);
    old.kill();
    RedisServer primary = cluster.awaitNewPrimary(SLOT, old);
    awaitServed();
    awaitGrant(null);
    assertThat(Topologies.raw(primary).sync().exists(KEY.bytes())).isEqualTo(1);
    old.restart();
  }

  @Test
  void primaryPaused_isReplaced_whenTheSilenceIsNoticed() {
    RedisServer old = cluster.primaryOf(SLOT);
    old.pause();
    store.reset(); // as the breaker does
    cluster.awaitNewPrimary(SLOT, old);
    awaitServed();
    awaitGrant(null);
    old.resume();
  }

  private void awaitServed() {
    Await.until(
        "the key is served",
        () -> store.lookup(KEY).handle((record, failure) -> failure == null).join());
  }

  @Test
  void scriptFlush_isNotNoticed() {
    populated();
    for (RedisServer node : cluster.nodes()) {
      Topologies.raw(node).sync().scriptFlush();
    }
    get(store.invalidate(List.of(KEY)));
    populated();
  }

  @Test
  void generations_lieInAnySlot_andShowInOtherStores() {
    try (RedisClusterStore other = cluster(cluster.uri())) {
      for (int i = 0; i < 20; i++) {
        Key generation = Key.of("app:g:region" + i);
        long before = get(store.generation(generation));
        assertThat(get(other.generation(generation))).isEqualTo(before);
        long cleared = get(other.clear(generation));
        assertThat(cleared).isNotEqualTo(before);
        Await.until("cleared", () -> get(store.generation(generation)) == cleared);
      }
    }
  }

  @Test
  void node_namedAsStandalone_isRefusedWithAdvice() {
    RedisServer node = otherPrimary();
    RedisStore alone = connected(node);
    Failure.of(alone.lookup(KEY))
        .has(Reason.REFUSED)
        .says(
            alone
                + " refused GET: MOVED "
                + SLOT
                + " 127.0.0.1:"
                + cluster.primaryOf(SLOT).port()
                + "; it is a node of a cluster: write redis-cluster:// or rediss-cluster:// in the"
                + " Redis URI");
  }

  @Test
  void aclUser_withTheDocumentedPermissions_isUsable_alsoWhileASlotMoves() {
    for (RedisServer node : cluster.nodes()) {
      RedisStoreAccessTest.addUser(node, RedisStoreAccessTest.COMMANDS + " cluster|nodes asking");
    }
    try (RedisClusterStore limited = cluster(cluster.uri().replace("://", "://app:pw@"))) {
      LeaseToken token = token();
      assertThat(get(limited.acquire(KEY, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
      assertThat(get(limited.invalidate(List.of(KEY)))).isEqualTo(1);
      RedisServer target = otherPrimary();
      cluster.beginMove(SLOT, target);
      Await.until(
          "the lookup asks",
          () -> limited.lookup(KEY).handle((record, failure) -> failure == null).join());
      cluster.finishMove(SLOT, target);
    }
  }

  @Test
  void nobodyThere_isReported() {
    int port = RedisServer.freePort();
    try (RedisClusterStore lost =
        RedisClusterStore.open(
            RedisStoreOptions.builder("redis-cluster://:pw@127.0.0.1:" + port).build(),
            UnaryOperator.identity())) {
      Await.until("refused", () -> lost.lastConnectError() != null);
      assertThat(lost.lastConnectError()).isEqualTo("Connection refused");
      Failure.of(lost.lookup(KEY))
          .has(Reason.UNAVAILABLE)
          .says("Redis the cluster of 127.0.0.1:" + port + " is not connected: Connection refused");
      Failure.of(lost.invalidate(List.of(KEY))).has(Reason.UNAVAILABLE);
    }
  }

  @Test
  void close_leavesNoConnection() {
    store.close();
    store.close();
    for (RedisServer node : cluster.nodes()) {
      RawRedis raw = Topologies.raw(node);
      Await.until("no data", () -> raw.clientsNamed("cacheaside-data") == 0);
      Await.until("no watch", () -> raw.clientsNamed("cacheaside-watch") == 0);
    }
    Failure.of(store.lookup(KEY)).has(Reason.UNAVAILABLE);
  }
}
