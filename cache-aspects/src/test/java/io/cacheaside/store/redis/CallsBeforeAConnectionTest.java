package io.cacheaside.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.address.RedisUri;
import io.cacheaside.store.redis.command.Lookup;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.history.ReplicationHistory;
import io.cacheaside.store.redis.history.Shard;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.store.redis.topology.Upstream;
import io.cacheaside.testing.RedisServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls to a primary that took over, before the connection with it is there. */
@Timeout(60)
class CallsBeforeAConnectionTest extends OwnServerFixture {
  private static final byte[] OLD =
      "a value that was removed, on the server that is lost".getBytes(UTF_8);

  private final CompletableFuture<RedisAddress> place = new CompletableFuture<>();

  /** A primary that took over slots of one that failed, found when the test says so. */
  private final class Successor implements Upstream, Shard {
    @Override
    public Shard shard() {
      return this;
    }

    @Override
    public Slots slots() {
      return Slots.TAKEN;
    }

    @Override
    public List<ReplicationHistory> others() {
      return List.of();
    }

    @Override
    public CompletionStage<RedisAddress> locate() {
      return place;
    }

    @Override
    public CompletionStage<?> check(Connection connection) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public boolean answered(Call<?, ?> call, String error) {
      return false;
    }

    @Override
    public void close() {}

    @Override
    public String place() {
      return "the successor";
    }
  }

  private RedisStore successor(RedisStoreOptions options) {
    RedisStore store =
        new RedisStore(new Client(options), new Successor(), new AtomicLong(), options);
    closeLater(store);
    return store.start();
  }

  @Test
  void callsThatWereHeld_areRefusedInTheRecoveryThatTheConnectionBegins() {
    RedisServer server = server();
    raw(server).sync().set(KEY.bytes(), OLD);
    RedisStoreOptions options = options(server).build();
    RedisStore store = successor(options);
    CompletableFuture<byte @Nullable []> lookup = store.lookup(KEY);
    var acquire = store.acquire(KEY, token(), LEASE, null);
    CompletableFuture<Long> removal = store.invalidate(List.of(KEY), 0);
    assertThat(lookup).isNotDone();

    RedisUri uri = RedisUri.parse(options.uri());
    place.complete(uri.at(uri.servers().get(0)));

    Failure.of(lookup).has(Reason.RECOVERING);
    Failure.of(acquire).has(Reason.RECOVERING);
    get(removal);
  }

  @Test
  void callsInACluster_failAtOnce() {
    RedisServer server = server();
    String uri = server.uri().toString().replace("redis://", "redis-cluster://");
    RedisStore store = successor(RedisStoreOptions.builder(uri).build());
    CompletableFuture<byte @Nullable []> lookup = store.lookup(KEY);
    assertThat(lookup).isDone();
    Failure.of(lookup)
        .has(Reason.OVERLOADED)
        .says("the successor is not connected: still connecting");
  }

  @Test
  void callThatWasNotSent_endsWhenItIsOverdue() {
    Call<?, ?> call = new Lookup(KEY.bytes());
    assertThat(call.overdue(TimeUnit.MILLISECONDS.toNanos(50))).isZero();
    Failure.of(call)
        .has(Reason.OVERLOADED)
        .says("Redis: GET was not sent: there was no connection to send it on");
  }
}
