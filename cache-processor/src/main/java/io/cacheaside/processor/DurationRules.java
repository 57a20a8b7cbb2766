package io.cacheaside.processor;

import io.cacheaside.key.DurationText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rules for the durations of {@code @CacheAside}: CA111 to CA113. */
final class DurationRules {
  private static final Duration LONGEST = Duration.ofDays(24);

  private final Findings findings;

  DurationRules(Findings findings) {
    this.findings = findings;
  }

  void check(MethodUnderCheck method, Usage usage) {
    Usage.Text ttlText = usage.text("ttl");
    Usage.Text negativeText = usage.text("negativeTtl");
    Duration ttl = ttlText == null ? null : duration(method, usage, "ttl", ttlText);
    Duration negative =
        negativeText == null || negativeText.text().isEmpty()
            ? null
            : duration(method, usage, "negativeTtl", negativeText);
    if (ttlText != null && negativeText != null && ttl != null && negative != null) {
      if (negative.compareTo(ttl) > 0) {
        findings.add(
            Problem.at(
                Rule.NEGATIVE_ABOVE_TTL,
                method.element(),
                usage,
                negativeText,
                ("@CacheAside negativeTtl \"%s\" is above ttl \"%s\"; an absence must not live"
                        + " longer than a value")
                    .formatted(negativeText.text(), ttlText.text())));
      }
    }
  }

  private @Nullable Duration duration(
      MethodUnderCheck method, Usage usage, String attribute, Usage.Text value) {
    try {
      Duration duration = DurationText.positive(value.text());
      if (duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
      findings.add(
          Problem.at(
              Rule.DURATION_RANGE,
              method.element(),
              usage,
              value,
              "@CacheAside %s \"%s\" is not between 1ms and 24d"
                  .formatted(attribute, value.text())));
    } catch (IllegalArgumentException e) {
      findings.add(
          Problem.at(
              Rule.DURATION,
              method.element(),
              usage,
              value,
              "@CacheAside " + attribute + " " + e.getMessage()));
    }
    return null;
  }
}
