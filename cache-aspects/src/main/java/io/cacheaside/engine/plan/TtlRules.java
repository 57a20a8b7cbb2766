package io.cacheaside.engine.plan;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.key.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long the entries of a method live: by the configuration, the method and its type. */
final class TtlRules {
  private TtlRules() {}

  /**
   * Returns what the configuration says of the region, else the method, else its type.
   *
   * @return null after a problem was reported
   */
  static @Nullable Ttl ttl(
      CacheAside annotation,
      TypeDefaults type,
      String region,
      SettingValues settings,
      Problems problems) {
    Duration configured = settings.orNull(RegionSettings.TTL);
    String text = type.ttlOf(annotation);
    boolean isOwn = !annotation.ttl().isEmpty();
    if (text.isEmpty() && configured == null) {
      problems.add(
          "@CacheAside has no ttl; write ttl = \"5m\" on it or on @CacheRegion at its class, or set"
              + " region.%s.ttl = 5m in the configuration".formatted(region));
    }
    Duration written =
        text.isEmpty()
            ? null
            : duration(isOwn ? "@CacheAside" : "@CacheRegion", "ttl", text, problems);
    Duration negative =
        annotation.negativeTtl().isEmpty()
            ? null
            : duration("@CacheAside", "negativeTtl", annotation.negativeTtl(), problems);
    if (written == null && (configured == null || !text.isEmpty())) {
      return null;
    }
    if (written != null && negative != null && negative.compareTo(written) > 0) {
      problems.add(
          "@CacheAside negativeTtl \"%s\" is above ttl \"%s\"%s; an absence must not live longer than a value"
              .formatted(annotation.negativeTtl(), text, isOwn ? "" : " of @CacheRegion"));
    }
    Duration ttl = configured == null ? written : configured;
    Duration absence = settings.orNull(RegionSettings.NEGATIVE_TTL);
    absence = absence == null ? negative : absence;
    return ttl == null ? null : Ttl.of(ttl, absence);
  }

  private static @Nullable Duration duration(
      String annotation, String attribute, String text, Problems problems) {
    try {
      Duration duration = DurationText.positive(text);
      if (duration.toMillis() < 1 || duration.toMillis() > Ttl.MAX_MILLIS) {
        problems.add(
            "%s %s \"%s\" is not between 1ms and 24d".formatted(annotation, attribute, text));
        return null;
      }
      return duration;
    } catch (IllegalArgumentException e) {
      problems.add(annotation + " " + attribute + " " + e.getMessage());
      return null;
    }
  }
}
