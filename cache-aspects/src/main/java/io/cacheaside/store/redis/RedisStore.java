package io.cacheaside.store.redis;

import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store in one Redis server, 6.2 or newer.
 *
 * <p>Two connections: one for data, and one on which Redis tells us that a lease has ended. Both
 * are opened at once, because a connection that is first made when somebody waits would come too
 * late for that waiter. While the data connection is away every call fails at once; without the
 * other one a {@link #watch} never completes, and its caller polls.
 *
 * <p>Nothing is ever sent twice, so nothing is executed twice. Failures name the server's host and
 * port, never user, password, key or value. This class is threadsafe.
 */
public final class RedisStore implements Store {
  private static final int UNLINK_BATCH = 1_000;
  private static final long STAGE_MILLIS = 5_000;
  private static final byte[] PX = Resp.ascii("PX");
  private static final byte[] STAGE_TTL = Resp.ascii(STAGE_MILLIS);
  private static final byte[] NOTHING = {};

  private final Client client;
  private final int stagingThreshold;
  private final Link data;
  private final Link tracked;
  private final AtomicLong epoch = new AtomicLong();
  private volatile @Nullable Watches watches;
  private volatile boolean closed;

  private RedisStore(RedisStoreOptions options) {
    this.client = new Client(options);
    this.stagingThreshold = options.stagingThreshold();
    this.data =
        new Link(client, "cacheaside-data", "methods run uncached", () -> true, new DataOwner());
    this.tracked =
        new Link(
            client,
            "cacheaside-watch",
            "callers who wait for a load poll",
            () -> data.wire() != null,
            new WatchOwner());
  }

  /** Returns a store that connects in the background; never waits for Redis, or fails without. */
  public static RedisStore open(RedisStoreOptions options) {
    RedisStore store = new RedisStore(options);
    store.data.start();
    store.tracked.start();
    return store;
  }

  /** Returns a future that completes when Redis was reached for the first time; never fails. */
  public CompletableFuture<@Nullable Void> firstConnection() {
    return data.first();
  }

  /** Returns why there is no connection, or null if there is one or none was tried yet. */
  public @Nullable String lastConnectError() {
    return data.lastError();
  }

  /** {@inheritDoc} Cancel it when nobody waits for it any more. */
  @Override
  public CompletableFuture<byte @Nullable []> lookup(Key key) {
    Lookup lookup = new Lookup(key.bytes());
    send(lookup);
    return lookup;
  }

  @Override
  public CompletableFuture<Grant> acquire(
      Key key, LeaseToken token, long leaseMillis, @Nullable LeaseToken seen) {
    List<byte[]> args =
        List.of(
            token.toBytes(),
            Resp.ascii(positive("leaseMillis", leaseMillis)),
            seen == null ? NOTHING : seen.toBytes());
    return sendLimited(
        new ScriptCall<>(
            Script.ACQUIRE,
            keyAndQuarantine(key),
            args,
            () -> new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
            RedisStore::toGrant));
  }

  private static Grant toGrant(List<Object> reply) {
    int outcome = ((Long) reply.get(0)).intValue();
    return switch (outcome) {
      case 0 -> new Grant.Changed((byte[]) reply.get(1));
      case 1 -> new Grant.Granted((Long) reply.get(1));
      case 3 -> new Grant.Held((Long) reply.get(1), LeaseToken.readFrom((byte[]) reply.get(2), 0));
      case 4 -> new Grant.Foreign();
      default -> throw new IllegalStateException("acquire returned " + outcome);
    };
  }

  @Override
  public CompletableFuture<Boolean> renew(Key key, LeaseToken token, long leaseMillis) {
    List<byte[]> args = List.of(token.toBytes(), Resp.ascii(positive("leaseMillis", leaseMillis)));
    return sendLimited(script(Script.RENEW, keyAndQuarantine(key), args, reply -> reply != 0));
  }

  @Override
  public CompletableFuture<Boolean> populate(
      Key key, LeaseToken token, byte[] record, long ttlMillis) {
    if (!EntryFormat.isValue(record)) {
      throw new IllegalArgumentException(
          "The record is no value of this version; make it with EntryFormat.writeHeader");
    }
    byte[] ttl = Resp.ascii(positive("ttlMillis", ttlMillis));
    byte[] quarantined = {(byte) (EntryFormat.flags(record) | EntryFormat.FLAG_QUARANTINED)};
    if (record.length < stagingThreshold) {
      List<byte[]> args = List.of(token.toBytes(), record, ttl, quarantined);
      return sendLimited(script(Script.POPULATE, keyAndQuarantine(key), args, reply -> reply != 0));
    }
    return populateStaged(key, token, record, List.of(token.toBytes(), ttl, quarantined));
  }

  /** A plain SET moves the bytes without a copy by Lua; the script then renames what it wrote. */
  private CompletableFuture<Boolean> populateStaged(
      Key key, LeaseToken token, byte[] record, List<byte[]> args) {
    byte[] stage = append(key, ":s:" + token);
    List<byte[]> keys = List.of(key.bytes(), append(key, ":q"), stage);
    Call<byte[], byte[]> set = PlainCall.string(CommandType.SET, stage, record, PX, STAGE_TTL);
    ScriptCall<Long, Boolean> commit = script(Script.COMMIT, keys, args, reply -> reply != 0);
    var unused =
        set.whenComplete(
            (ok, failure) -> {
              if (failure != null) {
                commit.completeExceptionally(failure); // else it would look like a lost lease
              }
            });
    Wire wire = data.wire();
    if (wire == null) {
      commit.completeExceptionally(notConnected());
    } else {
      wire.send(set, commit);
      client.limit(commit);
    }
    return commit;
  }

  @Override
  public CompletableFuture<Boolean> release(Key key, LeaseToken token) {
    return sendLimited(
        script(
            Script.RELEASE, List.of(key.bytes()), List.of(token.toBytes()), reply -> reply != 0));
  }

  @Override
  public CompletableFuture<Long> invalidate(List<Key> keys) {
    CompletableFuture<Long> total = null;
    for (int from = 0; from < keys.size(); from += UNLINK_BATCH) {
      List<byte[]> batch = new ArrayList<>();
      for (Key key : keys.subList(from, Math.min(keys.size(), from + UNLINK_BATCH))) {
        batch.add(key.bytes());
      }
      CompletableFuture<Long> removed = sendLimited(PlainCall.unlink(batch));
      total = total == null ? removed : total.thenCombine(removed, Long::sum);
    }
    return total == null ? CompletableFuture.completedFuture(0L) : total;
  }

  @Override
  public CompletableFuture<@Nullable Void> watch(Key key, LeaseToken token) {
    Watches current = watches;
    return current == null ? new CompletableFuture<>() : current.watch(key, token);
  }

  @Override
  public CompletableFuture<@Nullable Void> ping() {
    return sendLimited(PlainCall.string(CommandType.PING)).thenApply(pong -> null);
  }

  @Override
  public long epoch() {
    return epoch.get();
  }

  /** {@inheritDoc} Both connections: a silent server is silent on each. */
  @Override
  public void reset() {
    data.reset();
    tracked.reset();
  }

  /** {@inheritDoc} Takes a few seconds at most. */
  @Override
  public void close() {
    closed = true;
    client.close(CompletableFuture.allOf(data.close(), tracked.close()));
  }

  /** Returns whether a watch can be woken now. */
  boolean canWatch() {
    return watches != null;
  }

  /** Returns how many futures of {@link #watch} are registered. */
  int waiters() {
    Watches current = watches;
    return current == null ? 0 : current.size();
  }

  /** Returns the server's host and port. */
  @Override
  public String toString() {
    return client.place();
  }

  private <T> CompletableFuture<T> sendLimited(Call<?, T> call) {
    send(call);
    client.limit(call);
    return call;
  }

  private void send(Call<?, ?> call) {
    Wire wire = data.wire();
    if (wire == null) {
      call.completeExceptionally(notConnected());
    } else {
      wire.send(call);
    }
  }

  private StoreException notConnected() {
    String error = data.lastError();
    String reason = closed ? "this store is closed" : error == null ? "still connecting" : error;
    return new StoreException(
        Reason.UNAVAILABLE, client.place() + " is not connected: " + reason, null);
  }

  private static <T> ScriptCall<Long, T> script(
      Script script, List<byte[]> keys, List<byte[]> args, Function<Long, T> result) {
    return new ScriptCall<>(
        script, keys, args, () -> new IntegerOutput<>(ByteArrayCodec.INSTANCE), result);
  }

  /** Both in one slot of a cluster: the braces around the logical key are a hash tag. */
  private static List<byte[]> keyAndQuarantine(Key key) {
    return List.of(key.bytes(), append(key, ":q"));
  }

  private static byte[] append(Key key, String suffix) {
    byte[] tail = Resp.ascii(suffix);
    byte[] all = Arrays.copyOf(key.bytes(), key.bytes().length + tail.length);
    System.arraycopy(tail, 0, all, key.bytes().length, tail.length);
    return all;
  }

  private static long positive(String name, long millis) {
    if (millis <= 0) {
      throw new IllegalArgumentException(name + " is " + millis + "; at least 1 ms is needed");
    }
    return millis;
  }

  private final class DataOwner implements Link.Owner {
    @Override
    public CompletionStage<?> prepare(Wire wire) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void connected(Wire wire) {
      epoch.incrementAndGet();
    }

    @Override
    public void ended(Wire wire) {
      epoch.incrementAndGet();
    }
  }

  private final class WatchOwner implements Link.Owner {
    private volatile @Nullable Watches preparing;

    @Override
    public CompletionStage<?> prepare(Wire wire) {
      Watches made = new Watches(wire);
      preparing = made;
      Call<?, ?> tracking = made.start();
      client.limit(tracking, Client.HANDSHAKE_TIMEOUT); // a part of the handshake
      return tracking;
    }

    @Override
    public void connected(Wire wire) {
      watches = preparing;
      if (wire.isEnded()) {
        watches = null;
      }
    }

    @Override
    public void ended(Wire wire) {
      Watches gone = preparing; // one attempt at a time: it belongs to this wire
      watches = null;
      if (gone != null) {
        gone.end();
      }
    }
  }
}
