package io.cacheaside.store.redis.topology;

import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.Failures;
import io.cacheaside.store.redis.history.Shard;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds the server that takes the writes, again before each connection. */
public interface Upstream {
  /** Returns where that server is now, as far as anybody knows. */
  CompletionStage<RedisAddress> locate();

  /** Fails if a new connection does not lead to a server that takes writes. */
  CompletionStage<?> check(Connection connection);

  /**
   * Called when the server answered a call with an error. Returns true if the call was sent again
   * elsewhere or has ended, or false if it is to fail.
   */
  boolean answered(Call<?, ?> call, String error);

  /** Returns what is known of the primary of a cluster, null if there is one server only. */
  default @Nullable Shard shard() {
    return null;
  }

  /** Ends what runs in the background for this; never throws. */
  void close();

  /** Returns what logs and error messages call the server. */
  String place();

  /** Returns one that is always the same server, which is taken as it is. */
  static Upstream fixed(RedisAddress address) {
    return new Upstream() {
      @Override
      public CompletionStage<RedisAddress> locate() {
        return CompletableFuture.completedStage(address);
      }

      @Override
      public CompletionStage<?> check(Connection connection) {
        return CompletableFuture.completedStage(null);
      }

      @Override
      public boolean answered(Call<?, ?> call, String error) {
        return error.startsWith("MOVED ")
            && call.completeExceptionally(
                Failures.notStandalone(address.place(), call.name(), error));
      }

      @Override
      public void close() {}

      @Override
      public String place() {
        return address.place();
      }
    };
  }
}
