package io.cacheaside.store.redis;

import io.cacheaside.store.redis.RedisUri.HostAndPort;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The news of elections, from one Sentinel at a time. When its connection ends, the next Sentinel
 * is tried after a short pause; what happens meanwhile shows when the lost primary is looked for.
 */
final class SentinelEvents {
  private static final Logger LOG = LoggerFactory.getLogger(RedisStore.class);
  private static final String ELECTED = "+switch-master";
  private static final int FIELDS = 5; // name, old host, old port, new host, new port

  private final Client client;
  private final RedisUri uri;
  private final String clientName;
  private final AtomicReference<@Nullable StatefulRedisPubSubConnection<String, String>>
      connection = new AtomicReference<>();
  private volatile boolean closed;

  SentinelEvents(Client client, RedisUri uri, String clientName) {
    this.client = client;
    this.uri = uri;
    this.clientName = clientName;
  }

  /** Begins to listen; the listener gets the replaced and the elected primary. */
  void start(BiConsumer<HostAndPort, HostAndPort> listener) {
    client.runAfter(0, () -> connect(0, listener));
  }

  private void connect(int attempt, BiConsumer<HostAndPort, HostAndPort> listener) {
    if (closed) {
      return;
    }
    List<HostAndPort> sentinels = uri.servers();
    HostAndPort sentinel = sentinels.get(Math.floorMod(attempt, sentinels.size()));
    Runnable next = () -> client.runLater(() -> connect(attempt + 1, listener));
    client
        .connectToListen(uri.sentinelAt(sentinel), clientName)
        .whenComplete(
            (made, failure) -> {
              if (failure == null) {
                listen(made, listener, next);
              } else {
                LOG.debug("Sentinel {} cannot be listened to", sentinel, failure);
                next.run();
              }
            });
  }

  private void listen(
      StatefulRedisPubSubConnection<String, String> made,
      BiConsumer<HostAndPort, HostAndPort> listener,
      Runnable next) {
    AtomicBoolean ended = new AtomicBoolean();
    Runnable end =
        () -> {
          if (ended.compareAndSet(false, true)) {
            connection.compareAndSet(made, null);
            client.runAfter(0, made::closeAsync); // not on the thread that noticed the end
            next.run();
          }
        };
    connection.set(made);
    made.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            String[] words = message.split(" ", -1);
            if (words.length == FIELDS && words[0].equals(uri.primaryName())) {
              listener.accept(server(words[1], words[2]), server(words[3], words[4]));
            }
          }
        });
    made.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> ignored) {
            end.run();
          }
        });
    made.async()
        .subscribe(ELECTED)
        .whenComplete(
            (ok, failure) -> {
              if (failure != null) {
                end.run();
              }
            });
    if (closed || !made.isOpen()) {
      end.run();
    }
  }

  private static HostAndPort server(String host, String port) {
    return new HostAndPort(host, Integer.parseInt(port));
  }

  void close() {
    closed = true;
    StatefulRedisPubSubConnection<String, String> current = connection.getAndSet(null);
    if (current != null) {
      current.closeAsync();
    }
  }
}
