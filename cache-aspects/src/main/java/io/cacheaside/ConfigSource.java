package io.cacheaside;

import io.cacheaside.compression.Compression;
import io.cacheaside.key.DurationText;
import io.cacheaside.key.Suggestion;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Named settings as text, from a properties file or the environment. */
final class ConfigSource {
  private static final String PREFIX = "cacheaside.";
  private static final String VARIABLE_PREFIX = "CACHEASIDE_";
  private static final String REGION = "region.";

  /** What can be set of a region. */
  private static final List<String> OF_REGIONS =
      List.of(
          "enabled",
          "ttl",
          "negative-ttl",
          "settle",
          "fence",
          "shadow-check-one-in",
          "compression",
          "compression-threshold");

  /** The origin of settings that are variables. */
  static final String ENVIRONMENT = "in the environment";

  private final Map<String, String> values;
  private final String origin;
  private final CacheAsideConfig.Builder builder;
  private final Map<String, Consumer<String>> settings = new LinkedHashMap<>();

  private ConfigSource(
      Map<String, String> values, String origin, CacheAsideConfig.Builder builder) {
    this.values = values;
    this.origin = origin;
    this.builder = builder;
    settings.put("redis-uri", builder::redis);
    settings.put("app", builder::app);
    duration(Settings.COMMAND_TIMEOUT.name(), builder::commandTimeout);
    duration(Settings.LEASE.name(), builder::lease);
    duration(Settings.LOAD_TIMEOUT.name(), builder::loadTimeout);
    duration(Settings.WAIT_LIMIT.name(), builder::waitLimit);
    duration(Settings.DIRTY_RETENTION.name(), builder::dirtyRetention);
    duration(Settings.GENERATION_MAX_AGE.name(), builder::generationMaxAge);
    duration(Settings.START_WAIT.name(), builder::startWait);
    duration(Settings.START_TIMEOUT.name(), builder::startTimeout);
    duration(Settings.REPLAY_WINDOW.name(), builder::replayWindow);
    duration(Settings.CLOSE_TIMEOUT.name(), builder::closeTimeout);
    duration(Settings.INVALIDATION_REPLICA_TIMEOUT.name(), builder::invalidationReplicaTimeout);
    number(Settings.INVALIDATION_REPLICAS.name(), builder::invalidationReplicas);
    number(Settings.JITTER_PERCENT.name(), builder::jitterPercent);
    number(Settings.DIRTY_KEY_LIMIT.name(), builder::dirtyKeyLimit);
    number(Settings.MAX_VALUE_BYTES.name(), builder::maxValueBytes);
    bool("await-populate", builder::awaitPopulate);
    bool("log-keys", builder::logKeys);
    bool("require-redis-at-start", builder::requireRedisAtStart);
    settings.put("weaving-check", this::withWeavingCheck);
    settings.put("region-check", this::withRegionCheck);
    bool("spring-transactions", builder::springTransactions);
    settings.put("transaction-isolation", this::withTransactionIsolation);
    settings.put("allow", value -> builder.allow(value.strip().split("\\s*,\\s*")));
  }

  static ConfigSource file(Path file, CacheAsideConfig.Builder builder) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      builder.problem("properties file", file, "cannot be read: " + e + "; check path and rights");
    }
    Map<String, String> values = new TreeMap<>();
    properties.forEach((name, value) -> values.put((String) name, ((String) value).strip()));
    return new ConfigSource(values, "in " + file.getFileName(), builder);
  }

  /** Variables are properties in capitals: {@code CACHEASIDE_REGION_PRICES_TTL}. */
  static ConfigSource environment(Map<String, String> variables, CacheAsideConfig.Builder builder) {
    Map<String, String> values = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          if (name.startsWith(VARIABLE_PREFIX)) {
            String rest = name.substring(VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT);
            values.put(PREFIX + propertyName(rest), value.strip());
          }
        });
    return new ConfigSource(values, ENVIRONMENT, builder);
  }

  private static String propertyName(String variable) {
    if (variable.startsWith("region_")) {
      for (String attribute :
          new String[] {
            "_negative_ttl",
            "_ttl",
            "_settle",
            "_fence",
            "_shadow_check_one_in",
            "_compression",
            "_compression_threshold",
            "_enabled"
          }) {
        if (variable.endsWith(attribute)) {
          String region =
              variable.substring("region_".length(), variable.length() - attribute.length());
          return REGION + region + "." + attribute.substring(1).replace('_', '-');
        }
      }
    }
    return variable.replace('_', '-');
  }

  /** Hands every value to the builder; unknown names are problems, nothing is left out. */
  void apply() {
    builder.place = origin;
    applyAll();
    builder.place = RegionsBuilder.IN_CODE;
  }

  private void applyAll() {
    values.forEach(
        (fullName, value) -> {
          String name =
              fullName.startsWith(PREFIX) ? fullName.substring(PREFIX.length()) : fullName;
          Consumer<String> setting = settings.get(name);
          if (setting != null) {
            setting.accept(value);
          } else if (!name.startsWith(REGION) || !applyRegion(name, value)) {
            builder.problem("setting", fullName, origin + " is unknown; " + hint(fullName, name));
          }
        });
  }

  private String hint(String fullName, String name) {
    String meant = meant(name);
    if (meant == null) {
      return "known are "
          + String.join(", ", settings.keySet())
          + ", "
          + String.join(
              ", ", OF_REGIONS.subList(1, OF_REGIONS.size()).stream().map(this::ofRegion).toList())
          + " and "
          + ofRegion(OF_REGIONS.get(0));
    }
    if (origin.equals(ENVIRONMENT)) {
      meant = VARIABLE_PREFIX + meant.toUpperCase(Locale.ROOT).replaceAll("[-.]", "_");
    } else if (fullName.startsWith(PREFIX)) {
      meant = PREFIX + meant;
    }
    return "did you mean \"" + meant + "\"?";
  }

  private String ofRegion(String attribute) {
    return REGION + "<name>." + attribute;
  }

  /** Returns the setting of which a name is probably a misspelling, or null. */
  private @Nullable String meant(String written) {
    int last = written.lastIndexOf('.') + 1;
    String hyphens = written.substring(last).replaceAll("([a-z])([A-Z])", "$1-$2");
    String name = written.substring(0, last) + hyphens.toLowerCase(Locale.ROOT);
    boolean ofRegion = name.startsWith(REGION) || name.startsWith("region-");
    int separators = REGION.length();
    for (String attribute : ofRegion ? OF_REGIONS : List.<String>of()) {
      int words = attribute.split("-", -1).length;
      String[] parts = name.substring(separators).split("[-.]", -1);
      int start = name.length();
      for (int i = 0; i < words && i < parts.length; i++) {
        start -= parts[parts.length - 1 - i].length() + 1;
      }
      boolean hasRegion = start > separators;
      if (hasRegion && Suggestion.isNear(name.substring(start + 1), attribute)) {
        return name.substring(0, start + 1) + attribute;
      }
    }
    String nearest = Suggestion.nearest(name, List.copyOf(settings.keySet()));
    return Suggestion.isNear(name, nearest) ? nearest : null;
  }

  private boolean applyRegion(String name, String value) {
    int dot = name.lastIndexOf('.');
    if (dot <= REGION.length()) {
      return false;
    }
    String region = name.substring(REGION.length(), dot);
    switch (name.substring(dot + 1)) {
      case "ttl" -> withDuration(name, value, ttl -> builder.regionTtl(region, ttl));
      case "negative-ttl" ->
          withDuration(name, value, ttl -> builder.regionNegativeTtl(region, ttl));
      case "settle" -> withDuration(name, value, ttl -> builder.regionSettle(region, ttl));
      case "fence" -> withDuration(name, value, ttl -> builder.regionFence(region, ttl));
      case "shadow-check-one-in" ->
          withNumber(name, value, hits -> builder.regionShadowCheckOneIn(region, hits));
      case "compression" -> withCompression(region, name, value);
      case "compression-threshold" ->
          withNumber(name, value, bytes -> builder.regionCompressionThreshold(region, bytes));
      case "enabled" -> withBoolean(name, value, enabled -> builder.regionEnabled(region, enabled));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void duration(String name, Consumer<Duration> setter) {
    settings.put(name, value -> withDuration(name, value, setter));
  }

  private void withDuration(String name, String value, Consumer<Duration> setter) {
    try {
      setter.accept(DurationText.parse(value));
    } catch (IllegalArgumentException e) {
      builder.problem(name, value, origin + ": " + e.getMessage());
    }
  }

  private void number(String name, Consumer<Integer> setter) {
    settings.put(name, value -> withNumber(name, value, setter));
  }

  private void withNumber(String name, String value, Consumer<Integer> setter) {
    try {
      setter.accept(Integer.parseInt(value));
    } catch (NumberFormatException e) {
      builder.problem(name, value, origin + " is not a whole number");
    }
  }

  private void withWeavingCheck(String value) {
    WeavingCheck check = WeavingCheck.named(value);
    if (check == null) {
      builder.problem("weaving-check", value, origin + " is none of " + WeavingCheck.NAMES);
    } else {
      builder.weavingCheck(check);
    }
  }

  private void withRegionCheck(String value) {
    RegionCheck check = RegionCheck.named(value);
    if (check == null) {
      builder.problem("region-check", value, origin + " is none of " + RegionCheck.NAMES);
    } else {
      builder.regionCheck(check);
    }
  }

  private void withCompression(String region, String name, String value) {
    Compression compression = Compression.named(value);
    if (compression == null) {
      builder.problem(name, value, origin + " is none of " + Compression.NAMES);
    } else {
      builder.regionCompression(region, compression);
    }
  }

  private void withTransactionIsolation(String value) {
    TransactionIsolation isolation = TransactionIsolation.named(value);
    if (isolation == null) {
      builder.problem(
          "transaction-isolation", value, origin + " is none of " + TransactionIsolation.NAMES);
    } else {
      builder.transactionIsolation(isolation);
    }
  }

  private void bool(String name, Consumer<Boolean> setter) {
    settings.put(name, value -> withBoolean(name, value, setter));
  }

  private void withBoolean(String name, String value, Consumer<Boolean> setter) {
    if (value.equals("true") || value.equals("false")) {
      setter.accept(value.equals("true"));
    } else {
      builder.problem(name, value, origin + " is neither true nor false");
    }
  }
}
