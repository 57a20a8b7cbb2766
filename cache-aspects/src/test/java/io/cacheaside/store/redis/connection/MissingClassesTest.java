package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.store.redis.RedisClusterStore;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.RedisServer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Libraries whose versions do not fit: what they throw, errors above all, is told. */
@Timeout(120)
public class MissingClassesTest {
  private static final String NETTY_CLASS = "io.netty.channel.MultiThreadIoEventLoopGroup";
  private static final String ADVICE =
      ", with "
          + LibraryVersions.present()
          + ". CacheAside runs with Lettuce 6.4 to 6.8 on Netty 4.1 and 4.2, and 7.0 to 7.7 on"
          + " 4.2; set <lettuce.version>7.7.0.RELEASE</lettuce.version> and"
          + " <netty.version>4.2.13.Final</netty.version> in the properties of a pom that Spring"
          + " Boot manages; elsewhere manage io.lettuce:lettuce-core and io.netty:netty-bom";
  private static final String NETTY_MISSING =
      "java.lang.NoClassDefFoundError: io/netty/channel/MultiThreadIoEventLoopGroup" + ADVICE;

  @Test
  void missingForConnections_oneServer_isTold() throws Exception {
    assertThat(LibrariesWithout.run(Single.class, NETTY_CLASS)).isEqualTo(NETTY_MISSING);
  }

  @Test
  void missingForConnections_sentinels_isTold() throws Exception {
    assertThat(LibrariesWithout.run(Sentinel.class, NETTY_CLASS))
        .matches("no Sentinel answers, 127\\.0\\.0\\.1:\\d+ says: " + Pattern.quote(NETTY_MISSING));
  }

  @Test
  void missingForConnections_cluster_isTold() throws Exception {
    assertThat(LibrariesWithout.run(Cluster.class, NETTY_CLASS)).isEqualTo(NETTY_MISSING);
  }

  @Test
  void missingForANewChannel_isTold() throws Exception {
    assertThat(
            LibrariesWithout.run(
                Single.class, "io.cacheaside.store.redis.connection.Introduction$Host"))
        .isEqualTo(
            "java.lang.NoClassDefFoundError: io/cacheaside/store/redis/connection/Introduction$Host"
                + ADVICE);
  }

  @Test
  void missingForTheClient_openFails() {
    assertThatThrownBy(
            () -> LibrariesWithout.run(Single.class, "io.lettuce.core.protocol.CommandHandler"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "java.lang.NoClassDefFoundError: io/lettuce/core/protocol/CommandHandler" + ADVICE);
  }

  /** Tells why a single server cannot be used. */
  public static final class Single implements Callable<String> {
    @Override
    public String call() {
      try (RedisServer server = RedisServer.startProcess();
          RedisStore store = RedisStore.open(options(server.uri()))) {
        Await.until("told", () -> store.lastConnectError() != null);
        return store.lastConnectError();
      }
    }
  }

  /** Tells why the server that Sentinels know cannot be used. */
  public static final class Sentinel implements Callable<String> {
    @Override
    public String call() {
      try (RedisServer server = RedisServer.startProcess();
          RedisStore store =
              RedisStore.open(options("redis-sentinel://127.0.0.1:" + server.port() + "#main"))) {
        Await.until("told", () -> store.lastConnectError() != null);
        return store.lastConnectError();
      }
    }
  }

  /** Tells why a cluster cannot be used. */
  public static final class Cluster implements Callable<String> {
    @Override
    public String call() {
      try (RedisServer server = RedisServer.startProcess();
          RedisClusterStore store =
              RedisClusterStore.open(
                  options("redis-cluster://127.0.0.1:" + server.port()),
                  UnaryOperator.identity())) {
        Await.until("told", () -> store.lastConnectError() != null);
        return store.lastConnectError();
      }
    }
  }

  private static RedisStoreOptions options(String uri) {
    return RedisStoreOptions.builder(uri).commandTimeout(Duration.ofSeconds(20)).build();
  }
}
