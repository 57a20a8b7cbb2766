package io.cacheaside.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
@Tag("heavy")
class ClusterServersTest {
  private static ClusterServers cluster;

  @BeforeAll
  static void start() {
    cluster = ClusterServers.start("--maxmemory", "100mb");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void awaitHealthy() {
    cluster.awaitHealthy();
  }

  @Test
  void uri_namesAllNodes() {
    assertThat(cluster.nodes()).hasSize(6);
    assertThat(cluster.uri())
        .isEqualTo(
            cluster.nodes().stream()
                .map(node -> "127.0.0.1:" + node.port())
                .collect(Collectors.joining(",", "redis-cluster://", "")));
  }

  @Test
  void slots_haveThreePrimariesWithAReplicaEach() {
    Set<RedisServer> primaries = new HashSet<>();
    Set<RedisServer> replicas = new HashSet<>();
    for (int slot = 0; slot < ClusterServers.SLOTS; slot += 500) {
      primaries.add(cluster.primaryOf(slot));
    }
    primaries.forEach(primary -> replicas.add(cluster.replicaOf(primary)));
    assertThat(primaries).hasSize(3);
    assertThat(replicas).hasSize(3).doesNotContainAnyElementsOf(primaries);
  }

  @Test
  void options_reachEveryNode() throws IOException {
    for (RedisServer node : cluster.nodes()) {
      assertThat(ask(node, "CONFIG", "GET", "maxmemory"))
          .isEqualTo(List.of("maxmemory", "104857600"));
    }
  }

  @Test
  void slotOf_isTheSlotThatServesTheKey() throws IOException {
    int slot = cluster.slotOf("{user1000}.following");
    assertThat(slot).isEqualTo(3443);
    assertThat(ask(cluster.primaryOf(slot), "SET", "{user1000}.following", "v")).isEqualTo("OK");
  }

  @Test
  void moveSlot_takesItsKeysAlong() throws IOException {
    int slot = cluster.slotOf("moved");
    RedisServer source = cluster.primaryOf(slot);
    RedisServer target = anotherPrimary(slot);
    assertThat(ask(source, "SET", "moved", "v")).isEqualTo("OK");
    cluster.moveSlot(slot, target);
    assertThat(cluster.primaryOf(slot)).isSameAs(target);
    assertThat(ask(target, "GET", "moved")).isEqualTo("v");
    assertRefused(source, "MOVED " + slot + " 127.0.0.1:" + target.port(), "GET", "moved");
  }

  @Test
  void beginMove_makesTheSourceAnswerWithAsk_untilFinished() throws IOException {
    int slot = cluster.slotOf("asked");
    RedisServer source = cluster.primaryOf(slot);
    RedisServer target = anotherPrimary(slot);
    cluster.beginMove(slot, target);
    assertRefused(source, "ASK " + slot + " 127.0.0.1:" + target.port(), "GET", "asked");
    assertThat(cluster.primaryOf(slot)).isSameAs(source);
    cluster.finishMove(slot, target);
    assertThat(cluster.primaryOf(slot)).isSameAs(target);
  }

  @Test
  void failover_makesTheReplicaThePrimary() {
    RedisServer primary = cluster.primaryOf(0);
    RedisServer replica = cluster.replicaOf(primary);
    cluster.failover(replica);
    assertThat(cluster.primaryOf(0)).isSameAs(replica);
  }

  @Test
  void primary_killed_isReplacedAndComesBackAsReplica() {
    RedisServer old = cluster.primaryOf(0);
    RedisServer replica = cluster.replicaOf(old);
    old.kill();
    assertThat(cluster.awaitNewPrimary(0, old)).isSameAs(replica);
    cluster.awaitOk();
    old.restart();
    cluster.awaitHealthy();
    assertThat(cluster.primaryOf(0)).isSameAs(replica);
    assertThat(cluster.replicaOf(replica)).isSameAs(old);
  }

  @Test
  void primary_paused_isReplaced() {
    RedisServer old = cluster.primaryOf(ClusterServers.SLOTS - 1);
    old.pause();
    RedisServer primary = cluster.awaitNewPrimary(ClusterServers.SLOTS - 1, old);
    assertThat(primary).isNotSameAs(old);
    old.resume();
    cluster.awaitHealthy();
    assertThat(cluster.primaryOf(ClusterServers.SLOTS - 1)).isSameAs(primary);
  }

  private static RedisServer anotherPrimary(int slot) {
    RedisServer owner = cluster.primaryOf(slot);
    RedisServer other = cluster.primaryOf((slot + ClusterServers.SLOTS / 2) % ClusterServers.SLOTS);
    assertThat(other).isNotSameAs(owner);
    return other;
  }

  private static void assertRefused(RedisServer node, String error, String... words) {
    assertThatThrownBy(() -> ask(node, words))
        .isInstanceOf(RedisProbe.Refused.class)
        .hasMessage(error);
  }

  private static Object ask(RedisServer node, String... words) throws IOException {
    return RedisProbe.ask(node, 2_000, words);
  }
}
