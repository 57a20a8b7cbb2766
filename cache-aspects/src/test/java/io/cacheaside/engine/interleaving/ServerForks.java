package io.cacheaside.engine.interleaving;

import io.cacheaside.spi.Key;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Forks entries with COPY, which takes over the value and its absolute deadline as they are. */
final class ServerForks implements ScheduleExplorer.Forks {
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final Function<Key, List<Key>> keysOfEntry;
  private final List<CompletableFuture<?>> commands = new ArrayList<>();
  private final List<byte[]> removed = new ArrayList<>();

  /**
   * @param connection for the forks alone: its commands are sent together
   * @param keysOfEntry all that belongs to an entry, in the same order for each
   */
  ServerForks(
      StatefulRedisConnection<byte[], byte[]> connection, Function<Key, List<Key>> keysOfEntry) {
    this.connection = connection;
    this.keysOfEntry = keysOfEntry;
    connection.setAutoFlushCommands(false);
  }

  @Override
  public void fork(Key from, Key to) {
    List<Key> originals = keysOfEntry.apply(from);
    List<Key> forks = keysOfEntry.apply(to);
    for (int i = 0; i < originals.size(); i++) {
      commands.add(
          connection
              .async()
              .copy(originals.get(i).bytes(), forks.get(i).bytes())
              .toCompletableFuture());
    }
  }

  @Override
  public void remove(Key key) {
    keysOfEntry.apply(key).forEach(one -> removed.add(one.bytes()));
  }

  @Override
  public void await() {
    if (!removed.isEmpty()) {
      commands.add(connection.async().unlink(removed.toArray(byte[][]::new)).toCompletableFuture());
      removed.clear();
    }
    connection.flushCommands();
    CompletableFuture.allOf(commands.toArray(CompletableFuture<?>[]::new))
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
    commands.clear();
  }
}
