package io.cacheaside.benchmarks.scale;

import io.cacheaside.testing.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.LongFunction;

/** The Redis that is measured, and a connection of our own to ask it. */
final class Server implements AutoCloseable {
  private static final int BATCH = 500;
  private static final SetArgs ONE_HOUR = SetArgs.Builder.px(3_600_000);

  private final RedisServer redis;
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;

  Server() {
    redis = RedisServer.start();
    client = RedisClient.create(redis.uri());
    connection = client.connect(ByteArrayCodec.INSTANCE);
  }

  String uri() {
    return redis.uri();
  }

  String host() {
    return redis.host();
  }

  int port() {
    return redis.port();
  }

  String describe() {
    return redis.describe();
  }

  ServerCounters counters() {
    return ServerCounters.parse(connection.sync().info("all"), System.nanoTime());
  }

  /** Returns how much is allocated, after a moment in which buffers of the past were given back. */
  double settledMemory() throws InterruptedException {
    Thread.sleep(1_200);
    return counters().memory();
  }

  double memoryUsage(String key) {
    Long bytes = connection.sync().memoryUsage(bytes(key));
    if (bytes == null) {
      throw new IllegalStateException(key + " is not there, so its memory cannot be measured");
    }
    return bytes;
  }

  String clients() {
    return connection.sync().clientList();
  }

  String load(String script) {
    return connection.sync().scriptLoad(script);
  }

  /** Writes that many strings that expire in an hour. */
  void fill(long count, LongFunction<String> key, byte[] value)
      throws ExecutionException, InterruptedException {
    List<RedisFuture<String>> batch = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      batch.add(connection.async().set(bytes(key.apply(i)), value, ONE_HOUR));
      if (batch.size() == BATCH || i == count - 1) {
        for (RedisFuture<String> written : batch) {
          written.get();
        }
        batch.clear();
      }
    }
  }

  void set(String key, byte[] value) {
    connection.sync().set(bytes(key), value);
  }

  void flush() {
    connection.sync().flushall();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
    redis.close();
  }
}
