package io.cacheaside.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An attempt that was given up comes to an end after all, when another one has connected. */
@Timeout(60)
class LinkTest extends OwnServerFixture {
  private static final long MANY_PAUSES_MILLIS = 200;

  private final Queue<CompletableFuture<RedisAddress>> places = new ConcurrentLinkedQueue<>();
  private final List<Wire> prepared = new CopyOnWriteArrayList<>();
  private final List<Wire> connected = new CopyOnWriteArrayList<>();
  private final List<Wire> ended = new CopyOnWriteArrayList<>();

  private RedisAddress address;
  private Client client;

  private final Link.Owner owner =
      new Link.Owner() {
        @Override
        public CompletionStage<RedisAddress> locate() {
          CompletableFuture<RedisAddress> place = new CompletableFuture<>();
          places.add(place);
          return place;
        }

        @Override
        public CompletionStage<?> prepare(Wire wire) {
          prepared.add(wire);
          return CompletableFuture.completedStage(null);
        }

        @Override
        public void connected(Wire wire) {
          connected.add(wire);
        }

        @Override
        public void ended(Wire wire) {
          ended.add(wire);
        }
      };

  private Link link() {
    RedisStoreOptions options =
        options(server()).reconnectDelay(Duration.ofMillis(1), Duration.ofMillis(10)).build();
    RedisUri uri = options.parsed();
    address = uri.at(uri.servers().get(0));
    client = new Client(options);
    Link link = new Link(client, "Redis", "test", "nothing happens", () -> true, owner);
    closeLater(() -> client.close(link.close()));
    return link;
  }

  private void letManyPausesPass() {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    client.runAfter(MANY_PAUSES_MILLIS, () -> over.complete(true));
    get(over);
  }

  private CompletableFuture<RedisAddress> nextPlace() {
    Eventually.that("an attempt asks where to connect to", () -> !places.isEmpty());
    return places.remove();
  }

  @Test
  void attemptThatWasGivenUp_neitherReplacesAConnectionNorCausesAnother() {
    Link link = link();
    link.start();
    CompletableFuture<RedisAddress> late = nextPlace();
    link.start(); // as the look after the attempt does
    nextPlace().complete(address);
    get(link.first());
    Wire used = link.wire();

    late.complete(address);
    letManyPausesPass();

    assertThat(places).isEmpty(); // nobody tries to connect again
    assertThat(link.wire()).isSameAs(used);
    assertThat(prepared).containsExactly(used);
    assertThat(connected).containsExactly(used);
    assertThat(ended).isEmpty();
    assertThat(used.isEnded()).isFalse();

    used.close();
    nextPlace().complete(address);
    Eventually.that("it is connected again", () -> link.wire() != null);
    assertThat(ended).containsExactly(used);
  }

  @Test
  void attemptThatWasGivenUp_andFails_isNoErrorOfTheConnection() {
    Link link = link();
    link.start();
    CompletableFuture<RedisAddress> late = nextPlace();
    link.start();
    nextPlace().complete(address);
    get(link.first());

    late.completeExceptionally(new StoreException(Reason.UNAVAILABLE, "nobody is there", null));
    letManyPausesPass();

    assertThat(link.lastError()).isNull();
    assertThat(places).isEmpty();
  }
}
