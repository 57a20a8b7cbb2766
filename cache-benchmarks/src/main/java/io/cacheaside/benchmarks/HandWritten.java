package io.cacheaside.benchmarks;

import io.cacheaside.store.redis.RedisStoreOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The baseline: GET and Kryo, called directly, with the client settings of {@code RedisStore}. No
 * checksum, no schema check, no circuit breaker, no lease; its keys are not escaped.
 */
final class HandWritten implements AutoCloseable {
  /** For both sides, and long: on a busy machine a call must not end as a miss. */
  static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

  private static final long COMMAND_NANOS = COMMAND_TIMEOUT.toNanos();
  private static final SetArgs ONE_HOUR = SetArgs.Builder.ex(3600);
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private final PlainKryo kryo = new PlainKryo();
  private final ClientResources resources;
  private final RedisClient client;
  private final RedisAsyncCommands<byte[], byte[]> redis;

  HandWritten(String uri) {
    resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    client = RedisClient.create(resources, RedisURI.create(uri));
    client.setOptions(clientOptions(RedisStoreOptions.builder(uri).build()));
    StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
    redis = connection.async();
  }

  private static ClientOptions clientOptions(RedisStoreOptions options) {
    return ClientOptions.builder()
        .autoReconnect(false)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(options.requestQueueSize())
        .useHashIndexQueue(false)
        .pingBeforeActivateConnection(true)
        .protocolVersion(ProtocolVersion.RESP3)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .timeoutOptions(TimeoutOptions.create())
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(options.connectTimeout())
                .tcpNoDelay(true)
                .keepAlive(
                    KeepAliveOptions.builder()
                        .enable()
                        .idle(Duration.ofSeconds(2))
                        .interval(Duration.ofSeconds(1))
                        .count(2)
                        .build())
                .build())
        .build();
  }

  Customer find(long id) throws ExecutionException, InterruptedException, TimeoutException {
    return kryo.decode(get(recordKey(id)), Customer.class);
  }

  CustomerBean findBean(long id) throws ExecutionException, InterruptedException, TimeoutException {
    return kryo.decode(get(beanKey(id)), CustomerBean.class);
  }

  void store(long id) throws ExecutionException, InterruptedException {
    Customer customer = Customer.of(id);
    redis.set(recordKey(id), kryo.encode(customer), ONE_HOUR).get();
    redis.set(beanKey(id), kryo.encode(CustomerBean.of(customer)), ONE_HOUR).get();
  }

  private byte[] get(byte[] key) throws ExecutionException, InterruptedException, TimeoutException {
    byte[] found = redis.get(key).get(COMMAND_NANOS, TimeUnit.NANOSECONDS);
    if (found == null) {
      throw new IllegalStateException(
          new String(key, StandardCharsets.UTF_8) + " is gone; only hits are measured");
    }
    return found;
  }

  private static byte[] recordKey(long id) {
    return ("plain:default:{user:" + id + "}").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] beanKey(long id) {
    return ("plain:beans:{user:" + id + "}").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, SHUTDOWN);
    resources.shutdown(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS).syncUninterruptibly();
  }
}
