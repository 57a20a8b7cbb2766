package io.cacheaside.store.redis.history;

import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Reconnection.History;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.PlainCall;
import io.cacheaside.store.redis.connection.Resp;
import io.cacheaside.store.redis.connection.StoreLogger;
import io.cacheaside.store.redis.history.ReplicationHistory.Consequence;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Looks at the server behind each new data connection, before the connection is used: is it the one
 * from before, and has it everything that was acknowledged? A server that took over serves nothing
 * for two seconds, in which all JVMs deliver again what it may have missed.
 *
 * <p>To be able to tell, the server is asked each second how far it is. Threadsafe.
 */
public final class HistoryCheck {
  private static final Logger LOG = StoreLogger.LOG;
  private static final byte[] REPLICATION = Resp.ascii("replication");
  private static final long SAMPLE_MILLIS = 1_000;
  private static final Consequence INTACT =
      new Consequence(new Reconnection(History.INTACT, 0), false);
  private static final long RECOVERY_NANOS = Duration.ofSeconds(2).toNanos();

  /**
   * Where every region is cleared, nobody depends on what other JVMs deliver; only reads that are
   * under way must not slip between.
   */
  private static final long CLEARING_NANOS = Duration.ofMillis(100).toNanos();

  /** Stands for a consequence that was lost on its way to the listener: the worst. */
  private static final Consequence UNSEEN =
      new Consequence(new Reconnection(History.UNKNOWN, 0), false);

  private final Client client;
  private final String place;
  private final Runnable onOtherServer;
  private final StoreException refusal;
  private final @Nullable Shard shard;
  private final ReplicationHistory history;
  private final RecoveryTime recovery = new RecoveryTime(System::nanoTime);
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile Consumer<Reconnection> listener = reconnection -> {};
  private volatile @Nullable Look look;

  /** What the listener has to be told before another connection is used. */
  private volatile @Nullable Consequence untold;

  private volatile boolean connectedBefore;

  /**
   * @param place what logs and messages call the server
   * @param shard what is known of a primary of a cluster, null if there is one server only
   * @param onOtherServer called when another server is there, before the connection is used
   */
  public HistoryCheck(Client client, String place, @Nullable Shard shard, Runnable onOtherServer) {
    this.client = client;
    this.place = place;
    this.shard = shard;
    this.history = new ReplicationHistory(shard != null);
    this.onOtherServer = onOtherServer;
    this.refusal =
        new StoreException(
            Reason.RECOVERING,
            place
                + " took over from another server: nothing is served for up to "
                + Duration.ofNanos(RECOVERY_NANOS).toSeconds()
                + " s, while invalidations that it may have missed are delivered again",
            null);
  }

  /**
   * What was seen of the server behind a connection that is not in use yet.
   *
   * @param info null if it does not tell
   */
  private record Look(
      Connection connection, @Nullable ReplicationInfo info, boolean empty, long askedNanos) {}

  /** Sets who is told of each new connection, instead of the one before. */
  public void listener(Consumer<Reconnection> reconnected) {
    listener = reconnected;
  }

  /** Returns what is known of the server's history. */
  public ReplicationHistory history() {
    return history;
  }

  /** Returns with what lookups and acquires fail now, or null if they may be sent. */
  public @Nullable StoreException refusal() {
    return recovery.isUnderWay() ? refusal : null;
  }

  /** Looks at the server; the connection may be published when the stage completes. */
  public CompletionStage<?> prepare(Connection connection) {
    long asked = System.nanoTime();
    Call<?, byte[]> info = info();
    Call<?, Long> size = PlainCall.integer(CommandType.DBSIZE);
    connection.send(info, size);
    client.limit(info, Client.HANDSHAKE_TIMEOUT);
    client.limit(size, Client.HANDSHAKE_TIMEOUT);
    CompletableFuture<@Nullable ReplicationInfo> told =
        info.handle(
            (reply, failure) -> failure == null ? parsed(reply) : untold(asRefusal(failure)));
    CompletableFuture<Boolean> empty =
        size.handle((n, failure) -> failure == null ? n == 0 : untoldSize(failure));
    return told.thenAcceptBoth(
        empty, (now, none) -> looked(new Look(connection, now, none, asked)));
  }

  /** A node that is no primary any more serves nothing of its own: it is not judged, nor used. */
  private void looked(Look seen) {
    ReplicationInfo info = seen.info();
    if (shard != null && info != null && !info.primary()) {
      throw new CompletionException(new IOException(place + " is a replica now"));
    }
    look = seen;
  }

  private static Call<?, byte[]> info() {
    return PlainCall.string(CommandType.INFO, REPLICATION);
  }

  private @Nullable ReplicationInfo parsed(byte[] reply) {
    try {
      return ReplicationInfo.parse(reply);
    } catch (IllegalArgumentException e) {
      return untold(e);
    }
  }

  /** A server that may not answer is one that tells nothing; one that is away is another matter. */
  private static StoreException asRefusal(Throwable failure) {
    if (failure instanceof StoreException e && e.reason() == Reason.REFUSED) {
      return e;
    }
    throw new CompletionException(failure);
  }

  private boolean untoldSize(Throwable failure) {
    untold(asRefusal(failure));
    return false;
  }

  private @Nullable ReplicationInfo untold(RuntimeException reason) {
    if (warned.compareAndSet(false, true)) {
      LOG.warn(
          "{} does not tell its replication history ({}): after a failover that lost invalidations"
              + " the recent ones are delivered again, but older ones are not noticed. Let the user"
              + " run INFO and DBSIZE.",
          place,
          reason.getMessage());
    }
    return null;
  }

  /** The connection is about to be published. */
  public void connected(Connection connection) {
    Consequence owed = untold;
    untold = UNSEEN; // a server is judged once: whatever throws from here on, it is not forgotten
    if (owed != null) {
      act(owed);
    }
    Look seen = look;
    ReplicationInfo info = seen != null && seen.connection() == connection ? seen.info() : null;
    Consequence consequence;
    if (seen == null || info == null) {
      consequence = incomparable(false);
    } else {
      String before = history.replid();
      consequence = judge(info, seen);
      if (before != null && !before.equals(info.replid())) {
        onOtherServer.run();
      }
      client.runEach(
          "the samples of " + place, SAMPLE_MILLIS, SAMPLE_MILLIS, new Samples(connection));
    }
    connectedBefore = true;
    if (consequence != null) {
      act(consequence);
    }
    untold = null;
  }

  private void act(Consequence consequence) {
    if (consequence.tookOver()) {
      recovery.lastFor(RECOVERY_NANOS);
    } else if (consequence.reconnection().history() == History.UNKNOWN) {
      recovery.lastFor(CLEARING_NANOS);
    }
    listener.accept(consequence.reconnection());
  }

  private @Nullable Consequence judge(ReplicationInfo info, Look seen) {
    if (shard != null && !history.isContinuedBy(info)) {
      shard.others().stream()
          .filter(other -> other.isContinuedBy(info))
          .findFirst()
          .ifPresent(history::continueFrom);
    }
    Consequence consequence = history.connected(info, seen.empty(), seen.askedNanos());
    return consequence == null ? incomparable(seen.empty()) : consequence;
  }

  /**
   * Returns what a connection means if there is nothing to compare the server with.
   *
   * @param empty whether it is known to hold no data
   */
  private @Nullable Consequence incomparable(boolean empty) {
    if (connectedBefore) {
      return INTACT; // to clear all regions at each hiccup would be worse than the rare failover
    }
    if (shard == null || empty || shard.slots() == Shard.Slots.OWN) {
      return null;
    }
    if (shard.slots() == Shard.Slots.MOVED) {
      // It may have lost what others know of, if it was replaced since; we have nothing to deliver.
      recovery.lastFor(RECOVERY_NANOS);
      return null;
    }
    return new Consequence(new Reconnection(History.UNKNOWN, 0), false);
  }

  /** Asks how far the server is, if it has answered that question when it was asked before. */
  private final class Samples implements BooleanSupplier {
    private final Connection connection;
    private @Nullable Call<?, byte[]> last;

    Samples(Connection connection) {
      this.connection = connection;
    }

    @Override
    public boolean getAsBoolean() {
      if (connection.isEnded()) {
        return false;
      }
      if (last == null || last.isDone()) {
        ask();
      }
      return true;
    }

    private void ask() {
      long asked = System.nanoTime();
      Call<?, byte[]> info = info();
      var unused =
          info.whenComplete(
              (reply, failure) -> {
                ReplicationInfo now = failure == null ? parsed(reply) : null;
                if (now != null && !history.continues(now, asked)) {
                  connection
                      .close(); // promoted, demoted, or filled from elsewhere: look at it anew
                }
              });
      connection.send(info);
      client.limit(info, Client.HANDSHAKE_TIMEOUT);
      last = info;
    }
  }
}
