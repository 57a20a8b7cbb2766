package io.cacheaside.store.redis;

import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.Failures;
import io.cacheaside.store.redis.connection.PlainCall;
import io.cacheaside.store.redis.connection.ReconnectingConnection;
import io.lettuce.core.protocol.CommandType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends commands behind an ASKING, for slots that are on their way to this node.
 *
 * <p>An ASKING counts for the next command of its connection, so no other thread may send between
 * the two: this has a connection of its own, which is made when it is first needed, and one thread
 * that writes to it.
 */
final class ClusterAsking implements ReconnectingConnection.Owner {
  private final RedisAddress address;
  private final ReconnectingConnection reconnecting;
  private final Executor sequence;
  private final AtomicBoolean started = new AtomicBoolean();

  ClusterAsking(Client client, RedisAddress address) {
    this.address = address;
    this.sequence = client.sequence();
    this.reconnecting =
        new ReconnectingConnection(
            client,
            address.place(),
            "cacheaside-asking",
            "keys of slots that move are uncached",
            () -> true,
            this);
  }

  /** Returns whether there is a connection; begins to make it otherwise. */
  boolean isReady() {
    if (started.compareAndSet(false, true)) {
      reconnecting.start();
    }
    return reconnecting.connection() != null;
  }

  void send(Call<?, ?> call) {
    sequence.execute(
        () -> {
          try {
            sendPair(call);
          } catch (Throwable e) { // would end the executor for good
            call.completeExceptionally(e);
          }
        });
  }

  private void sendPair(Call<?, ?> call) {
    Connection connection = reconnecting.connection();
    if (connection == null) {
      call.completeExceptionally(Failures.lost(address.place(), call.name()));
    } else if (!call.isDone()) {
      connection.send(PlainCall.string(CommandType.ASKING));
      connection.send(call);
    }
  }

  CompletableFuture<?> close() {
    return reconnecting.close();
  }

  @Override
  public CompletionStage<RedisAddress> locate() {
    return CompletableFuture.completedStage(address);
  }
}
