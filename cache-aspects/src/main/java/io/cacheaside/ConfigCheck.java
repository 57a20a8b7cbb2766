package io.cacheaside;

import io.cacheaside.config.ConfigDraft;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import java.time.Duration;
import java.util.List;

/** The mistakes that only show when all settings of a configuration are known. */
final class ConfigCheck {
  private ConfigCheck() {}

  static void addProblems(ConfigDraft draft, boolean hasStore, List<String> problems) {
    boolean hasRedis = draft.isNamed(Settings.REDIS_URI);
    SettingValues values = draft.values();
    if (!hasRedis && !hasStore) {
      problems.add(
          "neither redis-uri nor a store is set; set for example redis(\"redis://localhost\")");
    }
    if (hasRedis && hasStore) {
      problems.add("both redis-uri and a store are set; drop one of them");
    }
    Duration lease = values.get(Settings.LEASE);
    Duration commandTimeout = values.get(Settings.COMMAND_TIMEOUT);
    if (lease.compareTo(commandTimeout) <= 0) {
      problems.add(
          "%s is not above %s; it would run out before its own renewal"
              .formatted(
                  draft.shown(Settings.LEASE, null, lease),
                  draft.shown(Settings.COMMAND_TIMEOUT, null, commandTimeout)));
    }
    if (values.get(Settings.REQUIRE_REDIS_AT_START) && !hasRedis) {
      problems.add("require-redis-at-start is set, but redis-uri is not; set redis-uri");
    }
    draft.regions().forEach((name, region) -> addTtlProblem(draft, name, region, problems));
  }

  private static void addTtlProblem(
      ConfigDraft draft, String name, SettingValues region, List<String> problems) {
    Duration ttl = region.orNull(RegionSettings.TTL);
    Duration negative = region.orNull(RegionSettings.NEGATIVE_TTL);
    if (ttl != null && negative != null && negative.compareTo(ttl) > 0) {
      problems.add(
          "%s is above %s; an absence must not live longer than a value"
              .formatted(
                  draft.shown(RegionSettings.NEGATIVE_TTL, name, negative),
                  draft.shown(RegionSettings.TTL, name, ttl)));
    }
  }
}
