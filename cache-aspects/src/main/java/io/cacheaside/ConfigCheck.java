package io.cacheaside;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mistakes that only show when all settings of a configuration are known. */
final class ConfigCheck {
  private ConfigCheck() {}

  static void addProblems(CacheAsideConfig.Builder config, List<String> problems) {
    if (config.redisUri == null && config.store == null) {
      problems.add(
          "neither redis-uri nor a store is set; set for example redis(\"redis://localhost\")");
    }
    if (config.redisUri != null && config.store != null) {
      problems.add("both redis-uri and a store are set; drop one of them");
    }
    if (config.lease.compareTo(config.commandTimeout) <= 0) {
      problems.add(
          "lease "
              + Texts.of(config.lease)
              + " is not above command-timeout "
              + Texts.of(config.commandTimeout)
              + "; it would run out before its own renewal");
    }
    if (config.requireRedisAtStart && config.redisUri == null) {
      problems.add("require-redis-at-start is set, but redis-uri is not; set redis-uri");
    }
    config.regions.forEach(
        (name, region) -> addTtlProblem(name, region.ttl(), region.negativeTtl(), problems));
  }

  private static void addTtlProblem(
      String region, @Nullable Duration ttl, @Nullable Duration negative, List<String> problems) {
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
