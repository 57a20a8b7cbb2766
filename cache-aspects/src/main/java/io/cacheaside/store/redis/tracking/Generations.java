package io.cacheaside.store.redis.tracking;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException;
import io.cacheaside.store.redis.command.Commands;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.lettuce.core.api.push.PushMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Copies of generations in this JVM, on one connection with client tracking: each is read once, and
 * dropped when Redis says that it changed.
 *
 * <p>Replies and pushes of a connection come in order. So an answered PING proves that everything
 * that changed before it was sent has been pushed; copies are used only if that proof is younger
 * than the bound, even on a connection that hangs. One copy for each region, so their number is
 * bounded by the application's code. This class is threadsafe.
 */
public final class Generations {
  private static final long PING_MILLIS = 250;

  /** Counted, not timed: a JVM that stood still for long has asked for nothing meanwhile. */
  private static final int SILENT_PINGS = 20;

  private final Connection connection;
  private final Client client;
  private final long maxAgeNanos;
  private final Function<Key, CompletableFuture<Long>> creator;
  private final ConcurrentHashMap<Key, CompletableFuture<Long>> copies = new ConcurrentHashMap<>();
  private Iterator<Map.Entry<Key, CompletableFuture<Long>>> turns = Collections.emptyIterator();
  private volatile long confirmedNanos;
  private volatile boolean confirmed;
  private final AtomicInteger unanswered = new AtomicInteger();

  /**
   * @param maxAge the bound on the age of a copy
   * @param creator makes a generation that is absent, on the data connection
   */
  Generations(
      Connection connection,
      Client client,
      Duration maxAge,
      Function<Key, CompletableFuture<Long>> creator) {
    this.connection = connection;
    this.client = client;
    this.maxAgeNanos = maxAge.toNanos();
    this.creator = creator;
  }

  /** Begins to listen and to ask for proofs; tracking has to be switched on behind this. */
  void start() {
    connection.addListener(this::pushed);
    if (maxAgeNanos > 0) {
      client.runEach("the proof of copies", PING_MILLIS / 10, PING_MILLIS, this::confirm);
    }
  }

  private boolean confirm() {
    if (connection.isEnded()) {
      return false;
    }
    if (unanswered.getAndIncrement() >= SILENT_PINGS) {
      connection.close(); // open but silent: a new connection is better than none
      return false;
    }
    long sent = System.nanoTime();
    Call<?, Boolean> ping = Commands.ping();
    var unused =
        ping.whenComplete(
            (pong, failure) -> {
              if (failure == null) {
                unanswered.set(0);
                confirmedNanos = sent;
                confirmed = true;
              }
            });
    compareOne();
    connection.send(ping);
    return true;
  }

  /**
   * Reads one generation again, each in its turn. What differs from its copy has changed without a
   * push: some are lost, so none of the copies can be trusted.
   */
  private void compareOne() {
    if (!turns.hasNext()) {
      turns = copies.entrySet().iterator();
    }
    if (!turns.hasNext()) {
      return;
    }
    Map.Entry<Key, CompletableFuture<Long>> turn = turns.next();
    Key key = turn.getKey();
    CompletableFuture<Long> copy = turn.getValue();
    if (!copy.isDone() || copy.isCompletedExceptionally()) {
      return;
    }
    Call<?, byte[]> get = Commands.generation(key);
    var unused =
        get.whenComplete(
            (bytes, failure) -> {
              if (failure == null && copies.get(key) == copy && !isOf(copy.join(), bytes)) {
                connection.outOfStep(
                    "a push", new IllegalStateException("a region has changed and nobody said so"));
              }
            });
    connection.send(get);
  }

  private static boolean isOf(long number, byte @Nullable [] bytes) {
    return bytes != null
        && bytes.length == Long.BYTES
        && ByteBuffer.wrap(bytes).getLong() == number;
  }

  /** Returns the copy, or the reading of one, or null if no copy may be used now. */
  public @Nullable CompletableFuture<Long> current(Key generationKey) {
    if (!confirmed || System.nanoTime() - confirmedNanos > maxAgeNanos) {
      return null;
    }
    CompletableFuture<Long> copy = copies.get(generationKey);
    return copy == null ? read(generationKey) : copy;
  }

  /**
   * The reading is known before it is sent: a push that comes after its reply finds it, and so does
   * {@link #forget}.
   */
  private CompletableFuture<Long> read(Key generationKey) {
    CompletableFuture<Long> made = new CompletableFuture<>();
    CompletableFuture<Long> other = copies.putIfAbsent(generationKey, made);
    if (other != null) {
      return other;
    }
    try {
      Call<?, byte[]> get = Commands.generation(generationKey);
      var unused = get.whenComplete((bytes, failure) -> read(generationKey, made, bytes, failure));
      connection.send(get);
      client.limit(get);
    } catch (Throwable e) {
      failed(generationKey, made, e);
    }
    return made;
  }

  private void read(
      Key generationKey,
      CompletableFuture<Long> made,
      byte @Nullable [] bytes,
      @Nullable Throwable failure) {
    try {
      if (failure != null) {
        failed(generationKey, made, failure);
      } else if (bytes == null) {
        // What is created is pushed as a change, so it is no copy yet.
        copies.remove(generationKey, made);
        pass(creator.apply(generationKey), made);
      } else {
        made.complete(Commands.generationIn(bytes));
      }
    } catch (StoreException foreign) {
      made.completeExceptionally(foreign);
    } catch (Throwable e) {
      failed(generationKey, made, e);
    }
  }

  /** Nobody may find a reading that never ends. */
  private void failed(Key generationKey, CompletableFuture<Long> made, Throwable failure) {
    copies.remove(generationKey, made);
    made.completeExceptionally(failure);
  }

  private static void pass(CompletableFuture<Long> from, CompletableFuture<Long> to) {
    var unused =
        from.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                to.complete(value);
              } else {
                to.completeExceptionally(failure);
              }
            });
  }

  /** Drops the copy, and the reading of one that may have begun before now. */
  void forget(Key generationKey) {
    copies.remove(generationKey);
  }

  private void pushed(PushMessage message) {
    if (!message.getType().equals("invalidate") || copies.isEmpty()) {
      return;
    }
    if (message.getContent(Watches::bytes).get(1) instanceof List<?> keys) {
      keys.forEach(key -> copies.remove(Key.of((byte[]) key)));
    } else {
      copies.clear(); // null: the whole database was flushed
    }
  }
}
