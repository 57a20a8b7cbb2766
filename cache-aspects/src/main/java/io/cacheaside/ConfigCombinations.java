package io.cacheaside;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds settings that are right one by one but not together. */
final class ConfigCombinations {
  private final CacheAsideConfig.Builder settings;
  private final List<String> problems = new ArrayList<>();

  ConfigCombinations(CacheAsideConfig.Builder settings) {
    this.settings = settings;
  }

  /** Returns what is wrong, in the words of the message. */
  List<String> problems() {
    checkStore();
    checkLease();
    settings.regions.forEach((name, region) -> checkTtls(name, region.ttl(), region.negativeTtl()));
    return problems;
  }

  private void checkStore() {
    if (settings.redisUri == null && settings.store == null) {
      problems.add(
          "neither redis-uri nor a store is set; set for example redis(\"redis://localhost\")");
    }
    if (settings.redisUri != null && settings.store != null) {
      problems.add("both redis-uri and a store are set; drop one of them");
    }
    if (settings.requireRedisAtStart && settings.redisUri == null) {
      problems.add("require-redis-at-start is set, but redis-uri is not; set redis-uri");
    }
  }

  private void checkLease() {
    if (settings.lease.compareTo(settings.commandTimeout) <= 0) {
      problems.add(
          "lease "
              + Texts.of(settings.lease)
              + " is not above command-timeout "
              + Texts.of(settings.commandTimeout)
              + "; it would run out before its own renewal");
    }
  }

  private void checkTtls(String region, @Nullable Duration ttl, @Nullable Duration negative) {
    if (ttl != null && negative != null && negative.compareTo(ttl) > 0) {
      problems.add(
          "region "
              + region
              + ": negative-ttl "
              + Texts.of(negative)
              + " is above ttl "
              + Texts.of(ttl)
              + "; an absence must not live longer than a value");
    }
  }
}
