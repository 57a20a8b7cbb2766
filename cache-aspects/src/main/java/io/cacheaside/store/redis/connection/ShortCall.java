package io.cacheaside.store.redis.connection;

import io.cacheaside.store.redis.address.RedisAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One call over a connection that is made for it, and closed when it is answered. */
public final class ShortCall implements Connection.Owner {
  private ShortCall() {}

  /**
   * Connects, sends the call, and completes with its answer, or with what went wrong on the way.
   */
  public static <T> CompletionStage<T> over(
      Client client, RedisAddress address, String clientName, Call<?, T> call) {
    return client
        .connect(address, clientName, new ShortCall())
        .thenCompose(connection -> send(client, connection, call));
  }

  private static <T> CompletableFuture<T> send(
      Client client, Connection connection, Call<?, T> call) {
    connection.open();
    connection.send(call);
    client.limit(call, Client.HANDSHAKE_TIMEOUT);
    var unused = call.whenComplete((reply, failure) -> connection.close());
    return call;
  }

  @Override
  public void ended(Connection connection) {}

  @Override
  public boolean answered(Call<?, ?> call, String error) {
    return false;
  }
}
