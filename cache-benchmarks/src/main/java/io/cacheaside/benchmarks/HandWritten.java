package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.CachedRepository;
import io.cacheaside.benchmarks.contenders.Customer;
import io.cacheaside.benchmarks.contenders.OrderHistory;
import io.cacheaside.benchmarks.contenders.Source;
import io.cacheaside.store.redis.options.RedisStoreOptions;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * GET and Kryo, called directly, with the client settings of {@code RedisStore}; values are decoded
 * by their caller. No checksum, no schema check, no circuit breaker, no lease; its keys are not
 * escaped.
 */
final class HandWritten implements CachedRepository {
  /** For both sides, and long: on a busy machine a call must not end as a miss. */
  static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

  private static final long COMMAND_NANOS = COMMAND_TIMEOUT.toNanos();
  private static final SetArgs ONE_HOUR = SetArgs.Builder.ex(3600);
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private static final byte[] NOTHING = {};

  private final String app;
  private final Source source;
  private final PlainKryo kryo = new PlainKryo();
  private final ClientResources resources;
  private final RedisClient client;
  private final RedisAsyncCommands<byte[], byte[]> redis;

  /**
   * Connects.
   *
   * @param app what its keys begin with
   */
  HandWritten(String uri, String app, Source source) {
    this.app = app;
    this.source = source;
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

  @Override
  public Object customer(long id) throws Exception {
    byte[] found = customerBytes(id);
    if (found != null) {
      return kryo.decode(found, Customer.class);
    }
    Customer customer = source.customer(id);
    set(key("user", id), kryo.encode(customer));
    return customer;
  }

  @Override
  public Object orders(long id) throws Exception {
    byte[] found = orderBytes(id);
    if (found != null) {
      return kryo.decode(found, OrderHistory.class);
    }
    OrderHistory orders = source.orders(id);
    set(key("orders", id), kryo.encode(orders));
    return orders;
  }

  @Override
  public @Nullable Object missing(long id) throws Exception {
    byte[] key = key("missing", id);
    byte[] found = get(key);
    if (found != null) {
      return found.length == 0 ? null : kryo.decode(found, Customer.class);
    }
    Customer customer = source.missing(id);
    set(key, customer == null ? NOTHING : kryo.encode(customer));
    return customer;
  }

  @Override
  public void invalidate(long id) throws Exception {
    redis.del(key("user", id)).get(COMMAND_NANOS, TimeUnit.NANOSECONDS);
  }

  byte @Nullable [] customerBytes(long id) throws Exception {
    return get(key("user", id));
  }

  byte @Nullable [] orderBytes(long id) throws Exception {
    return get(key("orders", id));
  }

  private byte @Nullable [] get(byte[] key) throws Exception {
    return redis.get(key).get(COMMAND_NANOS, TimeUnit.NANOSECONDS);
  }

  private void set(byte[] key, byte[] value) throws Exception {
    redis.set(key, value, ONE_HOUR).get(COMMAND_NANOS, TimeUnit.NANOSECONDS);
  }

  private byte[] key(String kind, long id) {
    return (app + ":" + kind + ":" + id).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, SHUTDOWN);
    resources.shutdown(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS).syncUninterruptibly();
  }
}
