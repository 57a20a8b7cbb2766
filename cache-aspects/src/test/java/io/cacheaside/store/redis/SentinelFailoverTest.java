package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import io.cacheaside.testing.SentinelServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store behind Sentinels whose primary changes. */
@Timeout(180)
@Tag("heavy")
class SentinelFailoverTest extends OwnServerFixture {
  private SentinelServers servers;
  private RedisStore store;

  @BeforeEach
  void open() {
    servers = Topologies.sentinels();
    store = store(options(servers.uri()));
    awaitUp(store);
    get(store.invalidate(List.of(KEY)));
  }

  @AfterEach
  void heal() {
    servers.awaitHealthy();
  }

  private static RedisStoreOptions.Builder options(String uri) {
    return RedisStoreOptions.builder(uri).commandTimeout(Duration.ofSeconds(2));
  }

  @Test
  void failoverByOperator_isFollowed_andScriptsAreSentAgain() {
    LeaseToken token = token();
    assertThat(get(store.acquire(KEY, token, LEASE, null))).isInstanceOf(Grant.Granted.class);
    long epoch = store.epoch();
    RedisServer primary = servers.failover();
    awaitConnectedTo(primary);
    assertThat(store.epoch()).isGreaterThan(epoch);
    get(store.invalidate(List.of(KEY)));
    assertThat(get(store.acquire(KEY, token(), LEASE, null))).isInstanceOf(Grant.Granted.class);
    assertThat(Topologies.raw(primary).sync().exists(KEY.bytes())).isEqualTo(1);
  }

  @Test
  @Tag("slow")
  void primaryKilled_isReplaced() {
    RedisServer old = servers.primary();
    old.kill();
    RedisServer primary = servers.awaitNewPrimary(old);
    awaitConnectedTo(primary);
    assertThat(get(store.acquire(KEY, token(), LEASE, null))).isInstanceOf(Grant.Granted.class);
    old.restart();
  }

  /** Nobody calls, so nobody can notice that it is silent: the Sentinels tell of the election. */
  @Test
  @Tag("slow")
  void primaryPaused_isLeftWhenAnotherIsElected() {
    RedisServer old = servers.primary();
    old.pause();
    RedisServer primary = servers.awaitNewPrimary(old);
    awaitConnectedTo(primary);
    awaitUp(store);
    old.resume();
  }

  @Test
  void primaryThatBecameReplica_isLeftAtItsFirstRefusal() {
    RedisServer demoted = servers.primary();
    long epoch = store.epoch();
    RawRedis raw = Topologies.raw(demoted);
    RedisServer other = servers.servers().stream().filter(it -> it != demoted).findFirst().get();
    assertThat(raw.sync().replicaof(other.host(), other.port())).isEqualTo("OK");
    Failure.of(store.acquire(KEY, token(), LEASE, null)).has(Reason.REFUSED);
    Await.until("the connection is given up", () -> store.epoch() > epoch);
    assertThat(raw.sync().replicaofNoOne()).isEqualTo("OK");
    awaitUp(store);
  }

  @Test
  void sentinelsPausedOrDead_doNotDisturb() {
    RedisServer first = servers.sentinels().get(0);
    RedisServer second = servers.sentinels().get(1);
    first.pause();
    second.kill();
    RedisStore late = store(options(servers.uri()));
    awaitUp(late);
    store.reset();
    awaitUp(store);
    first.resume();
    second.restart();
  }

  @Test
  void nameUnknownToTheSentinels_isReported() {
    String uri = servers.uri().replace("#" + SentinelServers.NAME, "#nobody");
    RedisStore lost = store(options(uri));
    Await.until("refused", () -> lost.lastConnectError() != null);
    assertThat(lost.lastConnectError())
        .isEqualTo(
            "the Sentinels know no primary \"nobody\"; write behind the # what they call it"
                + " (sentinel monitor)");
    Failure.of(lost.lookup(KEY))
        .has(Reason.UNAVAILABLE)
        .says(lost + " is not connected: " + lost.lastConnectError());
  }

  @Test
  void noSentinel_isReported() {
    int port = RedisServer.freePort();
    RedisStore lost = store(options("redis-sentinel://:pw@127.0.0.1:" + port + "#x"));
    Await.until("refused", () -> lost.lastConnectError() != null);
    assertThat(lost).hasToString("Redis x of the Sentinels 127.0.0.1:" + port);
    assertThat(lost.lastConnectError())
        .isEqualTo("no Sentinel answers, 127.0.0.1:" + port + " says: Connection refused");
  }

  @Test
  void database_isTheOneOfTheUri() {
    RedisStore other = store(options(servers.uri().replace("#", "/5#")));
    awaitUp(other);
    Key key = Key.of("app:r:{fifth}");
    assertThat(get(other.acquire(key, token(), LEASE, null))).isInstanceOf(Grant.Granted.class);
    assertThat(get(store.lookup(key))).isNull();
    assertThat(get(other.lookup(key))).isNotNull();
    get(other.invalidate(List.of(key)));
  }

  @Test
  void aclUser_withTheDocumentedPermissions_isUsable() {
    for (RedisServer server : servers.servers()) {
      RedisStoreAccessTest.addUser(server, RedisStoreAccessTest.COMMANDS + " role");
    }
    RedisStore limited = store(options(servers.uri().replace("://", "://app:pw@")));
    awaitUp(limited);
    assertThat(get(limited.acquire(KEY, token(), LEASE, null))).isInstanceOf(Grant.Granted.class);
    assertThat(get(limited.invalidate(List.of(KEY)))).isEqualTo(1);
  }

  @Test
  void aclUser_withoutRole_isReported() {
    for (RedisServer server : servers.servers()) {
      RedisStoreAccessTest.addUser(server, RedisStoreAccessTest.COMMANDS + " -role");
    }
    RedisStore limited = store(options(servers.uri().replace("://", "://app:pw@")));
    Await.until("refused", () -> limited.lastConnectError() != null);
    assertThat(limited.lastConnectError())
        .startsWith("Redis at 127.0.0.1:" + servers.primary().port() + " refused ROLE: NOPERM ")
        .endsWith("; extend the ACL of the user");
  }

  @Test
  void close_leavesNoConnection() {
    RawRedis raw = Topologies.raw(servers.primary());
    RawRedis sentinel = Topologies.raw(servers.sentinels().get(0));
    Await.until("elections are listened to", () -> sentinel.clientsNamed(EVENTS) == 1);
    store.close();
    Await.until("no data", () -> raw.clientsNamed("cacheaside-data") == 0);
    Await.until("no watch", () -> raw.clientsNamed("cacheaside-watch") == 0);
    Await.until("no Sentinel", () -> sentinel.clientsNamed(EVENTS) == 0);
  }

  private static final String EVENTS = "cacheaside-sentinel";

  private void awaitConnectedTo(RedisServer primary) {
    byte[] mark = ("mark" + primary.port()).getBytes(StandardCharsets.US_ASCII);
    Key key = Key.of("app:r:{mark}");
    Topologies.raw(primary).sync().set(key.bytes(), mark);
    Await.until(
        "connected to " + primary,
        () -> store.lookup(key).handle((found, failure) -> same(found, mark)).join());
  }

  private static boolean same(byte[] found, byte[] mark) {
    return found != null && Arrays.equals(found, mark);
  }
}
