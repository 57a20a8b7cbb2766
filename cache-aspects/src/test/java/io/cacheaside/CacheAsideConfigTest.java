package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.ScriptedStore;
import io.cacheaside.key.DurationText;
import io.cacheaside.spi.CacheListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CacheAsideConfigTest {
  private static final String PLACE = "CacheAside is not configured properly";

  private static CacheAsideConfig.Builder builder() {
    return CacheAsideConfig.builder().redis("redis://localhost");
  }

  private static void assertRefused(CacheAsideConfig.Builder builder, String message) {
    assertThatThrownBy(builder::build)
        .isExactlyInstanceOf(CacheConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void build_onlyRedis_hasTheDefaults() {
    CacheAsideConfig config = builder().build();
    assertThat(config.get(Settings.APP)).isEqualTo("cacheaside");
    assertThat(config.get(Settings.REDIS_URI)).isEqualTo("redis://localhost");
    assertThat(config.store).isNull();
    assertThat(config.codec).isNull();
    assertThat(config.listeners).isEmpty();
    assertThat(config.engineOptions()).isEqualTo(EngineOptions.DEFAULTS);
    assertThat(config.engineOptions())
        .isEqualTo(
            new EngineOptions(
                Duration.ofMillis(50),
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                0.1,
                100_000,
                Duration.ofDays(24),
                false,
                false,
                RecoveryOptions.DEFAULTS));
    assertThat(config.regions).isEmpty();
    assertThat(config.get(Settings.ALLOW)).isEmpty();
    assertThat(config.get(Settings.MAX_VALUE_BYTES)).isEqualTo(1_048_576);
    assertThat(config.get(Settings.REQUIRE_REDIS_AT_START)).isFalse();
    assertThat(config.get(Settings.START_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void build_everythingSet_keepsIt() {
    CacheAsideConfig config =
        builder()
            .app("shop")
            .commandTimeout(Duration.ofMillis(20))
            .lease(Duration.ofSeconds(2))
            .loadTimeout(Duration.ofSeconds(10))
            .waitLimit(Duration.ofSeconds(1))
            .jitterPercent(25)
            .undeliveredLimit(10)
            .undeliveredRetention(Duration.ofHours(2))
            .maxValueBytes(1_000)
            .allow("a.B", "c.*")
            .allow("d.E")
            .requireRedisAtStart(true)
            .startTimeout(Duration.ofSeconds(1))
            .region("users", r -> r.ttl(Duration.ofMinutes(1)))
            .region("users", r -> r.negativeTtl(Duration.ofSeconds(1)))
            .region("users", r -> r.enabled(false))
            .build();
    assertThat(config.get(Settings.APP)).isEqualTo("shop");
    assertThat(config.engineOptions())
        .isEqualTo(
            new EngineOptions(
                Duration.ofMillis(20),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                0.25,
                10,
                Duration.ofHours(2),
                false,
                false,
                RecoveryOptions.DEFAULTS));
    assertThat(config.get(Settings.MAX_VALUE_BYTES)).isEqualTo(1_000);
    assertThat(config.get(Settings.ALLOW)).containsExactly("a.B", "c.*", "d.E");
    assertThat(config.get(Settings.REQUIRE_REDIS_AT_START)).isTrue();
    assertThat(config.get(Settings.START_TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.regions)
        .isEqualTo(
            Map.of(
                "users",
                SettingValues.NONE
                    .with(RegionSettings.ENABLED, false)
                    .with(RegionSettings.TTL, Duration.ofMinutes(1))
                    .with(RegionSettings.NEGATIVE_TTL, Duration.ofSeconds(1))));
  }

  @Test
  void build_severalListeners_keepsAllInTheirOrder() {
    CacheListener first = new RecordingListener();
    CacheListener second = new RecordingListener();
    assertThat(builder().listener(first).listener(second).build().listeners)
        .containsExactly(first, second);
  }

  @Test
  void build_ownStore_needsNoRedis() {
    CacheAsideConfig config = CacheAsideConfig.builder().store(ScriptedStore::new).build();
    assertThat(config.values.orNull(Settings.REDIS_URI)).isNull();
    assertThat(config.store).isNotNull();
  }

  /** Each option, its bounds as they are accepted, what lies beyond, and what that is called. */
  static Stream<Arguments> bounds() {
    return Stream.of(
        row(
            "command-timeout",
            (b, d) -> b.lease(Duration.ofMinutes(10)).commandTimeout(d),
            "1ms",
            "10s",
            "10s1ms"),
        row("lease", CacheAsideConfig.Builder::lease, "100ms", "10m", "10m1ms"),
        row("load-timeout", CacheAsideConfig.Builder::loadTimeout, "100ms", "1h", "1h1ms"),
        row("wait-limit", CacheAsideConfig.Builder::waitLimit, "1ms", "1h", "1h1ms"),
        row(
            "undelivered-retention",
            CacheAsideConfig.Builder::undeliveredRetention,
            "1s",
            "24d",
            "24d1ms"),
        row("start-wait", CacheAsideConfig.Builder::startWait, "0s", "10m", "10m1ms"),
        row("start-timeout", CacheAsideConfig.Builder::startTimeout, "1ms", "10m", "10m1ms"),
        row("region.r.ttl", (b, d) -> b.region("r", r -> r.ttl(d)), "1ms", "24d", "24d1ms"),
        row(
            "region.r.negative-ttl",
            (b, d) -> b.region("r", r -> r.negativeTtl(d)),
            "1ms",
            "24d",
            "24d1ms"),
        numberRow("jitter-percent", CacheAsideConfig.Builder::jitterPercent, 0, 50),
        numberRow("undelivered-limit", CacheAsideConfig.Builder::undeliveredLimit, 1, 10_000_000),
        numberRow("max-value-bytes", CacheAsideConfig.Builder::maxValueBytes, 64, 536_870_912));
  }

  private interface Setter<T> {
    CacheAsideConfig.Builder set(CacheAsideConfig.Builder builder, T value);
  }

  private static Arguments row(
      String name, Setter<Duration> setter, String min, String max, String above) {
    Duration smallest = DurationText.parse(min);
    Duration largest = DurationText.parse(max);
    Duration below = smallest.minusNanos(1);
    String range = " is not between " + min + " and " + max;
    return arguments(
        name,
        consumer(setter, smallest),
        consumer(setter, largest),
        consumer(setter, below),
        name + " \"" + below + "\"" + range,
        consumer(setter, largest.plusMillis(1)),
        name + " \"" + above + "\"" + range);
  }

  private static Arguments numberRow(String name, Setter<Integer> setter, int min, int max) {
    String range = " is not between " + min + " and " + max;
    return arguments(
        name,
        consumer(setter, min),
        consumer(setter, max),
        consumer(setter, min - 1),
        name + " \"" + (min - 1) + "\"" + range,
        consumer(setter, max + 1),
        name + " \"" + (max + 1) + "\"" + range);
  }

  private static <T> Consumer<CacheAsideConfig.Builder> consumer(Setter<T> setter, T value) {
    return builder -> setter.set(builder, value);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bounds")
  void option_atAndBeyondItsBounds(
      String name,
      Consumer<CacheAsideConfig.Builder> smallest,
      Consumer<CacheAsideConfig.Builder> largest,
      Consumer<CacheAsideConfig.Builder> below,
      String belowMessage,
      Consumer<CacheAsideConfig.Builder> above,
      String aboveMessage) {
    for (Consumer<CacheAsideConfig.Builder> accepted : List.of(smallest, largest)) {
      CacheAsideConfig.Builder builder = builder();
      accepted.accept(builder);
      assertThat(builder.build()).isNotNull();
    }
    CacheAsideConfig.Builder tooSmall = builder();
    below.accept(tooSmall);
    assertRefused(tooSmall, PLACE + ": " + belowMessage);
    CacheAsideConfig.Builder tooLarge = builder();
    above.accept(tooLarge);
    assertRefused(tooLarge, PLACE + ": " + aboveMessage);
  }

  @Test
  void duration_negative_isRefused() {
    assertRefused(
        builder().lease(Duration.ofSeconds(-1)),
        PLACE + ": lease \"PT-1S\" is not between 100ms and 10m");
  }

  @Test
  void app_badName_isRefused() {
    assertRefused(
        builder().app("my shop"),
        PLACE + ": app \"my shop\" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'");
  }

  @Test
  void region_badName_isRefused() {
    assertRefused(
        builder().region("a:b", r -> r.enabled(true)),
        PLACE + ": region \"a:b\" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'");
  }

  @Test
  void region_negativeTtlAboveTtl_isRefused() {
    assertRefused(
        builder()
            .region("users", r -> r.negativeTtl(Duration.ofMinutes(2)))
            .region("users", r -> r.ttl(Duration.ofMinutes(1))),
        PLACE
            + ": region.users.negative-ttl 2m is above region.users.ttl 1m; an absence must not live longer"
            + " than a value");
  }

  @Test
  void store_none_isRefused() {
    assertRefused(
        CacheAsideConfig.builder(),
        PLACE
            + ": neither redis-uri nor a store is set; set for example"
            + " redis(\"redis://localhost\")");
  }

  @Test
  void store_both_isRefused() {
    assertRefused(
        builder().store(ScriptedStore::new),
        PLACE + ": both redis-uri and a store are set; drop one of them");
  }

  @Test
  void lease_notAboveTheCommandTimeout_isRefused() {
    assertRefused(
        builder().lease(Duration.ofSeconds(2)).commandTimeout(Duration.ofSeconds(2)),
        PLACE
            + ": lease 2s is not above command-timeout 2s; it would run out before its own"
            + " renewal");
  }

  @Test
  void requireRedis_withoutRedis_isRefused() {
    assertRefused(
        CacheAsideConfig.builder().store(ScriptedStore::new).requireRedisAtStart(true),
        PLACE + ": require-redis-at-start is set, but redis-uri is not; set redis-uri");
  }

  @Test
  void build_severalMistakes_reportsAll() {
    assertRefused(
        CacheAsideConfig.builder().app("").lease(Duration.ZERO).jitterPercent(99),
        PLACE
            + ":\n  - app \"\" is not a name; use 1 to 64 letters, digits, '-', '_' or '.'"
            + "\n  - lease \"0s\" is not between 100ms and 10m"
            + "\n  - jitter-percent \"99\" is not between 0 and 50"
            + "\n  - neither redis-uri nor a store is set; set for example"
            + " redis(\"redis://localhost\")");
  }

  @Test
  void build_twice_isIndependentOfLaterCalls() {
    CacheAsideConfig.Builder builder =
        builder().region("users", r -> r.ttl(Duration.ofMinutes(1))).allow("a.B");
    CacheAsideConfig first = builder.build();
    builder.region("orders", r -> r.ttl(Duration.ofMinutes(1))).allow("c.D");
    assertThat(first.regions).containsOnlyKeys("users");
    assertThat(first.get(Settings.ALLOW)).containsExactly("a.B");
  }

  @Test
  void password_appearsNowhere() {
    String secret = "hunter2secret";
    CacheAsideConfig.Builder builder =
        CacheAsideConfig.builder().redis("redis://user:" + secret + "@localhost:6379/0");
    assertThat((Object) builder).extracting(Object::toString).asString().doesNotContain(secret);
    assertThat((Object) builder.build())
        .extracting(Object::toString)
        .asString()
        .doesNotContain(secret);
    CacheAsideConfig.Builder wrong =
        builder
            .app("")
            .store(ScriptedStore::new)
            .environment(
                Map.of(
                    "CACHEASIDE_REDIS_URI",
                    "redis://:" + secret + "@localhost",
                    "CACHEASIDE_REDIS_URL",
                    "redis://:" + secret + "@localhost"));
    assertThatThrownBy(wrong::build)
        .isExactlyInstanceOf(CacheConfigurationException.class)
        .hasMessageContaining("both redis-uri and a store are set")
        .hasMessageContaining("cacheaside.redis-url")
        .hasMessageNotContaining(secret);
  }
}
