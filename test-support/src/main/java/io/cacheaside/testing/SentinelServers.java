package io.cacheaside.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One primary, two replicas and three Sentinels that watch them, as processes of our own.
 *
 * <p>A primary that is silent for {@value #DOWN_AFTER_MILLIS} ms is taken for down, and a new one
 * is elected about a second later. Everything listens on the loopback interface, keeps nothing
 * beyond a temporary folder, and ends with {@link #close} or with the JVM. This class is
 * threadsafe.
 */
public final class SentinelServers implements AutoCloseable {
  /** The name under which the Sentinels know the primary. */
  public static final String NAME = "mymaster";

  private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);
  private static final int DOWN_AFTER_MILLIS = 1_000;
  private static final int FAILOVER_TIMEOUT_MILLIS = 4_000;
  private static final int ASK_MILLIS = 500;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final List<RedisServer> servers = new ArrayList<>();
  private final List<RedisServer> sentinels = new ArrayList<>();

  private SentinelServers() {}

  /**
   * Starts all six and waits until they know each other.
   *
   * @param extraArgs further options for the primary and the replicas
   * @throws IllegalStateException if they do not start, or do not find each other in a minute
   */
  public static SentinelServers start(String... extraArgs) {
    SentinelServers all = new SentinelServers();
    try {
      all.launch(RedisKind.read(RedisKind.ENVIRONMENT).processBinary(), List.of(extraArgs));
      all.awaitHealthy();
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private void launch(RedisBinary binary, List<String> extraArgs) {
    List<String> args = new ArrayList<>(extraArgs);
    RedisServer primary = ProcessRedis.start(binary, args);
    servers.add(primary);
    args.addAll(List.of("--replicaof", primary.host(), Integer.toString(primary.port())));
    servers.add(ProcessRedis.start(binary, args));
    servers.add(ProcessRedis.start(binary, args));
    for (int i = 0; i < 3; i++) {
      sentinels.add(
          ProcessRedis.start(
              binary,
              ProcessRedis.Role.SENTINEL,
              List.of(
                  "sentinel monitor " + NAME + " " + primary.host() + " " + primary.port() + " 2",
                  "sentinel down-after-milliseconds " + NAME + " " + DOWN_AFTER_MILLIS,
                  "sentinel failover-timeout " + NAME + " " + FAILOVER_TIMEOUT_MILLIS,
                  "sentinel parallel-syncs " + NAME + " 2")));
    }
    sentinels.forEach(SentinelServers::lookMoreOften);
  }

  /**
   * Sentinels read the state of their servers every ten seconds, and tell each other of themselves
   * every two: after a failover tests would wait long for the next one to be possible. Redis 6.2
   * cannot be told otherwise, and is waited for.
   */
  private static void lookMoreOften(RedisServer sentinel) {
    try {
      RedisProbe.ask(
          sentinel, ASK_MILLIS, "SENTINEL", "DEBUG", "INFO-PERIOD", "500", "PUBLISH-PERIOD", "500");
    } catch (IOException e) {
      LOG.debug("{} keeps its own pace", sentinel, e);
    }
  }

  /** Returns the URI to connect to, {@code redis-sentinel://host:port,host:port,host:port#name}. */
  public String uri() {
    return "redis-sentinel://"
        + sentinels.stream()
            .map(sentinel -> sentinel.host() + ":" + sentinel.port())
            .collect(Collectors.joining(","))
        + "#"
        + NAME;
  }

  /** Returns the primary and the replicas, in an order that does not change. */
  public List<RedisServer> servers() {
    return List.copyOf(servers);
  }

  /** Returns the three Sentinels. */
  public List<RedisServer> sentinels() {
    return List.copyOf(sentinels);
  }

  /**
   * Returns the server that the Sentinels call the primary, which may be dead or paused.
   *
   * @throws IllegalStateException if no Sentinel answers within a minute
   */
  public RedisServer primary() {
    return Await.answer("a Sentinel names the primary", LIMIT, this::named, this::describe);
  }

  /** Asks the Sentinels for a failover, as an operator would; returns the new primary. */
  public RedisServer failover() {
    RedisServer old = primary();
    // NOGOODSLAVE and the like: it may be too early after the failover before
    Object unused =
        Await.answer(
            "a Sentinel begins a failover",
            LIMIT,
            () -> RedisProbe.ask(sentinels.get(0), ASK_MILLIS, "SENTINEL", "FAILOVER", NAME),
            this::describe);
    return awaitNewPrimary(old);
  }

  /**
   * Waits until another server than this one is the primary for each Sentinel that answers, and
   * calls itself so; returns it.
   *
   * @throws IllegalStateException if that takes longer than a minute
   */
  public RedisServer awaitNewPrimary(RedisServer old) {
    return Await.answer(
        "another primary than port " + old.port(),
        LIMIT,
        () -> {
          RedisServer now = named();
          return now != null && now != old && allName(now) && isPrimary(now) ? now : null;
        },
        this::describe);
  }

  /**
   * Waits until there is one primary with two replicas that are connected to it, and all Sentinels
   * know all of them: the state in which the next failover can succeed.
   *
   * @throws IllegalStateException if that takes longer than a minute
   */
  public void awaitHealthy() {
    Boolean unused =
        Await.answer(
            "one primary, two replicas, three Sentinels",
            LIMIT,
            () -> isHealthy() ? true : null,
            this::describe);
  }

  private boolean isHealthy() throws IOException {
    RedisServer primary = named();
    if (primary == null || !allName(primary) || !isPrimary(primary)) {
      return false;
    }
    for (RedisServer server : servers) {
      if (server != primary && !isReplicaOf(server, primary)) {
        return false;
      }
    }
    for (RedisServer sentinel : sentinels) {
      List<?> facts = list(RedisProbe.ask(sentinel, ASK_MILLIS, "SENTINEL", "MASTER", NAME));
      if (!"2".equals(fact(facts, "num-slaves"))
          || !"2".equals(fact(facts, "num-other-sentinels"))
          || !"master".equals(fact(facts, "flags"))
          || !replicasAreUp(sentinel)) {
        return false;
      }
    }
    return true;
  }

  private static boolean replicasAreUp(RedisServer sentinel) throws IOException {
    for (Object replica : list(RedisProbe.ask(sentinel, ASK_MILLIS, "SENTINEL", "SLAVES", NAME))) {
      if (!"slave".equals(fact(list(replica), "flags"))
          || !"ok".equals(fact(list(replica), "master-link-status"))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrimary(RedisServer server) throws IOException {
    return "master".equals(list(RedisProbe.ask(server, ASK_MILLIS, "ROLE")).get(0));
  }

  private static boolean isReplicaOf(RedisServer server, RedisServer primary) throws IOException {
    List<?> role = list(RedisProbe.ask(server, ASK_MILLIS, "ROLE"));
    return "slave".equals(role.get(0))
        && Long.valueOf(primary.port()).equals(role.get(2))
        && "connected".equals(role.get(3));
  }

  /** Returns the primary according to the first Sentinel that answers, or null. */
  private @Nullable RedisServer named() {
    for (RedisServer sentinel : sentinels) {
      try {
        return byPort(primaryPort(sentinel));
      } catch (IOException e) {
        Thread.onSpinWait(); // killed, or paused: ask the next one
      }
    }
    return null;
  }

  private boolean allName(RedisServer server) {
    for (RedisServer sentinel : sentinels) {
      try {
        if (primaryPort(sentinel) != server.port()) {
          return false;
        }
      } catch (IOException e) {
        Thread.onSpinWait(); // who does not answer has no say
      }
    }
    return true;
  }

  private static int primaryPort(RedisServer sentinel) throws IOException {
    List<?> address =
        list(RedisProbe.ask(sentinel, ASK_MILLIS, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME));
    return Integer.parseInt((String) address.get(1));
  }

  private @Nullable RedisServer byPort(int port) {
    return servers.stream().filter(server -> server.port() == port).findFirst().orElse(null);
  }

  private static List<?> list(@Nullable Object reply) throws IOException {
    if (reply instanceof List<?> list) {
      return list;
    }
    throw new IOException("not a list: " + reply);
  }

  private static @Nullable Object fact(List<?> facts, String name) {
    int at = facts.indexOf(name);
    return at < 0 ? null : facts.get(at + 1);
  }

  /** Returns one line for a log: version, ports. */
  public String describe() {
    return "Sentinels " + sentinels + " over " + servers;
  }

  /** Returns {@link #describe}. */
  @Override
  public String toString() {
    return describe();
  }

  /** Kills all processes; a second call does nothing. Never throws. */
  @Override
  public void close() {
    sentinels.forEach(RedisServer::close);
    servers.forEach(RedisServer::close);
  }
}
