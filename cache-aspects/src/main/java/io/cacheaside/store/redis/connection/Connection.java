package io.cacheaside.store.redis.connection;

import io.cacheaside.store.redis.address.RedisAddress;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushListener;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One TCP connection, from its handshake to its end: it is never connected again, so nothing that
 * was written to it can be executed twice.
 *
 * <p>Every call given to {@link #send} completes at the latest when the connection ends. The client
 * fails what it wrote, and a call that is written too late fails with its write; one that finds the
 * end is seen by the check after it was queued.
 */
public final class Connection {
  private static final Logger LOG = StoreLogger.LOG;

  private final StatefulRedisConnection<byte[], byte[]> lettuce;
  private final RedisChannelHandler<?, ?> handler;
  private final WriteQueue queue;
  private final RedisAddress address;
  private final String place;
  private final Executor background;
  private final ConnectionLog log;
  private final Owner owner;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private volatile boolean ended;
  private volatile boolean outOfStep;

  /** Who is told of what happens on a connection. */
  interface Owner {
    /** Called once, when the connection ends, before its calls fail. */
    void ended(Connection connection);

    /**
     * Called when the server answered a call with an error. Returns true if the call was sent again
     * elsewhere, or false if it is to fail.
     */
    boolean answered(Call<?, ?> call, String error);
  }

  /**
   * @param background runs what must not run on the caller's thread
   */
  Connection(
      StatefulRedisConnection<byte[], byte[]> lettuce,
      WriteQueue queue,
      RedisAddress address,
      Executor background,
      ConnectionLog log,
      Owner owner) {
    this.lettuce = lettuce;
    this.handler = (RedisChannelHandler<?, ?>) lettuce;
    this.queue = queue;
    this.address = address;
    this.place = address.place();
    this.background = background;
    this.log = log;
    this.owner = owner;
  }

  /** Begins to watch for the end, which may have come already. */
  void open() {
    lettuce.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> ignored) {
            close();
          }
        });
    if (!lettuce.isOpen()) {
      close();
    }
  }

  /** Returns where it leads. */
  public RedisAddress address() {
    return address;
  }

  /** Returns what an error message calls the server. */
  public String place() {
    return place;
  }

  /** Says that the reply to a call was read; on the connection's thread. */
  void answered(Call<?, ?> call) {
    queue.answered(call);
  }

  boolean answered(Call<?, ?> call, String error) {
    return owner.answered(call, error);
  }

  /** Returns whether it has ended; it never comes back. */
  public boolean isEnded() {
    return ended;
  }

  /** Adds a listener; if it throws, a push is lost, and so the connection ends. */
  public void addListener(PushListener listener) {
    lettuce.addListener(
        message -> {
          if (queue.isOutOfStep()) {
            return; // it has ended, and this may be what was left of a push
          }
          try {
            listener.onPushMessage(message);
          } catch (Throwable e) {
            outOfStep("a push", e);
          }
        });
  }

  /**
   * Lets the connection's thread find out who is to blame that a call is not answered.
   *
   * @param waiting what fails with the verdict
   * @param call the command behind it, or null if there is not exactly one
   * @return for how many nanoseconds more to wait for the verdict at most
   */
  public long judge(CompletableFuture<?> waiting, @Nullable Call<?, ?> call, long limitNanos) {
    queue.judge(new Verdict(waiting, call, queue, place, limitNanos));
    if (ended && !waiting.isDone()) {
      waiting.completeExceptionally(Failures.lost(place, "a command"));
    }
    return Verdict.PATIENCE_NANOS;
  }

  /** Sends a call, behind those sent before; one that finds the end fails. Never blocks. */
  public void send(Call<?, ?> call) {
    call.sentOn(this);
    if (!ended) {
      queue.add(call);
    }
    failIfEnded(call);
  }

  /** Sends two calls, the first before the second. */
  public void send(Call<?, ?> first, Call<?, ?> second) {
    send(first);
    send(second);
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
  void noticed(String what, Throwable failure) {
    if (!Failures.leavesInStep(failure)) {
      outOfStep(what, failure);
    } else if (!lettuce.isOpen()) {
      close();
    }
  }

  /**
   * Ends the connection, because replies may reach wrong calls from now on, or pushes are missing.
   * Nothing that it answers later is believed.
   *
   * @param what was answered, or failed
   */
  public void outOfStep(String what, Throwable failure) {
    try {
      if (!ended && !(failure instanceof IOException)) {
        outOfStep = true;
        log.outOfStep(place, what, failure);
      }
    } finally {
      close();
    }
  }

  /** Returns whether it was ended because replies might reach wrong calls. */
  boolean wasOutOfStep() {
    return outOfStep || queue.isOutOfStep();
  }

  /** Returns a future that completes when the connection was closed down. */
  CompletableFuture<@Nullable Void> closed() {
    return closed;
  }

  /** Ends the connection; all its calls fail. Returns at once. */
  public void close() {
    ended = true; // before anybody is told that another thread closes it
    if (closing.compareAndSet(false, true)) {
      try {
        owner.ended(this);
      } finally {
        closeInBackground();
      }
    }
  }

  /** Whatever is thrown, the socket does not stay open. */
  private void closeInBackground() {
    try {
      background.execute(this::closeConnection);
    } catch (RejectedExecutionException e) {
      closeSocket();
      LOG.debug("{}: the client is closed, so only the socket of a connection was", place, e);
    } catch (Throwable e) {
      closeSocket();
      LOG.warn("{}: a connection could not be closed in the background; its socket is", place, e);
    }
  }

  private void closeSocket() {
    queue.closeChannel().addListener(over -> closed.complete(null));
  }

  /**
   * Never on the thread that noticed the end: it may be inside a write, and the client's close
   * waits for writes while its I/O thread does the same.
   */
  private void closeConnection() {
    if (handler.isClosed()) {
      closed.complete(null); // the client was shut down before this connection was published
    } else {
      var unused = lettuce.closeAsync().handle((ok, failure) -> closed.complete(null));
    }
  }
}
