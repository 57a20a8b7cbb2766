package io.cacheaside.store.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.store.redis.OwnServerFixture;
import io.cacheaside.store.redis.address.RedisUri;
import io.cacheaside.store.redis.address.RedisUri.HostAndPort;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.store.redis.topology.ClusterTopology.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers about the nodes of a cluster that were given up, and come after all. */
@Timeout(60)
class ClusterTopologyTest extends OwnServerFixture {
  private final FakeClock clock = new FakeClock();
  private final List<CompletableFuture<Answer>> questions = new ArrayList<>();
  private final List<List<HostAndPort>> learned = new ArrayList<>();

  private ClusterTopology topology() {
    RedisStoreOptions options = RedisStoreOptions.builder("redis-cluster://127.0.0.1:1").build();
    Client client = new Client(options);
    closeLater(() -> client.close(CompletableFuture.completedFuture(null)));
    ClusterTopology.Owner owner =
        new ClusterTopology.Owner() {
          @Override
          public List<Connection> connections() {
            return List.of();
          }

          @Override
          public void learned(ClusterView view) {
            learned.add(view.places());
          }

          @Override
          public boolean isHealthy() {
            return true;
          }
        };
    return new ClusterTopology(
        client,
        RedisUri.parse(options.uri()),
        owner,
        () -> {
          CompletableFuture<Answer> question = new CompletableFuture<>();
          questions.add(question);
          return List.of(question);
        },
        clock);
  }

  private static Answer primaryAt(int port) {
    HostAndPort place = new HostAndPort("127.0.0.1", port);
    return new Answer("id " + place + "@1 master - 0 0 1 connected 0-16383", place);
  }

  @Test
  void answersThatWereGivenUp_changeNothing_norEndTheNextQuestion() {
    ClusterTopology topology = topology();
    topology.run();
    clock.advance(Duration.ofSeconds(15));
    try (LogCapture log = new LogCapture()) {
      topology.run();
      assertThat(log.lines("RedisStore"))
          .containsExactly(
              "WARN Redis the cluster of 127.0.0.1:1: the answers about its nodes have no end;"
                  + " asking once more");
    }
    assertThat(questions).hasSize(2);

    questions.get(0).complete(primaryAt(7001));
    topology.run();
    assertThat(questions).as("one at a time").hasSize(2);
    questions.get(1).complete(primaryAt(7002));

    assertThat(learned).containsExactly(List.of(new HostAndPort("127.0.0.1", 7002)));
    topology.run();
    assertThat(questions).hasSize(3);
  }
}
