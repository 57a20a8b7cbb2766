package io.cacheaside.engine.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.testing.WholeCache;
import io.cacheaside.engine.testing.WholeCacheFixture;
import io.cacheaside.metrics.CacheCounters.Snapshot;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.store.redis.ServerKeys;
import io.cacheaside.store.redis.command.StagedSteps;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Arguments made to leave their key, their entry, or their command. */
@Timeout(300)
class HostileKeysTest extends WholeCacheFixture {
  private static final String LONG = "x".repeat(10_000);

  /** Pairwise different, in ways that careless keys lose. */
  private static final List<String> TEXTS =
      List.of(
          "",
          "~",
          "~e",
          "null",
          " ",
          "a",
          "a ",
          "A",
          "a:b",
          "a::b",
          ":",
          "{",
          "}",
          "{}",
          "{a}",
          "}{",
          "a}:q",
          "a}:s:80000000000000000000000000000001",
          "a}{b",
          "%",
          "%3A",
          "%7B",
          "%25",
          "%uD800",
          "\u0000",
          "a\u0000b",
          "\r\n",
          "\\r\\n",
          "a\r\nFLUSHALL\r\n",
          "a\r\n*1\r\n$8\r\nFLUSHALL\r\n",
          "$-1\r\n",
          "é",
          "e\u0301",
          "\uFEFFa",
          "\u202Ea",
          "a\u202E",
          "\u200Fa",
          "\u200Ba",
          "\uD800",
          "\uDC00",
          "\uDC00\uD800",
          "\uD800\uDC00",
          "\uFFFD",
          "?",
          LONG,
          LONG + "y",
          LONG + "z",
          "y" + LONG,
          "x".repeat(507),
          "x".repeat(508),
          "\u00e9".repeat(1_000_000));

  /** The annotated methods. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "doc:{name}", ttl = "5m")
    static String find(String name) {
      return "";
    }

    @CacheAside(key = "pair:{first}:{second}", ttl = "5m")
    static String pair(String first, String second) {
      return "";
    }

    @Invalidate(key = "doc:{name}")
    static void save(String name) {}
  }

  @BeforeEach
  void open() {
    cache = new WholeCache(server, Annotated.class);
  }

  private static String value(int index) {
    return "value of text " + index;
  }

  private void loadAll() {
    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(cache.call("find", value(i), TEXTS.get(i))).isEqualTo(value(i));
    }
  }

  /** Returns the keys of entries; the region's generation has a key of its own. */
  private List<byte[]> keys() {
    assertThat(ServerKeys.matching(cache.redis, "*"))
        .hasSize(ServerKeys.matching(cache.redis, "app:default:*").size() + 1);
    return ServerKeys.matching(cache.redis, "app:default:*");
  }

  @Test
  void hostileTexts_haveAnEntryEach() {
    loadAll();
    assertThat(cache.counters.snapshot().hits()).isZero();
    assertThat(keys()).hasSize(TEXTS.size());
    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(cache.call("find", "reloaded", TEXTS.get(i))).isEqualTo(value(i));
    }
    assertThat(cache.counters.snapshot().hits()).isEqualTo(TEXTS.size());
  }

  @Test
  void hostileTexts_invalidateTheirOwnEntryOnly() {
    loadAll();
    for (int i = 0; i < TEXTS.size(); i++) {
      cache.write("save", TEXTS.get(i));
      assertThat(keys()).hasSize(TEXTS.size() - i - 1);
    }
    assertThat(cache.runtime.undeliveredKeys()).isZero();
  }

  @Test
  void hostileTexts_keepTheKeysOfAnEntryInOneSlot() {
    loadAll();
    for (byte[] bytes : keys()) {
      String text = new String(bytes, UTF_8);
      assertThat(text).startsWith("app:default:{doc:").endsWith("}");
      assertThat(text.indexOf('{')).isEqualTo(text.lastIndexOf('{'));
      assertThat(text.indexOf('}')).isEqualTo(text.length() - 1);
      assertThat(text.chars()).allMatch(c -> c > ' ');
      assertThat(bytes.length).isLessThan(600);
      Key key = Key.of(bytes);
      int slot = SlotHash.getSlot(bytes);
      assertThat(SlotHash.getSlot(StagedSteps.quarantineKey(key).bytes())).isEqualTo(slot);
      LeaseToken token = new LeaseToken(Long.MIN_VALUE, 1);
      assertThat(SlotHash.getSlot(StagedSteps.stageKey(key, token).bytes())).isEqualTo(slot);
    }
  }

  @Test
  void hostileTexts_areNoCommands() {
    cache.redis.configResetstat();
    byte[] neighbour = "neighbour".getBytes(UTF_8);
    cache.redis.set(neighbour, neighbour);
    loadAll();
    assertThat(cache.redis.info("commandstats"))
        .contains("cmdstat_get")
        .doesNotContain("cmdstat_flushall");
    assertThat(cache.redis.get(neighbour)).isEqualTo(neighbour);
  }

  @Test
  void delimiters_inTwoArguments_doNotShiftTheBorder() {
    List<String[]> pairs = new ArrayList<>();
    for (String first : List.of("a", "a:b", "a:", "", ":", "~", "%3A")) {
      for (String second : List.of("a", "b:a", ":a", "", ":", "~", "%3A")) {
        pairs.add(new String[] {first, second});
      }
    }
    for (String[] pair : pairs) {
      String value = pair[0] + " and " + pair[1];
      assertThat(cache.call("pair", value, pair[0], pair[1])).isEqualTo(value);
    }
    assertThat(keys()).hasSize(pairs.size());
    assertThat(cache.growth(Snapshot::hits, () -> cache.call("pair", "", "a:", "b:a"))).isOne();
  }

  @Test
  void nullArgument_isNotItsName() {
    cache.call("find", "of null", (Object) null);
    assertThat(cache.call("find", "of the text", "null")).isEqualTo("of the text");
    assertThat(cache.call("find", "of the tilde", "~")).isEqualTo("of the tilde");
    assertThat(cache.call("find", "reloaded", (Object) null)).isEqualTo("of null");
  }
}
