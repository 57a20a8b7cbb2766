package io.cacheaside.sample.demo;

import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A connection to Redis with the settings of CacheAside's own, and nothing else of it. One differs:
 * here the client itself connects again, with the same pauses.
 */
final class PlainRedis implements AutoCloseable {
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

  private final ClientResources resources;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;

  private PlainRedis(
      ClientResources resources,
      RedisClient client,
      StatefulRedisConnection<String, byte[]> connection) {
    this.resources = resources;
    this.client = client;
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @param commandTimeout after which a command fails
   * @param startTimeout within which the server must greet; a cold JVM may be slow to listen
   * @throws IllegalArgumentException if the URI is malformed
   * @throws RedisException if the server cannot be reached
   */
  static PlainRedis connect(String uri, Duration commandTimeout, Duration startTimeout) {
    RedisStoreOptions options = RedisStoreOptions.builder(uri).build();
    RedisURI address = RedisURI.create(uri);
    address.setTimeout(startTimeout);
    ClientResources resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .reconnectDelay(
                Delay.fullJitter(
                    options.reconnectDelayMin(),
                    options.reconnectDelayMax(),
                    options.reconnectDelayMin().toMillis(),
                    TimeUnit.MILLISECONDS))
            .build();
    RedisClient client = RedisClient.create(resources, address);
    client.setOptions(clientOptions(options));
    try {
      StatefulRedisConnection<String, byte[]> connection =
          client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
      connection.setTimeout(commandTimeout);
      return new PlainRedis(resources, client, connection);
    } catch (RedisException e) {
      shutdown(client, resources);
      throw e;
    }
  }

  private static ClientOptions clientOptions(RedisStoreOptions options) {
    return ClientOptions.builder()
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

  RedisCommands<String, byte[]> commands() {
    return connection.sync();
  }

  @Override
  public void close() {
    connection.close();
    shutdown(client, resources);
  }

  private static void shutdown(RedisClient client, ClientResources resources) {
    client.shutdown(Duration.ZERO, SHUTDOWN_TIMEOUT);
    // the resources are ours, so the client leaves them alone
    resources.shutdown(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).syncUninterruptibly();
  }
}
