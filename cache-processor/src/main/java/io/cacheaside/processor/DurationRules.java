package io.cacheaside.processor;

import io.cacheaside.key.DurationText;
import java.time.Duration;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** The rules for the durations of {@code @CacheAside}: CA111 to CA113. */
final class DurationRules {
  private static final Duration LONGEST = Duration.ofDays(24);

  private final Findings findings;

  DurationRules(Findings findings) {
    this.findings = findings;
  }

  void check(MethodUnderCheck method, Usage usage) {
    Place place = new Place(method.element(), usage.mirror(), usage.kind().toString());
    Usage.Text ttlText = usage.ttl();
    Usage.Text negativeText = usage.text("negativeTtl");
    Duration ttl = usage.hasTtlOfType() ? valid(ttlText) : duration(place, "ttl", ttlText);
    Duration negative = duration(place, "negativeTtl", negativeText);
    if (ttlText != null && negativeText != null && ttl != null && negative != null) {
      if (negative.compareTo(ttl) > 0) {
        findings.add(
            Problem.at(
                Rule.NEGATIVE_ABOVE_TTL,
                method.element(),
                usage,
                negativeText,
                ("@CacheAside negativeTtl \"%s\" is above ttl \"%s\"%s; an absence must not live"
                        + " longer than a value")
                    .formatted(
                        negativeText.text(),
                        ttlText.text(),
                        usage.hasTtlOfType() ? " of @CacheRegion" : "")));
      }
    }
  }

  /** Checks the TTL that a type has for its methods. */
  void check(TypeElement type, AnnotationMirror region) {
    var unused =
        duration(new Place(type, region, "@CacheRegion"), "ttl", Usage.text(region, "ttl"));
  }

  /** An annotation, the element on which it stands, and how messages name it. */
  private record Place(Element element, AnnotationMirror annotation, String name) {}

  private @Nullable Duration duration(Place place, String attribute, Usage.@Nullable Text value) {
    if (value == null || value.text().isEmpty()) {
      return null;
    }
    try {
      Duration duration = DurationText.positive(value.text());
      if (duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
      String range = "\"%s\" is not between 1ms and 24d".formatted(value.text());
      add(Rule.DURATION_RANGE, place, attribute, value, range);
    } catch (IllegalArgumentException e) {
      add(Rule.DURATION, place, attribute, value, String.valueOf(e.getMessage()));
    }
    return null;
  }

  private void add(Rule rule, Place place, String attribute, Usage.Text value, String text) {
    findings.add(
        Problem.at(
            rule,
            place.element(),
            place.annotation(),
            value,
            place.name() + " " + attribute + " " + text));
  }

  /** Returns null for what is reported elsewhere. */
  private static @Nullable Duration valid(Usage.@Nullable Text text) {
    try {
      return text == null ? null : DurationText.positive(text.text());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
