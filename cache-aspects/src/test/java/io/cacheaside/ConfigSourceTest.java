package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.compression.Compression;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.RecoveryOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSourceTest {
  private static final String PLACE = "CacheAside is not configured properly";
  private static final String KNOWN =
      " is unknown; known are redis-uri, app, command-timeout, lease, load-timeout, wait-limit,"
          + " jitter-percent, max-value-bytes, allow, undelivered-limit, undelivered-retention,"
          + " replay-window, close-timeout, invalidation-replicas, invalidation-replica-timeout,"
          + " await-populate, log-keys, require-redis-at-start, generation-max-age, start-wait, start-timeout,"
          + " weaving-check, region-check, spring-transactions, transaction-isolation,"
          + " region.<name>.ttl, region.<name>.negative-ttl, region.<name>.settle,"
          + " region.<name>.fence, region.<name>.shadow-check-one-in, region.<name>.compression,"
          + " region.<name>.compression-threshold and region.<name>.enabled";

  private final Path folder;

  ConfigSourceTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("cache.properties"), String.join("\n", lines));
  }

  private static CacheAsideConfig.Builder builder() {
    return CacheAsideConfig.builder().redis("redis://localhost");
  }

  private static void assertRefused(CacheAsideConfig.Builder builder, String message) {
    assertThatThrownBy(builder::build)
        .isExactlyInstanceOf(CacheConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void valuesThatDoNotGoTogether_areToldWithTheirPlaces() throws IOException {
    assertRefused(
        builder()
            .properties(file("region.users.negative-ttl=2m", "command-timeout=4s"))
            .environment(Map.of("CACHEASIDE_REGION_USERS_TTL", "1m")),
        """
        CacheAside is not configured properly:
          - lease 3s (the default) is not above command-timeout 4s in cache.properties; it would run out before its own renewal
          - region.users.negative-ttl 2m in cache.properties is above region.users.ttl 1m in the environment; an absence must not live longer than a value""");
  }

  private static final EngineOptions OPTIONS =
      new EngineOptions(
          Duration.ofMillis(20),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          0.25,
          10,
          Duration.ofHours(2),
          true,
          false,
          RecoveryOptions.DEFAULTS);

  @Test
  void file_everySetting_isApplied() throws IOException {
    Path file =
        file(
            "# all of them",
            "cacheaside.redis-uri = redis://localhost:6380",
            "cacheaside.app = shop",
            "cacheaside.command-timeout = 20ms",
            "cacheaside.lease = 2s",
            "cacheaside.load-timeout = PT10S",
            "cacheaside.wait-limit = 1s",
            "cacheaside.jitter-percent = 25",
            "cacheaside.undelivered-limit = 10",
            "cacheaside.undelivered-retention = 2h",
            "cacheaside.max-value-bytes = 1000",
            "cacheaside.allow = a.B, c.*",
            "cacheaside.await-populate = true",
            "cacheaside.require-redis-at-start = true",
            "cacheaside.start-timeout = 1s",
            "cacheaside.region.users.ttl = 1m",
            "cacheaside.region.users.negative-ttl = 1s  ",
            "cacheaside.region.users.compression = deflate",
            "cacheaside.region.users.compression-threshold = 2000",
            "cacheaside.region.a.b.enabled = false");
    CacheAsideConfig config = CacheAsideConfig.builder().properties(file).build();
    assertThat(config.get(Settings.REDIS_URI)).isEqualTo("redis://localhost:6380");
    assertThat(config.get(Settings.APP)).isEqualTo("shop");
    assertThat(config.engineOptions()).isEqualTo(OPTIONS);
    assertThat(config.get(Settings.MAX_VALUE_BYTES)).isEqualTo(1_000);
    assertThat(config.get(Settings.ALLOW)).containsExactly("a.B", "c.*");
    assertThat(config.get(Settings.REQUIRE_REDIS_AT_START)).isTrue();
    assertThat(config.get(Settings.START_TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.regions)
        .isEqualTo(
            Map.of(
                "users",
                SettingValues.NONE
                    .with(RegionSettings.TTL, Duration.ofMinutes(1))
                    .with(RegionSettings.NEGATIVE_TTL, Duration.ofSeconds(1))
                    .with(RegionSettings.COMPRESSION, Compression.DEFLATE)
                    .with(RegionSettings.COMPRESSION_THRESHOLD, 2000),
                "a.b",
                SettingValues.NONE.with(RegionSettings.ENABLED, false)));
  }

  @Test
  void file_namesWithoutPrefix_areTheSame() throws IOException {
    CacheAsideConfig config = builder().properties(file("app=shop", "region.users.ttl=1m")).build();
    assertThat(config.get(Settings.APP)).isEqualTo("shop");
    assertThat(config.regions).containsOnlyKeys("users");
  }

  @Test
  void file_isReadAsUtf8() throws IOException {
    assertRefused(
        builder().properties(file("app=Läden")),
        PLACE
            + ": app \"Läden\" in cache.properties is not a name; use 1 to 64 letters, digits, '-', '_' or '.'");
  }

  @Test
  void environment_everySetting_isApplied() {
    CacheAsideConfig config =
        CacheAsideConfig.builder()
            .environment(
                Map.ofEntries(
                    Map.entry("PATH", "/bin"),
                    Map.entry("cacheaside_app", "ignored, not in capitals"),
                    Map.entry("CACHEASIDE_REDIS_URI", "redis://localhost:6380"),
                    Map.entry("CACHEASIDE_APP", "shop"),
                    Map.entry("CACHEASIDE_COMMAND_TIMEOUT", "20ms"),
                    Map.entry("CACHEASIDE_LEASE", "2s"),
                    Map.entry("CACHEASIDE_LOAD_TIMEOUT", "10s"),
                    Map.entry("CACHEASIDE_WAIT_LIMIT", "1s"),
                    Map.entry("CACHEASIDE_JITTER_PERCENT", "25"),
                    Map.entry("CACHEASIDE_UNDELIVERED_LIMIT", "10"),
                    Map.entry("CACHEASIDE_UNDELIVERED_RETENTION", "2h"),
                    Map.entry("CACHEASIDE_MAX_VALUE_BYTES", "1000"),
                    Map.entry("CACHEASIDE_ALLOW", " a.B ,c.* "),
                    Map.entry("CACHEASIDE_AWAIT_POPULATE", "true"),
                    Map.entry("CACHEASIDE_REQUIRE_REDIS_AT_START", "true"),
                    Map.entry("CACHEASIDE_START_TIMEOUT", "1s"),
                    Map.entry("CACHEASIDE_REGION_USERS_TTL", "1m"),
                    Map.entry("CACHEASIDE_REGION_USERS_NEGATIVE_TTL", "1s"),
                    Map.entry("CACHEASIDE_REGION_USERS_COMPRESSION", "deflate"),
                    Map.entry("CACHEASIDE_REGION_USERS_COMPRESSION_THRESHOLD", "2000"),
                    Map.entry("CACHEASIDE_REGION_OLD_USERS_ENABLED", "false")))
            .build();
    assertThat(config.get(Settings.REDIS_URI)).isEqualTo("redis://localhost:6380");
    assertThat(config.get(Settings.APP)).isEqualTo("shop");
    assertThat(config.engineOptions()).isEqualTo(OPTIONS);
    assertThat(config.get(Settings.MAX_VALUE_BYTES)).isEqualTo(1_000);
    assertThat(config.get(Settings.ALLOW)).containsExactly("a.B", "c.*");
    assertThat(config.get(Settings.REQUIRE_REDIS_AT_START)).isTrue();
    assertThat(config.get(Settings.START_TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.regions)
        .isEqualTo(
            Map.of(
                "users",
                SettingValues.NONE
                    .with(RegionSettings.TTL, Duration.ofMinutes(1))
                    .with(RegionSettings.NEGATIVE_TTL, Duration.ofSeconds(1))
                    .with(RegionSettings.COMPRESSION, Compression.DEFLATE)
                    .with(RegionSettings.COMPRESSION_THRESHOLD, 2000),
                "old_users",
                SettingValues.NONE.with(RegionSettings.ENABLED, false)));
  }

  // Precedence

  @Test
  void precedence_lastCallWins() throws IOException {
    Path file = file("lease=2s", "region.users.ttl=2m");
    Map<String, String> environment =
        Map.of("CACHEASIDE_LEASE", "3s", "CACHEASIDE_REGION_USERS_TTL", "3m");
    Duration one = Duration.ofSeconds(1);
    Duration oneMinute = Duration.ofMinutes(1);
    CacheAsideConfig environmentLast =
        builder()
            .lease(one)
            .region("users", r -> r.ttl(oneMinute))
            .properties(file)
            .environment(environment)
            .build();
    assertThat(environmentLast.engineOptions().lease()).isEqualTo(Duration.ofSeconds(3));
    assertThat(environmentLast.regions.get("users"))
        .isEqualTo(SettingValues.NONE.with(RegionSettings.TTL, Duration.ofMinutes(3)));
    CacheAsideConfig fileLast = builder().environment(environment).properties(file).build();
    assertThat(fileLast.engineOptions().lease()).isEqualTo(Duration.ofSeconds(2));
    CacheAsideConfig codeLast =
        builder()
            .environment(environment)
            .properties(file)
            .lease(one)
            .region("users", r -> r.ttl(oneMinute))
            .build();
    assertThat(codeLast.engineOptions().lease()).isEqualTo(one);
    assertThat(codeLast.regions.get("users"))
        .isEqualTo(SettingValues.NONE.with(RegionSettings.TTL, oneMinute));
  }

  @Test
  void precedence_otherSettingsOfARegion_areKept() throws IOException {
    CacheAsideConfig config =
        builder()
            .region("users", r -> r.negativeTtl(Duration.ofSeconds(1)))
            .properties(file("region.users.enabled=false"))
            .environment(Map.of("CACHEASIDE_REGION_USERS_TTL", "3m"))
            .build();
    assertThat(config.regions.get("users"))
        .isEqualTo(
            SettingValues.NONE
                .with(RegionSettings.ENABLED, false)
                .with(RegionSettings.TTL, Duration.ofMinutes(3))
                .with(RegionSettings.NEGATIVE_TTL, Duration.ofSeconds(1)));
  }

  // Mistakes

  @Test
  void file_unknownName_isRefused() throws IOException {
    assertRefused(
        builder().properties(file("cacheaside.reserve=2s")),
        PLACE + ": setting \"cacheaside.reserve\" in cache.properties" + KNOWN);
  }

  @Test
  void file_misspeltName_isRefusedWithTheNearest() throws IOException {
    Map<String, String> meant =
        Map.of(
            "cacheaside.leese", "cacheaside.lease",
            "commandTimeout", "command-timeout",
            "redis-url", "redis-uri",
            "region.users.tttl", "region.users.ttl",
            "region.my.users.negativeTtl", "region.my.users.negative-ttl",
            "region.users.compresion-threshold", "region.users.compression-threshold",
            "region.users.enable", "region.users.enabled");
    for (Map.Entry<String, String> each : meant.entrySet()) {
      assertRefused(
          builder().properties(file(each.getKey() + "=1m")),
          PLACE
              + ": setting \"%s\" in cache.properties is unknown; did you mean \"%s\"?"
                  .formatted(each.getKey(), each.getValue()));
    }
  }

  @Test
  void environment_misspeltName_isRefusedWithTheNearest() {
    assertRefused(
        builder().environment(Map.of("CACHEASIDE_LEESE", "2s")),
        PLACE
            + ": setting \"cacheaside.leese\" in the environment is unknown; did you mean"
            + " \"CACHEASIDE_LEASE\"?");
    assertRefused(
        builder().environment(Map.of("CACHEASIDE_REGION_MY_USERS_TTTL", "2s")),
        PLACE
            + ": setting \"cacheaside.region-my-users-tttl\" in the environment is unknown; did you"
            + " mean \"CACHEASIDE_REGION_MY_USERS_TTL\"?");
  }

  @Test
  void environment_unknownName_isRefused() {
    assertRefused(
        builder().environment(Map.of("CACHEASIDE_RESERVE", "2s")),
        PLACE + ": setting \"cacheaside.reserve\" in the environment" + KNOWN);
  }

  @Test
  void file_unknownSettingOfARegion_isRefused() throws IOException {
    for (String name : new String[] {"region.users.wait", "region.ttl", "region..ttl", "region."}) {
      assertRefused(
          builder().properties(file(name + "=1m")),
          PLACE + ": setting \"" + name + "\" in cache.properties" + KNOWN);
    }
  }

  @Test
  void file_badValues_areAllReported() throws IOException {
    assertRefused(
        builder()
            .properties(
                file(
                    "jitter-percent=51",
                    "lease=2 s",
                    "region.users.enabled=yes",
                    "region.users.ttl=0s",
                    "require-redis-at-start=TRUE",
                    "undelivered-limit=many")),
        PLACE
            + ":\n"
            + "  - jitter-percent \"51\" in cache.properties is not between 0 and 50\n"
            + "  - lease \"2 s\" in cache.properties is not a duration: found ' ' where a"
            + " unit (d, h, m, s or ms) was expected; write for example \"5m\", \"250ms\","
            + " \"1h30m\" or \"PT5M\"\n"
            + "  - region.users.enabled \"yes\" in cache.properties is neither true nor false\n"
            + "  - region.users.ttl \"0s\" in cache.properties is not between 1ms and 24d\n"
            + "  - require-redis-at-start \"TRUE\" in cache.properties is neither true nor false\n"
            + "  - undelivered-limit \"many\" in cache.properties is not a whole number");
  }

  @Test
  void file_badCompression_isRefused() throws IOException {
    assertRefused(
        builder()
            .properties(
                file("region.users.compression=gzip", "region.users.compression-threshold=0")),
        PLACE
            + ":\n"
            + "  - region.users.compression \"gzip\" in cache.properties is none of none, deflate"
            + " and lz4\n"
            + "  - region.users.compression-threshold \"0\" in cache.properties is not between 1 and 536870912");
  }

  @Test
  void environment_badRegionValue_isRefused() {
    assertRefused(
        builder().environment(Map.of("CACHEASIDE_REGION_USERS_TTL", "soon")),
        PLACE
            + ": region.users.ttl \"soon\" in the environment is not a duration: found"
            + " 's' where a whole number was expected; write for example \"5m\", \"250ms\","
            + " \"1h30m\" or \"PT5M\"");
  }

  @Test
  void file_missing_isRefused() {
    Path missing = folder.resolve("missing.properties");
    assertRefused(
        builder().properties(missing),
        PLACE
            + ": properties file \""
            + missing
            + "\" cannot be read: java.nio.file.NoSuchFileException: "
            + missing
            + "; check path and rights");
  }

  @Test
  void file_notUtf8_isRefused() throws IOException {
    Path latin = Files.write(folder.resolve("x"), "app=ä".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(
        builder().properties(latin),
        PLACE
            + ": properties file \""
            + latin
            + "\" cannot be read: java.nio.charset.MalformedInputException: Input length = 1; check"
            + " path and rights");
  }

  @Test
  void file_badEscape_isRefusedWithoutItsContent() throws IOException {
    Path file = file("redis-uri=redis://:hunter2@localhost", "app=\\u12");
    assertRefused(
        CacheAsideConfig.builder().redis("redis://localhost").properties(file),
        PLACE
            + ": properties file \""
            + file
            + "\" cannot be read: java.lang.IllegalArgumentException: Malformed \\uxxxx encoding.;"
            + " check path and rights");
  }

  @Test
  void weavingCheck_isReadAndChecked() throws IOException {
    CacheAsideConfig config =
        builder()
            .properties(file("weaving-check=warn"))
            .environment(Map.of("CACHEASIDE_WEAVING_CHECK", "off"))
            .build();
    assertThat(config.get(Settings.WEAVING_CHECK)).isEqualTo(WeavingCheck.OFF);
    assertThat(builder().build().get(Settings.WEAVING_CHECK)).isEqualTo(WeavingCheck.FAIL);
    assertRefused(
        builder().properties(file("weaving-check=WARN")),
        PLACE + ": weaving-check \"WARN\" in cache.properties is none of fail, warn and off");
  }

  @Test
  void transactions_areReadAndChecked() throws IOException {
    CacheAsideConfig defaults = builder().build();
    assertThat(defaults.get(Settings.SPRING_TRANSACTIONS)).isTrue();
    assertThat(defaults.get(Settings.TRANSACTION_ISOLATION))
        .isEqualTo(TransactionIsolation.UNKNOWN);
    assertThat(defaults.transactionHooks).isEmpty();
    CacheAsideConfig config =
        builder()
            .properties(file("transaction-isolation=read-committed"))
            .environment(Map.of("CACHEASIDE_SPRING_TRANSACTIONS", "false"))
            .build();
    assertThat(config.get(Settings.SPRING_TRANSACTIONS)).isFalse();
    assertThat(config.get(Settings.TRANSACTION_ISOLATION))
        .isEqualTo(TransactionIsolation.READ_COMMITTED);
    assertThat(
            builder()
                .transactionIsolation(TransactionIsolation.READ_COMMITTED)
                .environment(Map.of("CACHEASIDE_TRANSACTION_ISOLATION", "unknown"))
                .build()
                .get(Settings.TRANSACTION_ISOLATION))
        .isEqualTo(TransactionIsolation.UNKNOWN);
    assertRefused(
        builder().properties(file("transaction-isolation=serializable")),
        PLACE
            + ": transaction-isolation \"serializable\" in cache.properties is none of unknown and"
            + " read-committed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "READ_COMMITTED",
        "read_committed",
        "Read-Committed",
        "READ COMMITTED",
        "ISOLATION_READ_COMMITTED",
        "TRANSACTION_READ_COMMITTED"
      })
  void transactionIsolation_asSpringOrJdbcWriteIt_isTheSame(String text) throws IOException {
    assertThat(
            List.of(
                builder().properties(file("transaction-isolation=" + text)).build(),
                builder().environment(Map.of("CACHEASIDE_TRANSACTION_ISOLATION", text)).build()))
        .allSatisfy(
            config ->
                assertThat(config.get(Settings.TRANSACTION_ISOLATION))
                    .isEqualTo(TransactionIsolation.READ_COMMITTED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ_UNCOMMITTED", "ISOLATION_DEFAULT", "committed", "read-commited"})
  void transactionIsolation_ofAnotherName_isRefused(String text) throws IOException {
    assertRefused(
        builder().properties(file("transaction-isolation=" + text)),
        PLACE
            + ": transaction-isolation \""
            + text
            + "\" in cache.properties is none of unknown and read-committed");
  }
}
