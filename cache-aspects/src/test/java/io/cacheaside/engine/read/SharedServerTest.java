package io.cacheaside.engine.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.testing.WholeCache;
import io.cacheaside.store.redis.ServerKeys;
import io.cacheaside.testing.RedisServer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that holds other applications' data, with names as near to ours as can be. */
@Timeout(300)
class SharedServerTest {
  private static final List<String> FOREIGN_NAMES =
      List.of(
          "app",
          "app:",
          "app:default",
          "app:default:",
          "app:default:{",
          "app:default:{}",
          "app:default:{item:1",
          "app:default:item:1",
          "app:default:{item:1}:",
          "app:default:{item:1}:x",
          "app:default:{item:1}:s:00000000000000000000000000000000",
          "app:other:{item:1}",
          "app2:default:{item:1}",
          "xapp:default:{item:1}",
          "item:1",
          "{item:1}",
          "{item:1}:q",
          "session:1",
          "");

  /** The annotated methods. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "item:{id}", ttl = "5m")
    static String find(int id) {
      return "";
    }

    @CacheAside(key = "page:{id}", ttl = "5m", region = "pages")
    static List<String> page(int id) {
      return List.of();
    }

    @Invalidate(key = "item:{id}")
    @Invalidate(key = "page:{id}", region = "pages")
    static void save(int id) {}
  }

  private final Random random = new Random(8);

  @Test
  void workload_leavesForeignDataByteForByte_andNoEntryForEver() {
    try (RedisServer server = RedisServer.startProcess();
        WholeCache cache = new WholeCache(server, Annotated.class)) {
      plantForeign(cache);
      Map<String, String> before = dump(cache);
      before.remove("app:g:default"); // ours, from the start
      assertThat(before).hasSize(FOREIGN_NAMES.size() * 3);
      for (int i = 0; i < 5_000; i++) {
        step(cache, random.nextInt(30));
      }
      assertThat(cache.counters.snapshot().hits()).isPositive();
      Map<String, String> after = dump(cache);
      for (byte[] name : ServerKeys.matching(cache.redis, "*")) {
        String text = new String(name, UTF_8);
        if (before.containsKey(text)) {
          continue;
        }
        after.remove(text);
        if (text.matches("app:g:(default|pages)")) {
          assertThat(cache.redis.strlen(name))
              .isEqualTo(Long.BYTES); // the one thing without an end
          continue;
        }
        assertThat(text).matches("app:(default|pages):\\{(item|page):\\d+}");
        assertThat(cache.redis.pttl(name)).as(text).isBetween(0L, 300_000L);
      }
      assertThat(after).isEqualTo(before);
    }
  }

  private void step(WholeCache cache, int id) {
    switch (random.nextInt(8)) {
      case 0 -> cache.write("save", id);
      case 1, 2, 3 -> cache.call("find", random.nextInt(3) == 0 ? null : "item " + id, id);
      default -> {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(300); i > 0; i--) {
          lines.add("line " + i + " of a page that has to be staged if it is long enough");
        }
        cache.call("page", lines, id);
      }
    }
  }

  /** Strings of many kinds, hashes and lists, with and without an end. */
  private void plantForeign(WholeCache cache) {
    for (int round = 0; round < 3; round++) {
      for (String name : FOREIGN_NAMES) {
        byte[] key = (name + (round == 0 ? "" : "#" + round)).getBytes(UTF_8);
        byte[] value = new byte[random.nextInt(200)];
        random.nextBytes(value);
        switch (round) {
          case 0 -> cache.redis.set(key, value);
          case 1 -> cache.redis.hset(key, value, value);
          default -> cache.redis.rpush(key, value, key);
        }
      }
    }
  }

  /** Returns each key with its value as Redis itself writes it, and whether it has an end. */
  private static Map<String, String> dump(WholeCache cache) {
    Map<String, String> all = new TreeMap<>();
    for (byte[] key : ServerKeys.matching(cache.redis, "*")) {
      byte[] dump = cache.redis.dump(key);
      boolean ends = cache.redis.pttl(key) >= 0;
      all.put(new String(key, UTF_8), HexFormat.of().formatHex(dump) + (ends ? " ends" : ""));
    }
    return all;
  }
}
