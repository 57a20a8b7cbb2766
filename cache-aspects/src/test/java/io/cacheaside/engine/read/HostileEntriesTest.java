package io.cacheaside.engine.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.testing.WholeCache;
import io.cacheaside.engine.testing.WholeCacheFixture;
import io.cacheaside.metrics.CacheCounters.Snapshot;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.EntryFormat.Header;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.testing.Await;
import io.lettuce.core.SetArgs;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody else writes under the key of a cached method: the method's answer is returned all the
 * same, what was found is counted, and what is not ours is left alone.
 */
@Timeout(300)
@Tag("heavy")
class HostileEntriesTest extends WholeCacheFixture {
  /** A class of the JDK that deserializers were abused to load, and nobody else does. */
  private static final String GADGET = "com.sun.rowset.JdbcRowSetImpl";

  /** What is cached: every kind of field that can hide something. */
  record Basket(String owner, List<Line> lines, Gift gift) {}

  record Line(String article, int count) {}

  sealed interface Gift permits Card, Wrapping {}

  record Card(String text) implements Gift {}

  record Wrapping(int colour) implements Gift {}

  /** Objects within objects, as deep as somebody likes. */
  static final class Chain {
    Chain next;
  }

  /** The annotated methods. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "basket:{id}", ttl = "5m")
    static Basket basket(String id) {
      return BASKET;
    }

    @CacheAside(key = "names:{id}", ttl = "5m")
    static List<String> names(String id) {
      return NAMES;
    }

    @CacheAside(key = "chain:{id}", ttl = "5m")
    static Chain chain(String id) {
      return CHAIN;
    }

    @CacheAside(key = "any:{id}", ttl = "5m")
    static Map<String, Gift> gifts(String id) {
      return GIFTS;
    }

    @Invalidate(key = "basket:{id}")
    static void save(String id) {}

    @Invalidate(region = "default")
    static void clear() {}
  }

  private static final Basket BASKET =
      new Basket("Zoë", List.of(new Line("tea", 2), new Line("cup", 1)), new Card("for you"));
  private static final List<String> NAMES = List.of("Ann", "Bob");
  private static final Chain CHAIN = new Chain();
  private static final Map<String, Gift> GIFTS = Map.of("Ann", new Wrapping(7));

  @BeforeEach
  void open() {
    cache = new WholeCache(server, Annotated.class, c -> c.waitLimit(Duration.ofMillis(200)));
  }

  private static byte[] key(String text) {
    return ("app:default:{" + text + "}").getBytes(UTF_8);
  }

  private void assertBasketIsRight() {
    assertThat(cache.call("basket", BASKET, "x")).isEqualTo(BASKET);
  }

  private void plant(byte[] key, byte[] value) {
    cache.redis.set(key, value, SetArgs.Builder.px(60_000));
  }

  /** Returns the entry that the cache itself makes for the call. */
  private byte[] honestEntry(String method, Object loaded, String key) {
    cache.call(method, loaded, "x");
    return cache.redis.get(key(key));
  }

  /** Returns the entry with another payload and a right checksum: the sender knows the format. */
  private static byte[] withPayload(byte[] entry, byte[] key, byte[] payload) {
    byte[] forged = new byte[EntryFormat.HEADER_LENGTH + payload.length];
    System.arraycopy(payload, 0, forged, EntryFormat.HEADER_LENGTH, payload.length);
    EntryFormat.writeHeader(
        forged,
        Key.of(key),
        new Header(
            false,
            EntryFormat.etag(entry),
            EntryFormat.created(entry),
            EntryFormat.hardMillis(entry),
            EntryFormat.costMicros(entry),
            EntryFormat.fingerprint(entry),
            EntryFormat.generation(entry),
            EntryFormat.codecId(entry)));
    return forged;
  }

  @Test
  void truncatedEntry_ofEveryLength_isNotServed() {
    byte[] entry = honestEntry("basket", BASKET, "basket:x");
    for (int length = 0; length < entry.length; length++) {
      byte[] planted = Arrays.copyOf(entry, length);
      plant(key("basket:x"), planted);
      Snapshot before = cache.counters.snapshot();
      assertBasketIsRight();
      Snapshot after = cache.counters.snapshot();
      assertThat(after.hits()).as("%d bytes", length).isEqualTo(before.hits());
      if (length < EntryFormat.LEASE_LENGTH) {
        assertThat(after.bypasses() - before.bypasses()).as("%d bytes", length).isEqualTo(1);
        assertThat(cache.redis.get(key("basket:x"))).isEqualTo(planted);
      } else {
        assertThat(after.populates() - before.populates()).as("%d bytes", length).isEqualTo(1);
      }
    }
  }

  @Test
  void flippedBit_anywhere_changesNoAnswer() {
    byte[] entry = honestEntry("basket", BASKET, "basket:x");
    for (int bit = 0; bit < 8 * entry.length; bit++) {
      byte[] planted = entry.clone();
      planted[bit / 8] ^= (byte) (1 << bit % 8);
      plant(key("basket:x"), planted);
      Snapshot before = cache.counters.snapshot();
      assertBasketIsRight();
      Snapshot after = cache.counters.snapshot();
      String place = "bit " + bit % 8 + " of byte " + bit / 8;
      if (bit / 8 < 2) { // the magic number: not ours any more
        assertThat(after.bypasses() - before.bypasses()).as(place).isEqualTo(1);
        assertThat(cache.redis.get(key("basket:x"))).as(place).isEqualTo(planted);
      } else if (bit / 8 >= EntryFormat.LEASE_LENGTH) {
        long unreadable =
            after.decodeFailures()
                + after.schemaMisses()
                - before.decodeFailures()
                - before.schemaMisses();
        boolean generation = bit / 8 >= 80 && bit / 8 < 88; // looks cleared: a plain miss
        assertThat(unreadable).as(place).isEqualTo(generation ? 0 : 1);
        assertThat(after.populates() - before.populates()).as(place).isEqualTo(1);
      }
    }
  }

  static Stream<Arguments> forgedPayloads() {
    byte[] deep = new byte[100_000];
    Arrays.fill(deep, (byte) 1);
    return Stream.of(
        arguments("names", NAMES, "names:x", varInts(1, 50_000_000)),
        arguments("names", NAMES, "names:x", varInts(1, Integer.MAX_VALUE)),
        arguments("names", NAMES, "names:x", varInts(1, -1)),
        arguments("names", NAMES, "names:x", new byte[1 << 19]),
        arguments("chain", CHAIN, "chain:x", deep),
        arguments("chain", CHAIN, "chain:x", classByName(GADGET)),
        arguments("basket", BASKET, "basket:x", classByName(GADGET)),
        arguments("basket", BASKET, "basket:x", classByName("javax.script.ScriptEngineManager")),
        arguments("gifts", GIFTS, "any:x", classByName(GADGET)),
        arguments("gifts", GIFTS, "any:x", varInts(1, 1 << 30, 1 << 30)));
  }

  private static byte[] varInts(int... numbers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int number : numbers) {
      int rest = number;
      for (; (rest & ~0x7F) != 0; rest >>>= 7) {
        bytes.write((rest & 0x7F) | 0x80);
      }
      bytes.write(rest);
    }
    return bytes.toByteArray();
  }

  /** Returns what makes a Kryo that is open to all classes load one by its name. */
  private static byte[] classByName(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(varInts(1, 0));
    byte[] ascii = name.getBytes(UTF_8);
    ascii[ascii.length - 1] |= (byte) 0x80; // marks the last character
    bytes.writeBytes(ascii);
    bytes.write(1);
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("forgedPayloads")
  void forgedPayload_withARightChecksum_isDamageAndIsReplaced(
      String method, Object value, String key, byte[] payload) {
    byte[] entry = honestEntry(method, value, key);
    plant(key(key), withPayload(entry, key(key), payload));
    Snapshot before = cache.counters.snapshot();
    assertThat(cache.call(method, value, "x")).isSameAs(value);
    Snapshot after = cache.counters.snapshot();
    assertThat(after.decodeFailures() - before.decodeFailures()).isEqualTo(1);
    assertThat(after.populates() - before.populates()).isEqualTo(1);
    assertThat(cache.growth(Snapshot::hits, () -> cache.call(method, null, "x"))).isEqualTo(1);
  }

  @Test
  void gadgetClass_namedInPayloads_isNotEvenLoaded() throws Exception {
    for (Arguments forged : forgedPayloads().toList()) {
      Object[] row = forged.get();
      byte[] entry = honestEntry((String) row[0], row[1], (String) row[2]);
      byte[] key = key((String) row[2]);
      plant(key, withPayload(entry, key, (byte[]) row[3]));
      cache.call((String) row[0], row[1], "x");
    }
    assertThat(isLoaded(GADGET)).isFalse();
    Class.forName(GADGET, false, ClassLoader.getPlatformClassLoader());
    assertThat(isLoaded(GADGET)).isTrue(); // so it would have been seen
  }

  private static boolean isLoaded(String name) throws Exception {
    String all =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "vmClassHierarchy",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return all.contains(name);
  }

  private void makeForeign(String type, byte[] key) {
    byte[] text = "theirs".getBytes(UTF_8);
    switch (type) {
      case "string" -> cache.redis.set(key, text);
      case "hash" -> cache.redis.hset(key, text, text);
      case "list" -> cache.redis.rpush(key, text);
      case "set" -> cache.redis.sadd(key, text);
      case "zset" -> cache.redis.zadd(key, 1, text);
      case "stream" -> cache.redis.xadd(key, Map.of(text, text));
      default -> throw new IllegalArgumentException(type);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"string", "hash", "list", "set", "zset", "stream"})
  void foreignType_underTheKey_isBypassedAndLeftAlone(String type) {
    makeForeign(type, key("basket:x"));
    byte[] before = cache.redis.dump(key("basket:x"));
    assertThat(cache.growth(Snapshot::bypasses, this::assertBasketIsRight)).isEqualTo(1);
    assertThat(cache.redis.dump(key("basket:x"))).isEqualTo(before);
    assertThat(cache.redis.pttl(key("basket:x"))).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "list", "set", "zset", "stream"})
  void foreignType_underTheQuarantineKey_isBypassedAndLeftAlone(String type) {
    byte[] quarantine = (new String(key("basket:x"), UTF_8) + ":q").getBytes(UTF_8);
    makeForeign(type, quarantine);
    byte[] before = cache.redis.dump(quarantine);
    assertThat(cache.growth(Snapshot::bypasses, this::assertBasketIsRight)).isEqualTo(1);
    assertThat(cache.redis.dump(quarantine)).isEqualTo(before);
    assertThat(cache.redis.exists(key("basket:x"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"string", "hash", "list", "set", "zset", "stream"})
  void foreignType_underTheGenerationKey_isBypassedAndLeftAlone(String type) {
    byte[] generation = "app:g:default".getBytes(UTF_8);
    cache.redis.del(generation);
    makeForeign(type, generation);
    byte[] before = cache.redis.dump(generation);
    Await.until(
        "every call is a bypass",
        () -> cache.growth(Snapshot::bypasses, this::assertBasketIsRight) == 1);
    cache.write("clear");
    assertThat(cache.runtime.undeliveredKeys()).isEqualTo(1);
    assertThat(cache.redis.dump(generation)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"theirs", "", "-1", "0", "5", "nan", "inf", "-inf", "1e308", "0x10"})
  void foreignText_underTheQuarantineKey_pinsNothing(String text) {
    byte[] quarantine = (new String(key("basket:x"), UTF_8) + ":q").getBytes(UTF_8);
    cache.redis.set(quarantine, text.getBytes(UTF_8));
    assertBasketIsRight();
    assertBasketIsRight();
    assertThat(cache.redis.get(quarantine)).isEqualTo(text.getBytes(UTF_8));
    if (cache.redis.exists(key("basket:x")) == 1) {
      assertThat(cache.redis.pttl(key("basket:x")))
          .as("ms until it vanishes")
          .isBetween(0L, 300_000L);
    }
  }

  @Test
  void forgedLease_ofAThousandYears_costsTheWaitLimitOnly() {
    LeaseToken token = new LeaseToken(Long.MIN_VALUE + 5, 5);
    byte[] lease = EntryFormat.lease(token, Long.MAX_VALUE);
    cache.redis.set(key("basket:x"), lease);
    assertThat(cache.growth(Snapshot::bypasses, this::assertBasketIsRight)).isEqualTo(1);
    cache.write("save", "x"); // an invalidation ends it
    assertThat(cache.growth(Snapshot::populates, this::assertBasketIsRight)).isEqualTo(1);
  }

  /**
   * The client reads a reply to its end, also when the caller gave up, so until the value is gone
   * calls may time out. What they must not do is fail, or touch it.
   */
  @Test
  void hugeForeignValue_isBypassedAndLeftAlone() {
    int size = 64 << 20;
    cache.redis.setrange(key("basket:x"), size - 1, new byte[] {1});
    assertThat(cache.growth(Snapshot::bypasses, this::assertBasketIsRight)).isEqualTo(1);
    assertThat(cache.redis.strlen(key("basket:x"))).isEqualTo(size);
    cache.redis.del(key("basket:x"));
    Await.until(
        "the cache works again", () -> cache.growth(Snapshot::hits, this::assertBasketIsRight) > 0);
  }
}
