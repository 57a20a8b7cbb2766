package io.cacheaside.store.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.store.redis.OwnServerFixture;
import io.cacheaside.store.redis.RawRedis;
import io.cacheaside.store.redis.address.RedisUri;
import io.cacheaside.store.redis.address.RedisUri.HostAndPort;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attempts to listen that overlap, to a plain server in the place of a Sentinel. */
@Timeout(60)
class SentinelEventsTest extends OwnServerFixture {
  private static final String NAME = "listener";
  private static final long MANY_PAUSES_MILLIS = 200;

  /** What an attempt waits for, until a test lets it connect. */
  private final Queue<CompletableFuture<Boolean>> attempts = new ConcurrentLinkedQueue<>();

  private final List<StatefulRedisPubSubConnection<String, String>> made =
      new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private RawRedis raw;
  private Client client;
  private SentinelEvents events;

  @BeforeEach
  void open() {
    RedisServer server = server();
    raw = raw(server);
    RedisStoreOptions options =
        RedisStoreOptions.builder(
                "redis-sentinel://" + server.host() + ":" + server.port() + "#shop")
            .reconnectDelay(Duration.ofMillis(1), Duration.ofMillis(10))
            .build();
    client = new Client(options);
    closeLater(() -> client.close(CompletableFuture.completedFuture(null)));
    events =
        new SentinelEvents(
            client,
            RedisUri.parse(options.uri()),
            NAME,
            (sentinel, name) -> {
              CompletableFuture<Boolean> may = new CompletableFuture<>();
              attempts.add(may);
              return may.thenCompose(
                      ok -> client.connectToListen(sentinel, name).toCompletableFuture())
                  .whenComplete((connection, failure) -> made.add(connection));
            });
    closeLater(events::close);
  }

  private void start() {
    events.start((old, elected) -> told.add(old + " " + elected));
  }

  private CompletableFuture<Boolean> nextAttempt() {
    Await.until("an attempt begins", () -> !attempts.isEmpty());
    return attempts.remove();
  }

  private void letManyPausesPass() {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    client.runAfter(MANY_PAUSES_MILLIS, () -> over.complete(true));
    get(over);
  }

  private void elect() {
    byte[] message = "shop 10.0.0.1 1 10.0.0.2 2".getBytes(StandardCharsets.US_ASCII);
    raw.sync().publish("+switch-master".getBytes(StandardCharsets.US_ASCII), message);
  }

  private boolean subscribers(long count) {
    byte[] channel = "+switch-master".getBytes(StandardCharsets.US_ASCII);
    return raw.sync().pubsubNumsub(channel).values().stream().allMatch(n -> n == count);
  }

  @Test
  void attemptThatConnectsAfterAnother_isClosed_andNewsComeOnce() {
    start();
    CompletableFuture<Boolean> late = nextAttempt();
    start(); // as the look after an attempt does
    nextAttempt().complete(true);
    Await.until("it listens", () -> subscribers(1));

    late.complete(true);
    Await.until("both have connected", () -> made.size() == 2);
    Await.until("the late one is closed", () -> raw.clientsNamed(NAME) == 1);
    assertThat(made.get(0).isOpen()).isTrue();
    elect();
    Await.until("the news is there", () -> !told.isEmpty());
    assertThat(told)
        .containsExactly(new HostAndPort("10.0.0.1", 1) + " " + new HostAndPort("10.0.0.2", 2));
    assertThat(attempts).isEmpty();

    events.close();
    Await.until("nobody is left", () -> raw.clientsNamed(NAME) == 0);
  }

  @Test
  void attemptWhileOneListens_doesNothing() {
    start();
    nextAttempt().complete(true);
    Await.until("it listens", () -> subscribers(1));

    start();
    letManyPausesPass();
    assertThat(attempts).isEmpty();

    raw.killNamed(NAME);
    nextAttempt().complete(true);
    Await.until("it listens again", () -> made.size() == 2 && subscribers(1));
  }
}
