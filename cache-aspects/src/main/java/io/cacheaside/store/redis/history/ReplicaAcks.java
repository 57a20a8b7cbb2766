package io.cacheaside.store.redis.history;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.command.Commands;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.PlainCall;
import io.cacheaside.store.redis.connection.ReconnectingConnection;
import io.cacheaside.store.redis.connection.Resp;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether enough replicas have what was written. WAIT keeps its connection from everything
 * else until they have or the time is up, so it has one of its own, and one question at a time: who
 * comes while one is under way shares the next, which covers all that was acknowledged before it
 * began.
 *
 * <p>WAIT is about the last write of its own connection. So it follows one: a small mark below a
 * key of the cache, which expires; whatever has the mark has all that was written before. An INFO
 * tells whether it is the server on which the writes were made. Threadsafe.
 */
public final class ReplicaAcks {
  private static final byte[] REPLICATION = Resp.ascii("replication");

  /** Longer than an answer is waited for beyond its time. */
  private static final Duration OVERDUE = Duration.ofSeconds(5);

  private final Client client;
  private final String place;
  private final int replicas;
  private final Duration timeout;
  private final Supplier<@Nullable String> replid;
  private final LongSupplier nanoClock;
  private final long maxAgeNanos;
  private final ReconnectingConnection reconnecting;

  /** The question that is to be asked next, guarded by this as all that follows. */
  private @Nullable Question next;

  private boolean asking;

  /** When the last question was begun; one that an Error ended unseen does not keep others. */
  private long askedNanos;

  /**
   * The key in whose slot the last mark was set; kept while it serves, so that there is one for
   * each JVM, not one for each invalidation. Null if another one has to be tried.
   */
  private @Nullable Key marked;

  /**
   * What those who came while another question was under way want to know.
   *
   * @param key one that was written, hence one that the server has
   */
  private record Question(Key key, CompletableFuture<@Nullable Void> answer) {}

  /**
   * @param replicas how many have to acknowledge, more than 0
   * @param replid the name of the history on the data connection
   * @param place what logs and messages call the server
   * @param written the connection that the writes go to, null while there is none
   */
  public ReplicaAcks(
      Client client,
      String place,
      int replicas,
      Duration timeout,
      Supplier<@Nullable String> replid,
      Supplier<@Nullable Connection> written) {
    this(client, place, replicas, timeout, replid, written, System::nanoTime);
  }

  ReplicaAcks(
      Client client,
      String place,
      int replicas,
      Duration timeout,
      Supplier<@Nullable String> replid,
      Supplier<@Nullable Connection> written,
      LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.maxAgeNanos = timeout.plus(client.commandTimeout()).plus(OVERDUE).toNanos();
    this.client = client;
    this.place = place;
    this.replicas = replicas;
    this.timeout = timeout;
    this.replid = replid;
    this.reconnecting =
        new ReconnectingConnection(
            client,
            place,
            "cacheaside-replicas",
            "invalidations stay undelivered",
            () -> written.get() != null,
            new AcksOwner(written));
  }

  /** Follows the connection that the writes go to. */
  private record AcksOwner(Supplier<@Nullable Connection> written)
      implements ReconnectingConnection.Owner {
    @Override
    public CompletionStage<RedisAddress> locate() {
      Connection connection = written.get();
      return connection == null
          ? CompletableFuture.failedStage(new IOException("the data connection is away"))
          : CompletableFuture.completedStage(connection.address());
    }
  }

  /** Returns the connection that the questions go over, to be started and closed. */
  public ReconnectingConnection reconnecting() {
    return reconnecting;
  }

  /**
   * Returns the answer to a write once enough replicas have it.
   *
   * @param acks null if none are asked for
   * @param keys what was written; if nothing was, no replica is asked
   * @param sameServer asked in the end: whether no other server than the one whose replicas were
   *     asked answered; a node of a cluster may have redirected the write
   */
  public static <T> CompletableFuture<T> after(
      @Nullable ReplicaAcks acks,
      CompletableFuture<T> write,
      List<Key> keys,
      BooleanSupplier sameServer) {
    return acks == null || keys.isEmpty() ? write : acks.after(write, keys.get(0), sameServer);
  }

  private <T> CompletableFuture<T> after(
      CompletableFuture<T> write, Key key, BooleanSupplier sameServer) {
    return write.thenCompose(
        answer ->
            confirm(key)
                .thenApply(
                    confirmed -> {
                      if (!sameServer.getAsBoolean()) {
                        throw failure(
                            "another server or connection answered than the one asked for replicas");
                      }
                      return answer;
                    }));
  }

  /**
   * Completes when enough replicas have everything that the server acknowledged before the call.
   *
   * @param key one that the server has the slot of
   */
  public CompletableFuture<@Nullable Void> confirm(Key key) {
    CompletableFuture<@Nullable Void> mine;
    synchronized (this) {
      if (next == null) {
        next = new Question(key, new CompletableFuture<>());
      }
      mine = next.answer();
      if (asking && nanoClock.getAsLong() - askedNanos < maxAgeNanos) {
        return mine.copy();
      }
      asking = true;
      askedNanos = nanoClock.getAsLong();
    }
    ask();
    return mine.copy();
  }

  private void ask() {
    Question question;
    Key mark;
    synchronized (this) {
      if (next == null) {
        asking = false;
        return;
      }
      askedNanos = nanoClock.getAsLong();
      mark = marked == null ? next.key() : marked;
      marked = mark;
      question = next;
      next = null;
    }
    boolean asked = false;
    try {
      Connection connection = reconnecting.connection();
      if (connection != null) {
        ask(question, connection, mark);
        asked = true;
      }
    } finally {
      if (!asked) {
        answered(question, "there is no connection on which to ask for replicas");
      }
    }
  }

  private void ask(Question question, Connection connection, Key key) {
    Call<?, byte[]> info = PlainCall.string(CommandType.INFO, REPLICATION);
    Call<?, byte[]> mark = Commands.mark(key);
    Call<?, Long> wait =
        PlainCall.integer(CommandType.WAIT, Resp.ascii(replicas), Resp.ascii(timeout.toMillis()));
    var unused =
        info.handle((reply, failure) -> failure == null ? wrongServer(reply) : message(failure))
            .thenCombine(mark.handle((ok, failure) -> unmarked(failure)), ReplicaAcks::first)
            .thenCombine(wait.handle(this::tooFew), ReplicaAcks::first)
            .whenComplete(
                (problem, failure) ->
                    answered(question, failure == null ? problem : failure.toString()));
    connection.send(info);
    connection.send(mark, wait);
    Duration limit = timeout.plus(client.commandTimeout());
    client.limit(info, limit);
    client.limit(mark, limit);
    client.limit(wait, limit);
  }

  private static @Nullable String first(@Nullable String problem, @Nullable String other) {
    return problem != null ? problem : other;
  }

  /** The slot of the mark may have moved: the next question sets its own. */
  private @Nullable String unmarked(@Nullable Throwable failure) {
    if (failure == null) {
      return null;
    }
    synchronized (this) {
      marked = null;
    }
    return message(failure);
  }

  private @Nullable String wrongServer(byte[] reply) {
    try {
      return ReplicationInfo.parse(reply).replid().equals(replid.get())
          ? null
          : "the server that was asked for replicas is not the one that was written to";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private @Nullable String tooFew(@Nullable Long reached, @Nullable Throwable failure) {
    if (reached == null) {
      return failure == null ? "WAIT was not answered" : message(failure);
    }
    return reached >= replicas
        ? null
        : reached + " of " + replicas + " replicas acknowledged in " + timeout.toMillis() + " ms";
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  /** Whatever was thrown on the way, the next question is asked; once for each one. */
  private void answered(Question question, @Nullable String problem) {
    boolean first = true;
    try {
      first =
          problem == null
              ? question.answer().complete(null)
              : question.answer().completeExceptionally(failure(problem));
    } finally {
      if (first) {
        ask();
      }
    }
  }

  /** Returns the failure of an invalidation that only the primary is known to have. */
  StoreException failure(String problem) {
    return new StoreException(
        Reason.NOT_REPLICATED,
        place
            + ": "
            + problem
            + "; the invalidation is repeated until they do. Check the replicas, or lower"
            + " invalidation-replicas",
        null);
  }
}
