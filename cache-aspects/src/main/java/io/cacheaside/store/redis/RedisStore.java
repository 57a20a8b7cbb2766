package io.cacheaside.store.redis;

import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.address.RedisUri;
import io.cacheaside.store.redis.address.RedisUri.HostAndPort;
import io.cacheaside.store.redis.command.Answers;
import io.cacheaside.store.redis.command.Commands;
import io.cacheaside.store.redis.command.KeyBatches;
import io.cacheaside.store.redis.command.Lookup;
import io.cacheaside.store.redis.command.StepCheck;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.LibraryVersions;
import io.cacheaside.store.redis.connection.ReconnectingConnection;
import io.cacheaside.store.redis.history.HistoryCheck;
import io.cacheaside.store.redis.history.ReplicaAcks;
import io.cacheaside.store.redis.history.ReplicationHistory;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.store.redis.topology.SentinelUpstream;
import io.cacheaside.store.redis.topology.Upstream;
import io.cacheaside.store.redis.tracking.Generations;
import io.cacheaside.store.redis.tracking.Tracking;
import io.cacheaside.store.redis.tracking.Watches;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in one Redis server, 6.2 or newer: the one that the URI names, or the one that Sentinels
 * have elected the primary. A {@link RedisClusterStore} has one of these for each primary.
 *
 * <p>Two connections: one for data, and one on which Redis tells us that a lease has ended. Both
 * are opened at once, because a connection that is first made when somebody waits would come too
 * late for that waiter. While the data connection is away every call fails at once, but those
 * before the first wait a little for it ({@code EarlyCalls}), except in a cluster; without the
 * other one a {@link #watch} never completes, and its caller polls. Where invalidations have to
 * reach replicas there is a third one, to ask for that.
 *
 * <p>Nothing is ever sent twice, so nothing is executed twice. Failures name the server's host and
 * port, never user, password, key or value. This class is threadsafe.
 */
public final class RedisStore implements Store {
  private final Client client;
  private final Upstream upstream;
  private final boolean inCluster;
  private final int stagingThreshold;
  private final ReconnectingConnection data;
  private final ReconnectingConnection tracked;
  private final AtomicLong epoch;
  private final Tracking tracking;
  private final HistoryCheck history;
  private final CallSender calls;
  private final @Nullable ReplicaAcks replicaAcks;

  /**
   * @param client not closed by this if the server is a node of a cluster
   * @param epoch counts the connections of this store, and of others with the same counter
   */
  RedisStore(Client client, Upstream upstream, AtomicLong epoch, RedisStoreOptions options) {
    this.client = client;
    this.upstream = upstream;
    this.epoch = epoch;
    this.inCluster = options.isCluster();
    this.stagingThreshold = options.stagingThreshold();
    this.data =
        new ReconnectingConnection(
            client,
            upstream.place(),
            "cacheaside-data",
            "methods run uncached",
            () -> true,
            new DataOwner());
    this.tracking =
        new Tracking(client, options.generationMaxAge(), data::connection, this::createGeneration);
    this.tracked =
        new ReconnectingConnection(
            client,
            upstream.place(),
            "cacheaside-watch",
            "callers who wait for a load poll",
            () -> data.connection() != null,
            tracking);
    this.history = new HistoryCheck(client, upstream.place(), upstream.shard(), tracked::reset);
    this.calls = new CallSender(client, data, history, inCluster ? 0 : options.requestQueueSize());
    this.replicaAcks =
        options.invalidationReplicas() == 0
            ? null
            : new ReplicaAcks(
                client,
                upstream.place(),
                options.invalidationReplicas(),
                options.invalidationReplicaTimeout(),
                history.history()::replid,
                data::connection);
  }

  /**
   * Returns a store that connects in the background; never waits for Redis, or fails without.
   *
   * @throws IllegalArgumentException if the URI names a cluster
   * @throws IllegalStateException if Lettuce or Netty on the class path cannot be used
   */
  public static RedisStore open(RedisStoreOptions options) {
    if (options.isCluster()) {
      throw new IllegalArgumentException(
          "The Redis URI names a cluster; open it with RedisClusterStore.open");
    }
    Client client = LibraryVersions.client(options);
    RedisUri uri = RedisUri.parse(options.uri());
    if (uri.kind() == RedisUri.Kind.SENTINEL) {
      SentinelUpstream upstream = new SentinelUpstream(client, uri);
      RedisStore store = new RedisStore(client, upstream, new AtomicLong(), options);
      upstream.start(store::elected);
      return store.start();
    }
    Upstream upstream = Upstream.fixed(uri.at(uri.servers().get(0)));
    return new RedisStore(client, upstream, new AtomicLong(), options).start();
  }

  RedisStore start() {
    calls.early().start();
    data.start();
    tracked.start();
    if (replicaAcks != null) {
      replicaAcks.reconnecting().start();
    }
    ClosingClasses.load(); // while others connect
    return this;
  }

  /** Leaves the server that was the primary, also if it still answers: others do not ask it. */
  private void elected(HostAndPort primary) {
    Connection current = data.connection();
    if (current != null
        && !(current.address().host().equals(primary.host())
            && current.address().port() == primary.port())) {
      reset();
    }
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
    calls.send(lookup);
    return lookup;
  }

  @Override
  public CompletableFuture<Grant> acquire(
      Key key, LeaseToken token, long leaseMillis, @Nullable LeaseToken seen) {
    return sendLimited(Commands.acquire(key, token, leaseMillis, seen));
  }

  @Override
  public CompletableFuture<Boolean> renew(Key key, LeaseToken token, long leaseMillis) {
    return sendLimited(Commands.renew(key, token, leaseMillis));
  }

  @Override
  public CompletableFuture<Boolean> populate(
      Key key, LeaseToken token, byte[] record, long ttlMillis) {
    if (record.length < stagingThreshold) {
      return sendLimited(Commands.populate(key, token, record, ttlMillis));
    }
    Call<?, ?> stage = Commands.stage(key, token, record);
    Call<?, Boolean> commit = Commands.commit(key, token, record, ttlMillis);
    Answers.failTogether(stage, commit); // else it would look like a lost lease
    Connection connection = data.connection();
    if (connection == null) {
      commit.completeExceptionally(data.notConnected());
    } else {
      connection.send(stage, commit);
      client.limit(commit);
    }
    return commit;
  }

  @Override
  public CompletableFuture<Boolean> release(Key key, LeaseToken token) {
    return sendLimited(Commands.release(key, token));
  }

  /**
   * {@inheritDoc} Fails with {@link Reason#NOT_REPLICATED} if it was done, but not by as many
   * replicas as {@link RedisStoreOptions#invalidationReplicas} asks for.
   */
  @Override
  public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
    return Answers.merged(invalidateInParts(keys, settleMillis));
  }

  /** {@inheritDoc} A part is what one command names. */
  @Override
  public List<Part> invalidateInParts(List<Key> keys, long settleMillis) {
    List<Part> parts = new ArrayList<>();
    for (List<Key> batch : KeyBatches.of(keys, inCluster, settleMillis == 0)) {
      parts.add(new Part(batch, replicated(Commands.invalidate(batch, settleMillis), batch)));
    }
    return parts;
  }

  private CompletableFuture<Long> replicated(Call<?, Long> write, List<Key> keys) {
    long before = epoch.get();
    Connection connection = data.connection();
    CompletableFuture<Long> sent = sendLimited(write);
    return ReplicaAcks.after(
        replicaAcks, sent, keys, () -> epoch.get() == before && write.connection() == connection);
  }

  @Override
  public CompletableFuture<Boolean> fence(List<Key> keys, long millis) {
    List<CompletableFuture<Boolean>> calls = new ArrayList<>();
    keys.forEach(key -> calls.add(sendLimited(Commands.fence(key, millis))));
    return Answers.merged(calls, Boolean::logicalAnd, true);
  }

  /**
   * {@inheritDoc} Another JVM's clearing shows here when Redis has told of it, normally within a
   * millisecond, and at the latest after {@link RedisStoreOptions#generationMaxAge}.
   */
  @Override
  public CompletableFuture<Long> generation(Key generationKey) {
    Generations local = tracking.generations();
    CompletableFuture<Long> copy = local == null ? null : local.current(generationKey);
    if (copy == null) {
      return readGeneration(generationKey);
    }
    return copy.isDone() ? copy : copy.copy(); // one caller may end his waiting for all else
  }

  private CompletableFuture<Long> readGeneration(Key generationKey) {
    return sendLimited(Commands.generation(generationKey))
        .thenCompose(
            bytes ->
                bytes == null
                    ? createGeneration(generationKey)
                    : CompletableFuture.completedFuture(Commands.generationIn(bytes)));
  }

  private CompletableFuture<Long> createGeneration(Key generationKey) {
    return sendLimited(Commands.createGeneration(generationKey));
  }

  @Override
  public CompletableFuture<Long> clear(Key generationKey) {
    return replicated(Commands.clear(generationKey), List.of(generationKey))
        .whenComplete((generation, failure) -> tracking.forget(generationKey));
  }

  @Override
  public CompletableFuture<@Nullable Void> watch(Key key, LeaseToken token) {
    Watches current = tracking.watches();
    return current == null ? new CompletableFuture<>() : current.watch(key, token);
  }

  @Override
  public long overdue(CompletableFuture<?> call, long limitNanos) {
    long early = calls.early().overdue();
    if (early > 0) {
      return early;
    }
    if (call instanceof Call<?, ?> own) {
      return own.overdue(limitNanos);
    }
    Connection connection = data.connection();
    return connection == null
        ? Store.super.overdue(call, limitNanos)
        : connection.judge(call, null, limitNanos);
  }

  @Override
  public CompletableFuture<@Nullable Void> ping() {
    return sendLimited(Commands.ping()).thenApply(pong -> null);
  }

  @Override
  public long epoch() {
    return epoch.get();
  }

  /** {@inheritDoc} All connections: a silent server is silent on each. */
  @Override
  public void reset() {
    data.reset();
    tracked.reset();
    if (replicaAcks != null) {
      replicaAcks.reconnecting().reset();
    }
  }

  @Override
  public void onReconnect(Consumer<Reconnection> listener) {
    history.listener(listener);
  }

  /** {@inheritDoc} Takes a few seconds at most. */
  @Override
  public void close() {
    CompletableFuture<?> disconnected = disconnect();
    if (!inCluster) {
      client.close(disconnected);
    }
  }

  /** Ends the connections for good; the future completes when they are closed. */
  CompletableFuture<?> disconnect() {
    upstream.close();
    CompletableFuture<?> third =
        replicaAcks == null
            ? CompletableFuture.completedFuture(null)
            : replicaAcks.reconnecting().close();
    return CompletableFuture.allOf(data.close(), tracked.close(), third);
  }

  /** Returns the connection for data, or null while there is none. */
  @Nullable Connection connection() {
    return data.connection();
  }

  ReplicationHistory history() {
    return history.history();
  }

  /** Returns whether a watch can be woken now. */
  boolean canWatch() {
    return tracking.watches() != null;
  }

  /** Returns how many futures of {@link #watch} are registered. */
  int waiters() {
    Watches current = tracking.watches();
    return current == null ? 0 : current.size();
  }

  /** Returns the server's host and port. */
  @Override
  public String toString() {
    return upstream.place();
  }

  private <T> CompletableFuture<T> sendLimited(Call<?, T> call) {
    calls.sendLimited(call);
    return call;
  }

  /** Returns what sends calls to this server. */
  CallSender calls() {
    return calls;
  }

  private final class DataOwner implements ReconnectingConnection.Owner {
    @Override
    public CompletionStage<RedisAddress> locate() {
      return upstream.locate();
    }

    @Override
    public CompletionStage<?> prepare(Connection connection) {
      return upstream.check(connection).thenCompose(checked -> history.prepare(connection));
    }

    @Override
    public void connected(Connection connection) {
      epoch.incrementAndGet();
      history.connected(connection);
      new StepCheck(connection, client).start();
      Connection other = tracked.connection();
      if (other != null && !other.address().equals(connection.address())) {
        other.close();
      }
    }

    @Override
    public boolean answered(Call<?, ?> call, String error) {
      return upstream.answered(call, error);
    }

    @Override
    public void ended(Connection connection) {
      epoch.incrementAndGet();
    }
  }
}
