package io.cacheaside.faults.workload;

import io.cacheaside.faults.history.EventKind;
import io.cacheaside.faults.history.HistoryWriter;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;

/**
 * The rows as textbooks cache them: GET; if there is nothing, load and SET with a TTL; after a
 * write, DEL. It records its deletes, as {@link RecordingStore} does.
 */
final class NaiveVersions implements Versions, AutoCloseable {
  private final VersionTable table;
  private final HistoryWriter history;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final RedisCommands<String, String> redis;
  private final String prefix;
  private final long ttlMillis;

  NaiveVersions(
      VersionTable table, HistoryWriter history, String uri, String prefix, long ttlMillis) {
    this.table = table;
    this.history = history;
    RedisURI address = RedisURI.create(uri);
    address.setTimeout(Duration.ofSeconds(10)); // to connect
    this.client = RedisClient.create(address);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(4096)
            .build());
    this.connection = client.connect();
    connection.setTimeout(Duration.ofMillis(50));
    this.redis = connection.sync();
    this.prefix = prefix;
    this.ttlMillis = ttlMillis;
  }

  @Override
  public Versioned find(int id) {
    String found = redis.get(key(id));
    if (found != null) {
      CallTrace.current().hit();
      return Versioned.of(id, Long.parseLong(found));
    }
    long begin = System.nanoTime();
    Versioned loaded = table.load(id);
    CallTrace.current().loaded(System.nanoTime() - begin);
    redis.set(key(id), Long.toString(loaded.version()), SetArgs.Builder.px(ttlMillis));
    return loaded;
  }

  @Override
  public long raise(int id) {
    long version = table.raise(id);
    long begin = System.nanoTime();
    redis.del(key(id));
    CallTrace.current().delivered(true);
    history.append(EventKind.DELETED, 1, id, 0, begin, System.nanoTime());
    return version;
  }

  private String key(int id) {
    return prefix + ":version:" + id;
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
