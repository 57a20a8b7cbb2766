package io.cacheaside.store.redis.tracking;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.ReconnectingConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What lives on the connection with client tracking: waiters, and copies of generations.
 *
 * <p>That connection leads to the server that the data comes from. What another one tells, perhaps
 * the primary of yesterday, is of no use.
 */
public final class Tracking implements ReconnectingConnection.Owner {
  private final Client client;
  private final Duration generationMaxAge;
  private final Supplier<@Nullable Connection> data;
  private final Function<Key, CompletableFuture<Long>> creator;

  /**
   * Of the connection that {@link ReconnectingConnection} shows, from before it is in use until it
   * has ended.
   */
  private volatile @Nullable Tracked shown;

  private final AtomicReference<@Nullable Tracked> used = new AtomicReference<>();

  /** What lives on one connection. */
  private record Tracked(Connection connection, Watches watches, Generations generations) {}

  /**
   * @param data the connection in use for data, or null while there is none
   * @param creator makes a generation that is absent
   */
  public Tracking(
      Client client,
      Duration generationMaxAge,
      Supplier<@Nullable Connection> data,
      Function<Key, CompletableFuture<Long>> creator) {
    this.client = client;
    this.generationMaxAge = generationMaxAge;
    this.data = data;
    this.creator = creator;
  }

  /** Returns the waiters, or null while there is no connection. */
  public @Nullable Watches watches() {
    Tracked current = used.get();
    return current == null ? null : current.watches();
  }

  /** Returns the copies, or null while there is no connection. */
  public @Nullable Generations generations() {
    Tracked current = used.get();
    return current == null ? null : current.generations();
  }

  /** Forgets the copy of a generation that this JVM has replaced, before anybody learns of that. */
  public void forget(Key generationKey) {
    Generations current = generations();
    if (current != null) {
      current.forget(generationKey);
    }
  }

  @Override
  public CompletionStage<RedisAddress> locate() {
    Connection current = data.get();
    return current == null
        ? CompletableFuture.failedStage(
            new StoreException(Reason.UNAVAILABLE, "the data connection is lost", null))
        : CompletableFuture.completedStage(current.address());
  }

  @Override
  public CompletionStage<?> prepare(Connection connection) {
    Tracked made =
        new Tracked(
            connection,
            new Watches(connection),
            new Generations(connection, client, generationMaxAge, creator));
    shown = made;
    made.generations().start();
    Call<?, ?> tracking = made.watches().start();
    client.limit(tracking, Client.HANDSHAKE_TIMEOUT); // a part of the handshake
    return tracking;
  }

  @Override
  public void connected(Connection connection) {
    Connection current = data.get();
    if (current == null || !current.address().equals(connection.address())) {
      connection.close(); // the data has moved meanwhile
    }
    Tracked ready = shown;
    if (ready == null || ready.connection() != connection) {
      return; // it has ended, and the next one is under way
    }
    used.set(ready);
    if (connection.isEnded()) {
      used.compareAndSet(ready, null);
    }
  }

  @Override
  public void ended(Connection connection) {
    Tracked gone = shown;
    if (gone != null && gone.connection() == connection) { // else it ended before it was prepared
      used.compareAndSet(gone, null);
      gone.watches().end();
    }
  }

  @Override
  public boolean answered(Call<?, ?> call, String error) {
    return false;
  }
}
