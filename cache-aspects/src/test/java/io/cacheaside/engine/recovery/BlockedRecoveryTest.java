package io.cacheaside.engine.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.CacheAsideConfig;
import io.cacheaside.CacheAsideRuntime;
import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.testing.WholeCache;
import io.cacheaside.testing.Await;
import io.cacheaside.testing.ClusterServers;
import io.cacheaside.testing.RedisServer;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real servers that do not acknowledge one invalidation, and what becomes of the others. */
@Timeout(180)
@Tag("heavy")
class BlockedRecoveryTest {
  private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(100);
  private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

  /** The annotated methods. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "item:{id}", ttl = "5m")
    static String find(int id) {
      return "";
    }

    @Invalidate(key = "item:{id}")
    static void save(int id) {}

    @Invalidate(region = "prices")
    static void clear() {}

    @Invalidate(key = "price:{id}", region = "slow")
    static void savePrice(int id) {}

    @Invalidate(key = "price:{id}", region = "slow")
    @Invalidate(key = "item:{id}")
    static void saveBoth(int id) {}
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"generation", "quarantine"})
  void recovery_oneKeyIsRefusedForEver_deliversTheOthersOnce(String foreign) {
    try (RedisServer server = RedisServer.startProcess();
        WholeCache cache =
            new WholeCache(
                server,
                Annotated.class,
                config ->
                    config
                        .commandTimeout(COMMAND_TIMEOUT)
                        .region("slow", r -> r.settle(Duration.ofSeconds(2))))) {
      boolean generation = foreign.equals("generation");
      cache.redis.lpush(
          bytes(generation ? "app:g:prices" : "app:slow:{price:1}:q"), bytes("not ours"));
      if (generation) {
        cache.write("clear");
      } else {
        cache.write("savePrice", 1);
      }
      assertThat(cache.runtime.undeliveredKeys()).as("refused").isEqualTo(1);
      server.pause();
      cache.write("save", 1);
      assertThat(cache.runtime.undeliveredKeys()).as("refused, and not answered").isEqualTo(2);
      server.resume();
      Await.until("the other is delivered", () -> cache.runtime.undeliveredKeys() == 1);
      byte[] loadedByOthers = bytes("app:default:{item:1}");
      cache.redis.set(loadedByOthers, bytes("by another JVM"));
      long attempts = scripts(cache);
      Await.until("it is tried again and again", () -> scripts(cache) >= attempts + 3);
      assertThat(cache.redis.get(loadedByOthers)).as("never sent again").isNotNull();
      assertThat(cache.runtime.undeliveredKeys()).isEqualTo(1);
      cache.redis.del(bytes(generation ? "app:g:prices" : "app:slow:{price:1}:q"));
      Await.until("all are delivered", () -> cache.runtime.undeliveredKeys() == 0);
    }
  }

  @Test
  void invalidate_oneOfItsKeysIsRefused_theOtherIsClean() {
    try (RedisServer server = RedisServer.startProcess();
        WholeCache cache =
            new WholeCache(
                server,
                Annotated.class,
                config -> config.region("slow", r -> r.settle(Duration.ofSeconds(2))))) {
      cache.redis.lpush(bytes("app:slow:{price:1}:q"), bytes("not ours"));
      cache.write("saveBoth", 1);
      assertThat(cache.runtime.undeliveredKeys()).isEqualTo(1);
      assertThat(cache.counters.snapshot().invalidations()).isEqualTo(2);
      assertThat(cache.counters.snapshot().undeliveredInvalidations()).isEqualTo(1);
      assertThat(cache.call("find", "loaded", 1)).isEqualTo("loaded");
      assertThat(cache.counters.snapshot().populates()).as("delivered").isEqualTo(1);
    }
  }

  private static long scripts(WholeCache cache) {
    Matcher calls = SCRIPTS.matcher(cache.redis.info("commandstats"));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }

  private static CallSite site(String name) throws NoSuchMethodException {
    Method method = Annotated.class.getDeclaredMethod(name, int.class);
    return new CallSite(new AnnotatedMethod(method, List.of("id")));
  }

  @Test
  void recovery_oneShardIsDead_deliversToTheOthers() throws NoSuchMethodException {
    try (ClusterServers servers = ClusterServers.start("--cluster-require-full-coverage", "no");
        CacheAsideRuntime runtime =
            CacheAsideRuntime.install(
                CacheAsideConfig.builder()
                    .app("app")
                    .redis(servers.uri())
                    .commandTimeout(COMMAND_TIMEOUT)
                    .requireRedisAtStart(true)
                    .startTimeout(Duration.ofSeconds(20))
                    .build())) {
      RedisServer dead = servers.primaryOf(0);
      RedisServer healthy = servers.primaryOf(ClusterServers.SLOTS - 1);
      RedisServer replica = servers.replicaOf(dead);
      int first = keyOf(servers, dead);
      int second = keyOf(servers, healthy);
      replica.pause(); // so nobody takes over
      dead.pause();
      healthy.pause();
      save(first);
      save(second);
      assertThat(runtime.undeliveredKeys()).isEqualTo(2);
      healthy.resume();
      Await.until("the healthy shard has its invalidation", () -> runtime.undeliveredKeys() == 1);
      dead.resume();
      replica.resume();
      Await.until("the other one, too", () -> runtime.undeliveredKeys() == 0);
    }
  }

  private static void save(int id) throws NoSuchMethodException {
    CacheEngine.installed().invalidate(site("save"), null, new Object[] {id}, null, true);
  }

  private static int keyOf(ClusterServers servers, RedisServer primary) {
    int id = 0;
    while (servers.primaryOf(servers.slotOf("app:default:{item:" + id + "}")) != primary) {
      id++;
    }
    return id;
  }
}
