package io.cacheaside.store.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushListener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, from its handshake to its end: it is never connected again, so nothing that
 * was written to it can be executed twice.
 *
 * <p>Every call given to {@link #send} completes at the latest when the connection ends. The client
 * fails what it wrote; a call that slips into its buffer while the connection ends is either
 * drained by the close that follows {@link #ended}, or seen by the check after the write.
 */
final class Wire {
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisChannelHandler<?, ?> handler;
  private final RedisChannelWriter writer;
  private final String place;
  private final Executor background;
  private final Consumer<Wire> onEnd;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private volatile boolean ended;

  /**
   * @param place what an error message calls the server
   * @param background runs what must not run on the caller's thread
   * @param onEnd called once with this wire, when the connection ends, before its calls fail
   */
  Wire(
      StatefulRedisConnection<byte[], byte[]> connection,
      String place,
      Executor background,
      Consumer<Wire> onEnd) {
    this.connection = connection;
    this.handler = (RedisChannelHandler<?, ?>) connection;
    this.writer = handler.getChannelWriter();
    this.place = place;
    this.background = background;
    this.onEnd = onEnd;
  }

  /** Begins to watch for the end, which may have come already. */
  void open() {
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> ignored) {
            close();
          }
        });
    if (!connection.isOpen()) {
      close();
    }
  }

  String place() {
    return place;
  }

  boolean isEnded() {
    return ended;
  }

  void addListener(PushListener listener) {
    connection.addListener(listener);
  }

  void send(Call<?, ?> call) {
    call.sentOn(this);
    if (!ended) {
      writer.write(call);
    }
    failIfEnded(call);
  }

  /** Sends two calls in one flush, the first before the second. */
  void send(Call<?, ?> first, Call<?, ?> second) {
    first.sentOn(this);
    second.sentOn(this);
    if (!ended) {
      writer.write(List.of(first, second));
    }
    failIfEnded(first);
    failIfEnded(second);
  }

  private void failIfEnded(Call<?, ?> call) {
    if (ended && !call.isDone()) {
      call.completeExceptionally(Failures.lost(place, call.name()));
    }
  }

  /**
   * Called with what the client failed a call with, before the caller learns it. The client fails
   * calls first and tells of the end afterwards; a caller must find that the end has come.
   */
  void noticed(Throwable failure) {
    if (failure instanceof IOException || !connection.isOpen()) {
      close();
    }
  }

  /** Returns a future that completes when the connection was closed down. */
  CompletableFuture<@Nullable Void> closed() {
    return closed;
  }

  /** Ends the connection; all its calls fail. Returns at once. */
  void close() {
    if (closing.compareAndSet(false, true)) {
      ended = true;
      onEnd.accept(this);
      background.execute(this::closeConnection);
    }
  }

  /**
   * Never on the thread that noticed the end: it may be inside a write, and the client's close
   * waits for writes while its I/O thread does the same.
   */
  private void closeConnection() {
    if (handler.isClosed()) {
      closed.complete(null); // the client was shut down before this connection was published
    } else {
      var unused = connection.closeAsync().handle((ok, failure) -> closed.complete(null));
    }
  }
}
