package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.WovenClasses;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.testing.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log says, once, while a Redis that answers does not do what it is asked for. */
@Timeout(60)
@Tag("heavy")
class RefusalsAreToldTest {
  private static final String STORE = "GuardedStore";
  private static final String READS = "ForeignReport";
  private static final String WRITES = "UndeliveredReport";

  private static LongUnaryOperator prices;
  private static Runnable reprice;

  private RedisServer server;

  @BeforeAll
  static void weave() throws Exception {
    ClassLoader shop =
        WovenClasses.load(
            Map.of(
                "Prices",
                """
                public class Prices implements java.util.function.LongUnaryOperator, Runnable {
                  private long loads;

                  @CacheAside(key = "price:{sku}", ttl = "5m", region = "prices")
                  @Override
                  public long applyAsLong(long sku) { return ++loads; }

                  @Invalidate(key = "price:1", region = "prices")
                  @Override
                  public void run() {}
                }
                """));
    prices = WovenClasses.create(shop, "Prices", LongUnaryOperator.class);
    reprice = (Runnable) prices;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Calls the methods five times, and returns what was logged. */
  private List<String> life(String uri, String logger) {
    return life(uri, logger, reprice);
  }

  private List<String> life(String uri, String logger, Runnable between) {
    CacheCounters counters = new CacheCounters();
    CacheAsideConfig config =
        CacheAsideConfig.builder()
            .app("shop")
            .redis(uri)
            .requireRedisAtStart(true)
            .startTimeout(Duration.ofSeconds(30))
            .commandTimeout(Duration.ofSeconds(2))
            .closeTimeout(Duration.ZERO)
            .weavingCheck(WeavingCheck.OFF)
            .listener(counters)
            .build();
    try (LogCapture log = new LogCapture()) {
      try (CacheAsideRuntime runtime = CacheAsideRuntime.install(config)) {
        for (int i = 0; i < 5; i++) {
          long before = prices.applyAsLong(1);
          assertThat(prices.applyAsLong(1)).as("uncached").isEqualTo(before + 1);
          between.run();
        }
        assertThat(counters.snapshot().bypasses()).isPositive();
      }
      return log.lines(logger);
    }
  }

  private void command(CommandType type, String... words) {
    RedisClient client = RedisClient.create(server.uri());
    try {
      CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
      for (String word : words) {
        args.add(word);
      }
      client.connect().sync().dispatch(type, new StatusOutput<>(StringCodec.UTF8), args);
    } finally {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }

  private String place() {
    return "Redis at 127.0.0.1:" + server.port();
  }

  @Test
  void scriptsForbidden_oneWarningWithAdvice() {
    server = RedisServer.startProcess();
    command(
        CommandType.ACL, "SETUSER", "hunter", "on", ">pw", "~shop:*", "+@all", "-eval", "-evalsha");

    List<String> lines = life("redis://hunter:pw@127.0.0.1:" + server.port(), STORE);

    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("WARN " + place() + " refused script generation: NOPERM ")
        .endsWith(
            "; extend the ACL of the user. Calls that need it go past the cache, invalidations are"
                + " kept and tried again.")
        .doesNotContain("hunter");
  }

  @Test
  void replica_oneWarningWithAdvice() {
    server = RedisServer.startProcess("--replicaof", "127.0.0.1", "1");

    assertThat(life(server.uri(), STORE))
        .singleElement()
        .asString()
        .startsWith("WARN " + place() + " refused script ")
        .endsWith(
            "; it is a replica: name the primary in the Redis URI, or the Sentinels that know it."
                + " Calls that need it go past the cache, invalidations are kept and tried again.");
  }

  @Test
  void undelivered_oneWarningWithTheReason() {
    server = RedisServer.startProcess("--replicaof", "127.0.0.1", "1");

    assertThat(life(server.uri(), WRITES))
        .singleElement()
        .asString()
        .startsWith(
            "WARN shop.Prices.run(): an invalidation could not be delivered and is retried (1 pending"
                + " in this JVM). Until it is delivered, this JVM serves nothing that it concerns, but"
                + " other JVMs may serve stale values. Reason: "
                + place()
                + " refused ")
        .contains("READONLY");
  }

  @Test
  void generationOfSomebodyElse_oneWarning() {
    server = RedisServer.startProcess();
    command(CommandType.SET, "shop:g:prices", "garbage");

    assertThat(life(server.uri(), STORE))
        .containsExactly(
            "WARN A region's generation has 7 bytes, not 8; another application uses its key, choose"
                + " another name for yours. Calls that need it go past the cache, invalidations are"
                + " kept and tried again.");
  }

  @Test
  void valueOfSomebodyElse_oneWarning() {
    server = RedisServer.startProcess();
    command(CommandType.SET, "shop:prices:{price:1}", "not ours");

    assertThat(life(server.uri(), READS, () -> {})) // an invalidation would delete it
        .containsExactly(
            "WARN shop.Prices.applyAsLong(long): a key holds what another application has written, so"
                + " its calls go past the cache: find who else writes below the prefix of this one,"
                + " or choose another app");
  }
}
