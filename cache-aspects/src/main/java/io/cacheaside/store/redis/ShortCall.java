package io.cacheaside.store.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One call over a connection that is made for it, and closed when it is answered. */
final class ShortCall implements Wire.Owner {
  private ShortCall() {}

  static <T> CompletionStage<T> over(
      Client client, RedisAddress address, String clientName, Call<?, T> call) {
    return client
        .connect(address, clientName)
        .thenCompose(connection -> send(client, connection, address, call));
  }

  private static <T> CompletableFuture<T> send(
      Client client,
      StatefulRedisConnection<byte[], byte[]> connection,
      RedisAddress address,
      Call<?, T> call) {
    Wire wire = new Wire(connection, address, task -> client.runAfter(0, task), new ShortCall());
    wire.open();
    wire.send(call);
    client.limit(call, Client.HANDSHAKE_TIMEOUT);
    var unused = call.whenComplete((reply, failure) -> wire.close());
    return call;
  }

  @Override
  public void ended(Wire wire) {}

  @Override
  public boolean answered(Call<?, ?> call, String error) {
    return false;
  }
}
