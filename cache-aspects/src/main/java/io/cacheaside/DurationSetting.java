package io.cacheaside;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A setting that is a duration.
 *
 * @param name as files write it; in that of a region, {@code <name>} stands for the region
 * @param fallback what it is if nothing is set; null if annotations decide
 * @param min the smallest that it may be
 * @param max the largest
 */
record DurationSetting(String name, @Nullable Duration fallback, Duration min, Duration max) {

  /** Returns the setting of one region. */
  DurationSetting in(String region) {
    return new DurationSetting(name.replace("<name>", region), fallback, min, max);
  }

  /** Returns what it is if nothing is set. */
  Duration orFallback() {
    if (fallback == null) {
      throw new IllegalStateException(name + " has no default");
    }
    return fallback;
  }

  /** Returns the value, or {@code otherwise} after having noted that it is out of range. */
  Duration checked(Duration value, Duration otherwise, SettingProblems problems) {
    if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
      return value;
    }
    problems.add(name, Texts.of(value), "is not " + range());
    return otherwise;
  }

  /** Returns the range in words. */
  String range() {
    return "between " + Texts.of(min) + " and " + Texts.of(max);
  }
}
