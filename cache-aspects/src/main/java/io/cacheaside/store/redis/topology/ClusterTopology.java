package io.cacheaside.store.redis.topology;

import io.cacheaside.background.BackgroundTask;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.address.RedisUri;
import io.cacheaside.store.redis.address.RedisUri.HostAndPort;
import io.cacheaside.store.redis.connection.Client;
import io.cacheaside.store.redis.connection.Connection;
import io.cacheaside.store.redis.connection.Failures;
import io.cacheaside.store.redis.connection.PlainCall;
import io.cacheaside.store.redis.connection.Resp;
import io.cacheaside.store.redis.connection.ShortCall;
import io.cacheaside.store.redis.connection.StoreLogger;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Asks the nodes of a cluster who serves which slot: every few seconds, three times a second while
 * something is wrong, and at once, but at most ten times a second, when somebody noticed a change.
 *
 * <p>Asked are the primaries that we are connected with. If there is none, every node that is known
 * and those of the URI are, over connections made for it. One answer is enough.
 */
public final class ClusterTopology {
  private static final Logger LOG = StoreLogger.LOG;
  private static final String CLIENT_NAME = "cacheaside-topology";
  private static final byte[] NODES = Resp.ascii("NODES");
  private static final Duration ANSWER_LIMIT = Duration.ofMillis(500);
  private static final long MIN_PERIOD_MILLIS = 5_000;
  private static final long MAX_PERIOD_MILLIS = 10_000;
  private static final long UNHEALTHY_MILLIS = 300;
  private static final long THROTTLE_MILLIS = 100;

  /** Longer than any answer may take. */
  private static final long LOST_NANOS = Duration.ofSeconds(15).toNanos();

  /** Who is told what the nodes said; one call at a time. */
  public interface Owner {
    /** Returns the connections with primaries. */
    List<Connection> connections();

    /** Gets what the cluster looks like, each time that was asked for. */
    void learned(ClusterView view);

    /** Returns whether every slot has a server that we are connected with. */
    boolean isHealthy();
  }

  private final Client client;
  private final RedisUri uri;
  private final Owner owner;
  private final BackgroundTask period;
  private final BackgroundTask next;
  private final Supplier<List<CompletionStage<Answer>>> asking;
  private final LongSupplier nanoClock;

  /** What is being asked for; who finds another one in its place was given up, and tells nobody. */
  private final AtomicReference<@Nullable ClusterView> running = new AtomicReference<>();

  private volatile List<HostAndPort> known = List.of();
  private volatile @Nullable String lastError;
  private volatile @Nullable String toldError;
  private volatile long startedNanos;
  private volatile boolean closed;

  /** Creates a view of the cluster that the URI names; it asks nobody before it is started. */
  public ClusterTopology(Client client, RedisUri uri, Owner owner) {
    this(client, uri, owner, null, System::nanoTime);
  }

  /**
   * @param asking asks the nodes, or null to ask those that the class says
   */
  public ClusterTopology(
      Client client,
      RedisUri uri,
      Owner owner,
      @Nullable Supplier<List<CompletionStage<Answer>>> asking,
      LongSupplier nanoClock) {
    this.client = client;
    this.uri = uri;
    this.owner = owner;
    this.asking = asking == null ? this::questions : asking;
    this.nanoClock = nanoClock;
    this.period = client.task("the periodic look at Redis " + uri, this::periodically);
    this.next = client.task("the look at Redis " + uri, this::run);
  }

  /** Begins to ask, in the background. */
  public void start() {
    period.schedule(0);
  }

  /** Asks no more. */
  public void close() {
    closed = true;
    client.forget(period);
    client.forget(next);
  }

  /** Returns why nothing is known of the cluster, or null. */
  public @Nullable String lastError() {
    return lastError;
  }

  private void periodically() {
    if (!closed) {
      refresh(0);
      period.schedule(ThreadLocalRandom.current().nextLong(MIN_PERIOD_MILLIS, MAX_PERIOD_MILLIS));
    }
  }

  /** Asks soon. Returns at once. */
  public void refresh() {
    refresh(THROTTLE_MILLIS);
  }

  private void refresh(long delayMillis) {
    if (!closed) {
      next.schedule(delayMillis);
    }
  }

  /** Asks, unless an answer is awaited. */
  void run() {
    ClusterView view = new ClusterView();
    if (!running.compareAndSet(null, view)) {
      if (nanoClock.getAsLong() - startedNanos < LOST_NANOS) {
        next.schedule(THROTTLE_MILLIS);
        return;
      }
      running.set(view);
      LOG.warn("Redis {}: the answers about its nodes have no end; asking once more", uri);
    }
    startedNanos = nanoClock.getAsLong();
    try {
      List<CompletableFuture<?>> answers = new ArrayList<>();
      for (CompletionStage<Answer> question : asking.get()) {
        answers.add(question.toCompletableFuture().thenAccept(answer -> answer.addTo(view)));
      }
      var unused =
          CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
              .whenComplete((all, failure) -> ended(view, failure));
    } catch (Throwable e) {
      running.compareAndSet(view, null);
      throw e; // comes again
    }
  }

  record Answer(String nodes, HostAndPort asked) {
    void addTo(ClusterView view) {
      synchronized (view) {
        view.add(nodes, asked);
      }
    }
  }

  private List<CompletionStage<Answer>> questions() {
    List<CompletionStage<Answer>> questions = new ArrayList<>();
    for (Connection connection : owner.connections()) {
      PlainCall<byte[]> call = PlainCall.string(CommandType.CLUSTER, NODES);
      connection.send(call);
      client.limit(call, ANSWER_LIMIT);
      questions.add(answer(call, connection.address()));
    }
    if (questions.isEmpty()) {
      Set<HostAndPort> places = new LinkedHashSet<>(uri.servers());
      places.addAll(known);
      for (HostAndPort place : places) {
        RedisAddress address = uri.at(place);
        PlainCall<byte[]> call = PlainCall.string(CommandType.CLUSTER, NODES);
        questions.add(answer(ShortCall.over(client, address, CLIENT_NAME, call), address));
      }
    }
    return questions;
  }

  private static CompletionStage<Answer> answer(
      CompletionStage<byte[]> reply, RedisAddress address) {
    HostAndPort asked = new HostAndPort(address.host(), address.port());
    return reply.thenApply(bytes -> new Answer(new String(bytes, StandardCharsets.UTF_8), asked));
  }

  private void ended(ClusterView view, @Nullable Throwable failure) {
    try {
      if (!closed && running.get() == view) {
        judge(view, failure);
      }
    } finally {
      running.compareAndSet(view, null);
      if (!owner.isHealthy()) {
        refresh(UNHEALTHY_MILLIS);
      }
    }
  }

  private void judge(ClusterView view, @Nullable Throwable failure) {
    if (!view.owners().isEmpty()) {
      known = view.places();
      lastError = null;
      toldError = null;
      owner.learned(view);
      return;
    }
    String error = failure == null ? "no node serves any slot" : Failures.rootMessage(failure);
    if (!error.equals(toldError) && !client.log().isQuiet()) {
      toldError = error;
      LOG.warn(
          "Redis {} cannot be used: {}. Trying again in the background",
          uri,
          error,
          failure == null ? null : Failures.error(failure)); // with its stack, if it is one
    }
    lastError = error;
  }

  /** Returns the failure of a call whose key nobody serves, as far as is known. */
  public StoreException nobody() {
    String error = lastError;
    return new StoreException(
        Reason.UNAVAILABLE,
        "Redis "
            + uri
            + " is not connected: "
            + (closed
                ? "this store is closed"
                : error == null ? "nobody is known to serve the key's slot" : error),
        null);
  }
}
