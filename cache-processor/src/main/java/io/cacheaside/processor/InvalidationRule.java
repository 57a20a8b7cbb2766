package io.cacheaside.processor;

import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplate.Literal;
import io.cacheaside.key.KeyTemplateException;
import io.cacheaside.key.Names;
import io.cacheaside.key.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rule for keys that no cached method uses: CA141. It compares forms: the literals have to be
 * equal, and a placeholder stands for any other, or for a value that was written out.
 *
 * <p>It is silent where it cannot know: if the compilation has no {@code @CacheAside} in the region
 * (the readers may be in another module), unless the very form exists in a region of another name.
 */
final class InvalidationRule {
  private static final String HOLE = "{}";
  private static final String ANY_VALUE = "(?:\\{\\}|[\\p{Alnum}._+-]+)";

  private final Findings findings;
  private final List<Cached> cached = new ArrayList<>();
  private final List<Invalidated> invalidated = new ArrayList<>();

  InvalidationRule(Findings findings) {
    this.findings = findings;
  }

  private record Cached(String region, String template, String shape, Pattern pattern) {
    boolean covers(String otherShape) {
      return pattern.matcher(otherShape).matches();
    }
  }

  private record Invalidated(MethodUnderCheck method, Usage usage, Usage.Text key, String shape) {}

  /** Remembers the keys of a method. */
  void add(MethodUnderCheck method, Usage usage) {
    if (!Names.isValid(usage.region())) {
      return; // CA108
    }
    for (Usage.Text key : usage.keys()) {
      KeyTemplate template = parse(key.text());
      if (template == null) {
        continue;
      }
      if (usage.kind() == Usage.Kind.INVALIDATE) {
        invalidated.add(new Invalidated(method, usage, key, shape(template)));
      } else {
        cached.add(new Cached(usage.region(), key.text(), shape(template), pattern(template)));
      }
    }
  }

  /** Compares what was remembered. */
  void check() {
    for (Invalidated each : invalidated) {
      String region = each.usage().region();
      List<Cached> same = cached.stream().filter(c -> c.region().equals(region)).toList();
      if (same.stream().anyMatch(c -> c.covers(each.shape()))) {
        continue;
      }
      List<Cached> elsewhere = cached.stream().filter(c -> c.covers(each.shape())).toList();
      if (!elsewhere.isEmpty()) {
        report(
            each,
            "; the same key is cached in the region \"%s\"".formatted(elsewhere.get(0).region()));
      } else if (!same.isEmpty()) {
        report(each, "; the closest is \"%s\"".formatted(closest(each.shape(), same)));
      }
    }
  }

  private void report(Invalidated invalidated, String hint) {
    findings.add(
        Problem.at(
            Rule.UNMATCHED_INVALIDATION,
            invalidated.method().element(),
            invalidated.usage(),
            invalidated.key(),
            "@Invalidate key \"%s\" has the form of no @CacheAside key in the region \"%s\"%s"
                .formatted(invalidated.key().text(), invalidated.usage().region(), hint)));
  }

  private static String closest(String shape, List<Cached> candidates) {
    String nearest = Suggestion.nearest(shape, candidates.stream().map(Cached::shape).toList());
    return candidates.stream()
        .filter(candidate -> candidate.shape().equals(nearest))
        .map(Cached::template)
        .findFirst()
        .orElse(nearest);
  }

  private static @Nullable KeyTemplate parse(String text) {
    try {
      return KeyTemplate.parse(text);
    } catch (KeyTemplateException e) {
      return null; // CA101
    }
  }

  private static String shape(KeyTemplate template) {
    StringBuilder shape = new StringBuilder();
    for (KeyTemplate.Part part : template.parts()) {
      shape.append(part instanceof Literal literal ? literal.text() : HOLE);
    }
    return shape.toString();
  }

  private static Pattern pattern(KeyTemplate template) {
    StringBuilder pattern = new StringBuilder();
    for (KeyTemplate.Part part : template.parts()) {
      pattern.append(part instanceof Literal literal ? Pattern.quote(literal.text()) : ANY_VALUE);
    }
    return Pattern.compile(pattern.toString());
  }
}
