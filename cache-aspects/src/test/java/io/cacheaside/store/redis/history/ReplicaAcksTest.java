package io.cacheaside.store.redis.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.Failure;
import io.cacheaside.store.redis.OwnServerFixture;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions after replicas, where Errors come between; their answers are tested with the store. */
@Timeout(120)
@Tag("heavy")
class ReplicaAcksTest extends OwnServerFixture {
  private final RedisServer primary = server();
  private final RedisServer replica = server();

  @Test
  void anErrorWhileAReplyIsJudged_doesNotEndTheQuestions() {
    replicate(primary, primary.port(), replica);
    RedisStore store = connected(primary);
    AtomicReference<Error> error = new AtomicReference<>();
    Supplier<String> replid =
        () -> {
          Error thrown = error.getAndSet(null);
          if (thrown != null) {
            throw thrown;
          }
          return replidOf(store);
        };
    Client client = new Client(RedisStoreOptions.builder(primary.uri()).build());
    ReplicaAcks acks =
        new ReplicaAcks(
            client, store.toString(), 1, Duration.ofSeconds(5), replid, () -> connectionOf(store));
    acks.reconnecting().start();
    Await.until("replicas acknowledge", () -> succeeds(acks.confirm(KEY)));
    error.set(new StackOverflowError());
    Failure.of(acks.confirm(KEY)).has(Reason.NOT_REPLICATED);
    get(acks.confirm(KEY));
    client.close(acks.reconnecting().close());
  }

  @Test
  void anErrorBeforeAQuestionIsAsked_keepsOthersForSecondsOnly() {
    replicate(primary, primary.port(), replica);
    RedisStore store = connected(primary);
    AtomicLong now = new AtomicLong();
    AtomicLong readings = new AtomicLong();
    LongSupplier clock =
        () -> {
          if (readings.incrementAndGet() == 2) {
            throw new StackOverflowError("scripted");
          }
          return now.get();
        };
    Client client = new Client(RedisStoreOptions.builder(primary.uri()).build());
    ReplicaAcks acks =
        new ReplicaAcks(
            client,
            store.toString(),
            1,
            Duration.ofSeconds(5),
            () -> replidOf(store),
            () -> connectionOf(store),
            clock);
    acks.reconnecting().start();
    Await.until("there is a connection", () -> acks.reconnecting().connection() != null);
    assertThatThrownBy(() -> acks.confirm(KEY)).isInstanceOf(StackOverflowError.class);
    CompletableFuture<?> kept = acks.confirm(KEY);
    assertThat(kept).isNotDone();
    now.addAndGet(Duration.ofSeconds(20).toNanos());
    Await.until("replicas acknowledge", () -> succeeds(acks.confirm(KEY)));
    get(kept);
    client.close(acks.reconnecting().close());
  }
}
