package io.cacheaside.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
@Tag("heavy")
class SentinelServersTest {
  private static SentinelServers servers;

  @BeforeAll
  static void start() {
    servers = SentinelServers.start("--maxmemory", "100mb");
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void awaitHealthy() {
    servers.awaitHealthy();
  }

  @Test
  void uri_namesAllSentinelsAndThePrimary() {
    List<RedisServer> sentinels = servers.sentinels();
    assertThat(servers.uri())
        .isEqualTo(
            "redis-sentinel://127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d#mymaster",
            sentinels.get(0).port(), sentinels.get(1).port(), sentinels.get(2).port());
    assertThat(servers.describe())
        .contains(sentinels.get(2).describe(), "Sentinel ", servers.primary().describe());
  }

  @Test
  void options_reachThePrimaryAndTheReplicas() throws IOException {
    assertThat(servers.servers()).hasSize(3);
    for (RedisServer server : servers.servers()) {
      assertThat(ask(server, "CONFIG", "GET", "maxmemory"))
          .isEqualTo(List.of("maxmemory", "104857600"));
    }
  }

  @Test
  void primary_takesWritesThatReplicasRepeat() throws IOException {
    RedisServer primary = servers.primary();
    assertThat(ask(primary, "SET", "k", "v")).isEqualTo("OK");
    for (RedisServer server : servers.servers()) {
      awaitValue(server, "k", "v");
    }
  }

  @Test
  void failover_makesAnotherOneThePrimary() {
    RedisServer old = servers.primary();
    assertThat(servers.failover()).isNotSameAs(old).isSameAs(servers.primary());
  }

  @Test
  @Tag("slow")
  void primary_killed_isReplacedAndComesBackAsReplica() throws IOException {
    RedisServer old = servers.primary();
    old.kill();
    RedisServer primary = servers.awaitNewPrimary(old);
    assertThat(primary).isNotSameAs(old);
    assertThat(ask(primary, "SET", "after", "kill")).isEqualTo("OK");
    old.restart();
    servers.awaitHealthy();
    assertThat(servers.primary()).isSameAs(primary);
    awaitValue(old, "after", "kill");
  }

  @Test
  @Tag("slow")
  void primary_paused_isReplacedAndBecomesReplicaWhenResumed() throws IOException {
    RedisServer old = servers.primary();
    old.pause();
    RedisServer primary = servers.awaitNewPrimary(old);
    assertThat(primary).isNotSameAs(old);
    old.resume();
    servers.awaitHealthy();
    assertThat(((List<?>) ask(old, "ROLE")).get(0)).isEqualTo("slave");
  }

  private static void awaitValue(RedisServer server, String key, String value) {
    assertThat(
            Await.answer(
                key + " at " + server,
                Duration.ofSeconds(20),
                () -> value.equals(ask(server, "GET", key)) ? true : null,
                () -> ""))
        .isTrue();
  }

  private static Object ask(RedisServer server, String... words) throws IOException {
    return RedisProbe.ask(server, 2_000, words);
  }
}
