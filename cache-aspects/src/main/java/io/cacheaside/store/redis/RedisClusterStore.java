package io.cacheaside.store.redis;

import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Store;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.address.RedisUri;
import io.cacheaside.store.redis.address.RedisUri.HostAndPort;
import io.cacheaside.store.redis.command.Answers;
import io.cacheaside.store.redis.connection.Call;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.LibraryVersions;
import io.cacheaside.store.redis.history.ReplicationHistory;
import io.cacheaside.store.redis.history.Shard;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.store.redis.topology.ClusterTopology;
import io.cacheaside.store.redis.topology.ClusterView;
import io.cacheaside.store.redis.topology.ClusterView.Server;
import io.cacheaside.store.redis.topology.Upstream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A store in a Redis Cluster, 6.2 or newer: a {@link RedisStore} for each primary, and each key at
 * the one that serves its slot. Replicas are never read.
 *
 * <p>A lookup or a removal that a node redirects (MOVED, ASK) is sent once more where the node
 * says: to repeat these costs nothing. A step of a lease is not; it fails, and the caller goes past
 * the cache. There is one epoch for the whole: it changes when a connection with any primary is
 * lost or made, and when a slot changes its owner.
 *
 * <p>Failures name servers, never user, password, key or value. This class is threadsafe.
 */
public final class RedisClusterStore implements Store {
  /** More than go at once, or one after the other in the time that a failover takes. */
  private static final int MAX_DEPARTED = 100;

  private final RedisStoreOptions options;
  private final UnaryOperator<Store> guard;
  private final RedisUri uri;
  private final Client client;
  private final ClusterTopology topology;
  private final AtomicLong epoch = new AtomicLong();
  private final CompletableFuture<@Nullable Void> first = new CompletableFuture<>();
  private volatile ClusterRoutes routes = ClusterRoutes.NONE;
  private volatile List<ReplicationHistory> departed = List.of();
  private volatile Consumer<Reconnection> reconnected = reconnection -> {};
  private volatile boolean closed;

  private RedisClusterStore(RedisStoreOptions options, UnaryOperator<Store> guard) {
    this.options = options;
    this.guard = guard;
    this.uri = RedisUri.parse(options.uri());
    this.client = LibraryVersions.client(options);
    this.topology = new ClusterTopology(client, uri, new TopologyOwner());
  }

  /**
   * Returns a store that connects in the background; never waits for Redis, or fails without.
   *
   * @param guard put around the store of each primary, so that one which is silent does not cost
   *     the others anything; called again for each server that becomes a primary
   * @throws IllegalArgumentException if the URI does not name a cluster
   * @throws IllegalStateException if Lettuce or Netty on the class path cannot be used
   */
  public static RedisClusterStore open(RedisStoreOptions options, UnaryOperator<Store> guard) {
    if (!options.isCluster()) {
      throw new IllegalArgumentException(
          "The Redis URI names no cluster; open it with RedisStore.open, or write redis-cluster://");
    }
    RedisClusterStore store = new RedisClusterStore(options, guard);
    store.topology.start();
    return store;
  }

  /** Returns a future that completes when all primaries were reached; never fails. */
  public CompletableFuture<@Nullable Void> firstConnection() {
    return first.copy();
  }

  /** Returns why a primary, or all of them, cannot be reached, or null. */
  public @Nullable String lastConnectError() {
    for (ClusterPrimary node : routes.nodes()) {
      String error = node.store().lastConnectError();
      if (error != null) {
        return node.store() + ": " + error;
      }
    }
    return topology.lastError();
  }

  private <T extends @Nullable Object> CompletableFuture<T> at(
      Key key, Function<Store, CompletableFuture<T>> step) {
    ClusterPrimary node = routes.of(key);
    return node == null ? nobody() : step.apply(node.guarded());
  }

  private <T extends @Nullable Object> CompletableFuture<T> nobody() {
    topology.refresh();
    return CompletableFuture.failedFuture(topology.nobody());
  }

  /** {@inheritDoc} Cancel it when nobody waits for it any more. */
  @Override
  public CompletableFuture<byte @Nullable []> lookup(Key key) {
    ClusterPrimary node = routes.of(key);
    return node == null ? nobody() : node.guarded().lookup(key);
  }

  @Override
  public CompletableFuture<Grant> acquire(
      Key key, LeaseToken token, long leaseMillis, @Nullable LeaseToken seen) {
    return at(key, store -> store.acquire(key, token, leaseMillis, seen));
  }

  @Override
  public CompletableFuture<Boolean> renew(Key key, LeaseToken token, long leaseMillis) {
    return at(key, store -> store.renew(key, token, leaseMillis));
  }

  @Override
  public CompletableFuture<Boolean> populate(
      Key key, LeaseToken token, byte[] record, long ttlMillis) {
    return at(key, store -> store.populate(key, token, record, ttlMillis));
  }

  @Override
  public CompletableFuture<Boolean> release(Key key, LeaseToken token) {
    return at(key, store -> store.release(key, token));
  }

  /** {@inheritDoc} Fails if one of the servers does not acknowledge its keys. */
  @Override
  public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
    return Answers.merged(invalidateInParts(keys, settleMillis));
  }

  /** {@inheritDoc} A part is what one command to one server names. */
  @Override
  public List<Part> invalidateInParts(List<Key> keys, long settleMillis) {
    List<Key> homeless = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    routes
        .byNode(keys, homeless)
        .forEach(
            (node, part) -> parts.addAll(node.guarded().invalidateInParts(part, settleMillis)));
    if (!homeless.isEmpty()) {
      parts.add(new Part(homeless, nobody()));
    }
    return parts;
  }

  /** {@inheritDoc} Fails if one of the servers does not answer. */
  @Override
  public CompletableFuture<Boolean> fence(List<Key> keys, long millis) {
    List<Key> homeless = new ArrayList<>();
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    routes
        .byNode(keys, homeless)
        .forEach((node, part) -> answers.add(node.guarded().fence(part, millis)));
    if (!homeless.isEmpty()) {
      answers.add(nobody());
    }
    return Answers.merged(answers, Boolean::logicalAnd, true);
  }

  @Override
  public CompletableFuture<Long> generation(Key generationKey) {
    return at(generationKey, store -> store.generation(generationKey));
  }

  @Override
  public CompletableFuture<Long> clear(Key generationKey) {
    return at(generationKey, store -> store.clear(generationKey));
  }

  @Override
  public CompletableFuture<@Nullable Void> watch(Key key, LeaseToken token) {
    ClusterPrimary node = routes.of(key);
    return node == null ? new CompletableFuture<>() : node.guarded().watch(key, token);
  }

  @Override
  public long overdue(CompletableFuture<?> call, long limitNanos) {
    if (call instanceof Call<?, ?> own) {
      return own.overdue(limitNanos);
    }
    // Of several commands: whichever connected node is asked, it is about this JVM's threads.
    return routes.connections().stream()
        .findFirst()
        .map(connection -> connection.judge(call, null, limitNanos))
        .orElseGet(() -> Store.super.overdue(call, limitNanos));
  }

  /** {@inheritDoc} Of each primary. */
  @Override
  public CompletableFuture<@Nullable Void> ping() {
    List<ClusterPrimary> nodes = routes.nodes();
    return nodes.isEmpty()
        ? nobody()
        : CompletableFuture.allOf(
            nodes.stream().map(node -> node.store().ping()).toArray(CompletableFuture[]::new));
  }

  @Override
  public long epoch() {
    return epoch.get();
  }

  /** {@inheritDoc} Those of all primaries. */
  @Override
  public void reset() {
    routes.nodes().forEach(node -> node.store().reset());
    topology.refresh();
  }

  /** {@inheritDoc} Takes a few seconds at most. */
  @Override
  public void close() {
    closed = true;
    topology.close();
    client.close(closeAll(routes.nodes()));
  }

  private static CompletableFuture<?> closeAll(Collection<ClusterPrimary> nodes) {
    return CompletableFuture.allOf(
        nodes.stream().map(ClusterPrimary::close).toArray(CompletableFuture[]::new));
  }

  /** Returns whether a watch of any key can be woken now. */
  boolean canWatch() {
    List<ClusterPrimary> nodes = routes.nodes();
    return !nodes.isEmpty() && nodes.stream().allMatch(node -> node.store().canWatch());
  }

  /** Returns the hosts and ports that the URI names. */
  @Override
  public String toString() {
    return "Redis " + uri;
  }

  /**
   * {@inheritDoc} So is a server that took over slots from one that failed, before its first use;
   * one that slots were moved to is not.
   */
  @Override
  public void onReconnect(Consumer<Reconnection> listener) {
    reconnected = listener;
  }

  private ClusterPrimary open(Server server, ClusterView view) {
    ClusterRoutes before = routes;
    Shard.Slots slots = Shard.Slots.TAKEN;
    if (before.nodes().isEmpty()) {
      slots = Shard.Slots.OWN;
    } else if (view.wereMovedTo(server, before::owner)) {
      slots = Shard.Slots.MOVED;
    }
    RedisStore store =
        new RedisStore(client, new NodeUpstream(uri.at(server.at()), slots), epoch, options);
    ClusterPrimary node =
        new ClusterPrimary(
            server, store, guard.apply(store), new ClusterAsking(client, uri.at(server.at())));
    node.guarded().onReconnect(reconnection -> reconnected.accept(reconnection));
    store.start();
    var unused = store.firstConnection().thenRun(this::completeFirst);
    return node;
  }

  /** Returns the histories of all primaries, and of the last ones that are none any more. */
  private List<ReplicationHistory> histories() {
    List<ReplicationHistory> histories = new ArrayList<>();
    routes.nodes().forEach(node -> histories.add(node.store().history()));
    histories.addAll(departed);
    return histories;
  }

  /** What it knows of the servers that left is what tells who took over from them. */
  private void depart(List<ClusterPrimary> gone) {
    List<ReplicationHistory> kept = new ArrayList<>();
    gone.forEach(node -> kept.add(node.store().history()));
    kept.addAll(departed);
    departed = List.copyOf(kept.subList(0, Math.min(kept.size(), MAX_DEPARTED)));
  }

  private void completeFirst() {
    if (routes.areUsable()) {
      first.complete(null);
    }
  }

  private final class TopologyOwner implements ClusterTopology.Owner {
    @Override
    public List<Connection> connections() {
      return routes.connections();
    }

    @Override
    public boolean isHealthy() {
      return routes.areUsable();
    }

    @Override
    public void learned(ClusterView view) {
      ClusterRoutes old = routes;
      ClusterRoutes now = old.follow(view, server -> open(server, view));
      if (now == old) {
        return;
      }
      List<ClusterPrimary> gone = new ArrayList<>(old.nodes());
      gone.removeAll(now.nodes());
      depart(gone);
      epoch.incrementAndGet(); // before a call can reach a new owner
      routes = now;
      try {
        completeFirst();
      } finally {
        if (closed) {
          gone.addAll(now.nodes());
        }
        var unused = closeAll(gone);
      }
    }
  }

  /** One primary, and what it says when it is none any more, or not for this key. */
  private final class NodeUpstream implements Upstream, Shard {
    private final RedisAddress address;
    private final Slots slots;

    NodeUpstream(RedisAddress address, Slots slots) {
      this.address = address;
      this.slots = slots;
    }

    @Override
    public Shard shard() {
      return this;
    }

    @Override
    public Slots slots() {
      return slots;
    }

    @Override
    public List<ReplicationHistory> others() {
      return histories();
    }

    @Override
    public CompletionStage<RedisAddress> locate() {
      topology.refresh(); // to connect is to have lost, or never had, a connection
      return CompletableFuture.completedStage(address);
    }

    @Override
    public CompletionStage<?> check(Connection connection) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public boolean answered(Call<?, ?> call, String error) {
      if (error.startsWith("ASK ")) {
        ClusterPrimary node = named(error);
        if (node != null && node.asking().isReady() && call.redirect()) {
          node.store().calls().sendRedirected(call, node.asking()::send);
          return true;
        }
      } else if (error.startsWith("MOVED ")) {
        topology.refresh();
        ClusterPrimary node = named(error);
        if (node != null && call.redirect()) {
          node.store().calls().send(call);
          return true;
        }
      } else if (error.startsWith("CLUSTERDOWN") || error.contains("READONLY")) {
        topology.refresh();
      }
      return false;
    }

    /** Returns the node of {@code MOVED slot host:port}; an empty host is that of who says it. */
    private @Nullable ClusterPrimary named(String error) {
      String place = error.substring(error.lastIndexOf(' ') + 1);
      int colon = place.lastIndexOf(':');
      if (colon < 0) {
        return null;
      }
      String host = colon == 0 ? address.host() : place.substring(0, colon);
      return routes.at(new HostAndPort(host, Integer.parseInt(place.substring(colon + 1))));
    }

    @Override
    public void close() {}

    @Override
    public String place() {
      return address.place();
    }
  }
}
