package io.cacheaside.store.redis;

import io.cacheaside.spi.Key;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.stream.LongStream;

/** A plain connection for tests, to look at the server past the store. */
public final class RawRedis implements AutoCloseable {
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;

  public RawRedis(String uri) {
    RedisURI parsed = RedisURI.create(uri);
    parsed.setTimeout(Duration.ofSeconds(20));
    client = RedisClient.create(parsed);
    connection = client.connect(ByteArrayCodec.INSTANCE);
  }

  public RedisCommands<byte[], byte[]> sync() {
    return connection.sync();
  }

  public RedisAsyncCommands<byte[], byte[]> async() {
    return connection.async();
  }

  /** Returns the key's remaining life in ms, negative if it has none or is absent. */
  public long pttl(Key key) {
    return sync().pttl(key.bytes());
  }

  /** Returns the number of connections that carry this client name. */
  public long clientsNamed(String name) {
    return sync().clientList().lines().filter(line -> line.contains(" name=" + name + " ")).count();
  }

  /** Returns the id of the connection that carries this client name. */
  public long clientId(String name) {
    return clientIds(name).findFirst().orElseThrow();
  }

  /** Ends all connections that carry this client name. */
  public void killNamed(String name) {
    clientIds(name).forEach(id -> sync().clientKill(KillArgs.Builder.id(id)));
  }

  private LongStream clientIds(String name) {
    return sync()
        .clientList()
        .lines()
        .filter(line -> line.contains(" name=" + name + " "))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^id=(\\d+) .*", "$1")));
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
