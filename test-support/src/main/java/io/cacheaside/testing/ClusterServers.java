package io.cacheaside.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Redis Cluster of three primaries with a replica each, as processes of our own.
 *
 * <p>A primary that is silent for {@value #NODE_TIMEOUT_MILLIS} ms is taken for down, and its
 * replica replaces it one or two seconds later; meanwhile the whole cluster refuses commands, as is
 * the default of Redis. Nodes are paused, killed and restarted with the methods of {@link
 * RedisServer}; a restarted one is empty but keeps its identity. Everything listens on the loopback
 * interface, keeps nothing beyond a temporary folder, and ends with {@link #close} or with the JVM.
 * This class is threadsafe.
 */
public final class ClusterServers implements AutoCloseable {
  /** How many slots a cluster has. */
  public static final int SLOTS = 16_384;

  private static final int NODE_TIMEOUT_MILLIS = 1_500;
  private static final int PRIMARIES = 3;
  private static final int MOVE_BATCH = 100;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final List<RedisServer> nodes = new CopyOnWriteArrayList<>();
  private final List<RedisServer> added = new CopyOnWriteArrayList<>();
  private final List<String> nodeArgs = new ArrayList<>();
  private final ClusterState state = new ClusterState(nodes, added);

  private ClusterServers() {}

  /**
   * Starts six nodes, joins them, and waits until every slot is served and every replica connected.
   *
   * @param extraArgs further options for each node
   * @throws IllegalStateException if they do not start, or do not find each other in a minute
   */
  public static ClusterServers start(String... extraArgs) {
    ClusterServers cluster = new ClusterServers();
    try {
      cluster.launch(RedisKind.read(RedisKind.ENVIRONMENT).processBinary(), List.of(extraArgs));
      cluster.join();
      cluster.awaitHealthy();
      return cluster;
    } catch (IOException e) {
      cluster.close();
      throw new IllegalStateException(cluster + " could not be formed: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void launch(RedisBinary binary, List<String> extraArgs) {
    nodeArgs.addAll(
        List.of(
            "--cluster-enabled", "yes",
            "--cluster-node-timeout", Integer.toString(NODE_TIMEOUT_MILLIS),
            "--cluster-replica-validity-factor", "0"));
    nodeArgs.addAll(extraArgs);
    for (int i = 0; i < 2 * PRIMARIES; i++) {
      nodes.add(ProcessRedis.start(binary, ProcessRedis.Role.CLUSTER_NODE, nodeArgs));
    }
  }

  private void join() throws IOException {
    for (int i = 0; i < nodes.size(); i++) {
      // different epochs from the start: two equal ones would have to be settled first
      ClusterState.ask(nodes.get(i), "CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
    }
    for (int i = 0; i < PRIMARIES; i++) {
      ClusterState.ask(nodes.get(i), addSlots(i * SLOTS / PRIMARIES, (i + 1) * SLOTS / PRIMARIES));
    }
    for (int i = 0; i < nodes.size(); i++) {
      for (RedisServer other : nodes.subList(i + 1, nodes.size())) {
        ClusterState.ask(
            nodes.get(i), "CLUSTER", "MEET", other.host(), Integer.toString(other.port()));
      }
    }
    for (int i = 0; i < PRIMARIES; i++) {
      RedisServer replica = nodes.get(PRIMARIES + i);
      String primaryId = ClusterState.id(nodes.get(i));
      // refused until the node has heard of its primary
      Object unused =
          Await.answer(
              "a replica knows its primary",
              LIMIT,
              () -> ClusterState.ask(replica, "CLUSTER", "REPLICATE", primaryId),
              this::describe);
    }
  }

  private static String[] addSlots(int from, int to) {
    List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
    for (int slot = from; slot < to; slot++) {
      words.add(Integer.toString(slot));
    }
    return words.toArray(String[]::new);
  }

  /** Returns the URI to connect to, {@code redis-cluster://host:port,...} with all six nodes. */
  public String uri() {
    return "redis-cluster://"
        + nodes.stream()
            .map(node -> node.host() + ":" + node.port())
            .collect(Collectors.joining(","));
  }

  /** Returns all nodes, in an order that does not change. */
  public List<RedisServer> nodes() {
    return List.copyOf(nodes);
  }

  /** Returns the slot of a key. */
  public int slotOf(String key) {
    return Math.toIntExact(
        Await.<Long>answer(
            "a node computes a slot",
            LIMIT,
            () -> askAny("CLUSTER", "KEYSLOT", key) instanceof Long slot ? slot : null,
            this::describe));
  }

  /** Returns the reply of the first node that answers: others may be paused or killed. */
  private @Nullable Object askAny(String... words) throws IOException {
    IOException last = new IOException("there is no node");
    for (RedisServer node : nodes) {
      try {
        return ClusterState.ask(node, words);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  /**
   * Returns the node that serves a slot: of those that answer and say they do, the one that was
   * elected last.
   *
   * @throws IllegalStateException if there is none within a minute
   */
  public RedisServer primaryOf(int slot) {
    return Await.answer(
        "a primary for slot " + slot, LIMIT, () -> state.findPrimary(slot), this::describe);
  }

  /**
   * Returns a replica of this primary.
   *
   * @throws IllegalStateException if there is none within a minute
   */
  public RedisServer replicaOf(RedisServer primary) {
    return Await.answer(
        "a replica of port " + primary.port(),
        LIMIT,
        () -> state.findReplica(primary),
        this::describe);
  }

  /**
   * Waits until another node than this one serves the slot, and every node that answers knows it;
   * returns that node.
   *
   * @throws IllegalStateException if that takes longer than a minute
   */
  public RedisServer awaitNewPrimary(int slot, RedisServer old) {
    return Await.answer(
        "another primary than port " + old.port() + " for slot " + slot,
        LIMIT,
        () -> {
          RedisServer now = state.findPrimary(slot);
          return now == null || now == old || !state.allSee(slot, now) ? null : now;
        },
        this::describe);
  }

  /**
   * Waits until every node that answers calls the state of the cluster ok: all slots are served.
   *
   * @throws IllegalStateException if that takes longer than a minute
   */
  public void awaitOk() {
    Boolean unused =
        Await.answer(
            "cluster_state:ok", LIMIT, () -> state.isOk(false) ? true : null, this::describe);
  }

  /**
   * Waits until all six nodes answer, the state is ok, and every primary has a connected replica:
   * the state in which the next failover can succeed.
   *
   * @throws IllegalStateException if that takes longer than a minute
   */
  public void awaitHealthy() {
    Boolean unused =
        Await.answer(
            "a healthy cluster", LIMIT, () -> state.isOk(true) ? true : null, this::describe);
  }

  /** Makes the replica take its primary's place, as an operator would, and waits for it. */
  public void failover(RedisServer replica) {
    Object unused =
        Await.answer(
            "port " + replica.port() + " is a primary",
            LIMIT,
            () -> {
              if (ClusterState.myself(replica).isPrimary()) {
                return true;
              }
              ClusterState.ask(replica, "CLUSTER", "FAILOVER");
              return null;
            },
            this::describe);
    awaitOk();
  }

  /**
   * Adds a primary without slots and without a replica, and waits until all others know it. It is
   * not among {@link #nodes}, and {@link #awaitHealthy} is for a cluster without.
   *
   * @throws IllegalStateException if it does not start, or is not known in a minute
   */
  public RedisServer addPrimary() {
    RedisBinary binary = RedisKind.read(RedisKind.ENVIRONMENT).processBinary();
    RedisServer server = ProcessRedis.start(binary, ProcessRedis.Role.CLUSTER_NODE, nodeArgs);
    added.add(server);
    try {
      RedisServer known = nodes.get(0);
      ClusterState.ask(server, "CLUSTER", "MEET", known.host(), Integer.toString(known.port()));
    } catch (IOException e) {
      throw new IllegalStateException(server + " was not added: " + e.getMessage(), e);
    }
    Boolean unused =
        Await.answer(
            server + " is known to all",
            LIMIT,
            () -> state.knowEachOther() ? true : null,
            this::describe);
    return server;
  }

  /**
   * Moves a slot with all its keys to another primary.
   *
   * @throws IllegalStateException if a node refuses
   */
  public void moveSlot(int slot, RedisServer target) {
    beginMove(slot, target);
    finishMove(slot, target);
  }

  /**
   * Begins to move a slot: from now on the node that serves it answers with ASK for keys that it
   * does not hold.
   *
   * @throws IllegalStateException if a node refuses
   */
  public void beginMove(int slot, RedisServer target) {
    RedisServer source = primaryOf(slot);
    String number = Integer.toString(slot);
    awaitKnownAsPrimary(source, target); // right after a failover others may not know of it yet
    awaitKnownAsPrimary(target, source);
    try {
      ClusterState.ask(target, "CLUSTER", "SETSLOT", number, "IMPORTING", ClusterState.id(source));
      ClusterState.ask(source, "CLUSTER", "SETSLOT", number, "MIGRATING", ClusterState.id(target));
    } catch (IOException e) {
      throw new IllegalStateException("Slot " + slot + " was not moved: " + e.getMessage(), e);
    }
  }

  private void awaitKnownAsPrimary(RedisServer node, RedisServer primary) {
    Boolean unused =
        Await.answer(
            node + " takes " + primary + " for a primary",
            LIMIT,
            () -> ClusterState.seesPrimary(node, ClusterState.id(primary)) ? true : null,
            this::describe);
  }

  /**
   * Moves the keys of a slot and then the slot itself, after {@link #beginMove}.
   *
   * @throws IllegalStateException if a node refuses
   */
  public void finishMove(int slot, RedisServer target) {
    RedisServer source = primaryOf(slot);
    String number = Integer.toString(slot);
    try {
      while (moveKeys(source, target, number)) {
        // until none is left
      }
      String targetId = ClusterState.id(target);
      // the target first: a moment with two owners, not one without any
      ClusterState.ask(target, "CLUSTER", "SETSLOT", number, "NODE", targetId);
      ClusterState.ask(source, "CLUSTER", "SETSLOT", number, "NODE", targetId);
    } catch (IOException e) {
      throw new IllegalStateException("Slot " + slot + " was not moved: " + e.getMessage(), e);
    }
  }

  private static boolean moveKeys(RedisServer source, RedisServer target, String slot)
      throws IOException {
    Object reply =
        ClusterState.ask(source, "CLUSTER", "GETKEYSINSLOT", slot, Integer.toString(MOVE_BATCH));
    if (!(reply instanceof List<?> keys) || keys.isEmpty()) {
      return false;
    }
    List<String> words = new ArrayList<>();
    words.addAll(List.of("MIGRATE", target.host(), Integer.toString(target.port())));
    words.addAll(List.of("", "0", "5000", "REPLACE", "KEYS"));
    keys.forEach(key -> words.add((String) key));
    ClusterState.ask(source, words.toArray(String[]::new));
    return true;
  }

  /** Returns one line for a log: versions and ports. */
  public String describe() {
    return "Cluster of " + nodes;
  }

  /** Returns {@link #describe}. */
  @Override
  public String toString() {
    return describe();
  }

  /** Kills all processes; a second call does nothing. Never throws. */
  @Override
  public void close() {
    state.all().forEach(RedisServer::close);
  }
}
