package io.cacheaside.store.redis.topology;

import io.cacheaside.background.BackgroundTask;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.address.RedisUri;
import io.cacheaside.store.redis.address.RedisUri.HostAndPort;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Failures;
import io.cacheaside.store.redis.connection.Pauses;
import io.cacheaside.store.redis.connection.StoreLogger;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The news of elections, from one Sentinel at a time. When its connection ends, the next Sentinel
 * is tried after a short pause; what happens meanwhile shows when the lost primary is looked for.
 */
final class SentinelEvents {
  private static final Logger LOG = StoreLogger.LOG;
  private static final String ELECTED = "+switch-master";
  private static final long ATTEMPT_MILLIS = 15_000;
  private static final int FIELDS = 5; // name, old host, old port, new host, new port

  /** Connects once, in the background, to listen to messages. */
  interface Connector {
    CompletionStage<StatefulRedisPubSubConnection<String, String>> connect(
        RedisAddress sentinel, String clientName);
  }

  private final Client client;
  private final Connector connector;
  private final Pauses pauses;
  private final RedisUri uri;
  private final String clientName;
  private final AtomicReference<@Nullable StatefulRedisPubSubConnection<String, String>>
      connection = new AtomicReference<>();
  private final BackgroundTask attempt;

  /** Looks whether an attempt that should have ended long ago was lost on its way. */
  private final BackgroundTask overdue;

  private volatile BiConsumer<HostAndPort, HostAndPort> listener = (old, elected) -> {};
  private volatile @Nullable String lastError;
  private volatile long attemptNanos;
  private int attempts; // of one background task
  private volatile boolean closed;

  SentinelEvents(Client client, RedisUri uri, String clientName) {
    this(client, uri, clientName, client::connectToListen);
  }

  SentinelEvents(Client client, RedisUri uri, String clientName, Connector connector) {
    this.client = client;
    this.connector = connector;
    this.pauses = client.pauses();
    this.uri = uri;
    this.clientName = clientName;
    this.attempt = client.task("listening to the Sentinels of " + uri, this::connect);
    this.overdue = client.task("the look after listening to Sentinels", this::lookAfter);
  }

  /** Begins to listen; the listener gets the replaced and the elected primary. */
  void start(BiConsumer<HostAndPort, HostAndPort> told) {
    listener = told;
    attempt.schedule(0);
  }

  private void connect() {
    if (closed || connection.get() != null) {
      return;
    }
    attemptNanos = System.nanoTime();
    overdue.schedule(ATTEMPT_MILLIS);
    List<HostAndPort> sentinels = uri.servers();
    HostAndPort sentinel = sentinels.get(Math.floorMod(attempts++, sentinels.size()));
    connector
        .connect(uri.sentinelAt(sentinel), clientName)
        .whenComplete(
            (made, failure) -> {
              try {
                if (failure == null) {
                  listen(made);
                } else if (connection.get() == null) { // else it came too late
                  tell(sentinel, failure);
                  if (Failures.isWrongAnswer(failure)) {
                    pauses.wrong();
                  }
                }
              } catch (Throwable e) {
                if (made != null) {
                  connection.compareAndSet(made, null);
                  made.closeAsync();
                }
                throw e;
              } finally {
                if (connection.get() == null) {
                  attempt.schedule(pauses.millis());
                }
              }
            });
  }

  /**
   * Who is away is missed when the primary is looked for; an error is not, and no attempt heals it.
   */
  private void tell(HostAndPort sentinel, Throwable failure) {
    Error error = Failures.error(failure);
    if (error == null || error.toString().equals(lastError)) {
      LOG.debug("Sentinel {} cannot be listened to", sentinel, failure);
    } else {
      LOG.warn(
          "Sentinel {} cannot be listened to: {}. Trying again in the background, elections are"
              + " noticed later",
          sentinel,
          Failures.rootMessage(failure),
          error);
    }
    lastError = error == null ? null : error.toString();
  }

  /** An attempt may be lost on its way. */
  private void lookAfter() {
    if (closed || connection.get() != null || attempt.isScheduled()) {
      return;
    }
    if (System.nanoTime() - attemptNanos < TimeUnit.MILLISECONDS.toNanos(ATTEMPT_MILLIS)) {
      overdue.schedule(ATTEMPT_MILLIS);
    } else {
      attempt.schedule(0);
    }
  }

  private void listen(StatefulRedisPubSubConnection<String, String> made) {
    if (!connection.compareAndSet(null, made)) {
      made.closeAsync(); // it comes too late
      return;
    }
    Runnable end =
        () -> {
          if (connection.compareAndSet(made, null)) {
            attempt.schedule(pauses.millis());
            client.runAfter(0, made::closeAsync); // not on the thread that noticed the end
          }
        };
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
    client.forget(attempt);
    client.forget(overdue);
    StatefulRedisPubSubConnection<String, String> current = connection.getAndSet(null);
    if (current != null) {
      current.closeAsync();
    }
  }
}
