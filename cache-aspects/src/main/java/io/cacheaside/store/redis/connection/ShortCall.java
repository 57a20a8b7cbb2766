package io.cacheaside.store.redis.connection;

import io.cacheaside.store.redis.options.RedisAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One call over a connection that is made for it, and closed when it is answered. */
public final class ShortCall implements Wire.Owner {
  private ShortCall() {}

  public static <T> CompletionStage<T> over(
      Client client, RedisAddress address, String clientName, Call<?, T> call) {
    return client
        .connect(address, clientName, new ShortCall())
        .thenCompose(wire -> send(client, wire, call));
  }

  private static <T> CompletableFuture<T> send(Client client, Wire wire, Call<?, T> call) {
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
