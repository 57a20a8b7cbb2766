package io.cacheaside.processor;

import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplateException;
import io.cacheaside.key.Names;
import io.cacheaside.key.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules for invalidations that remove nothing, since no cached method has such a key: CA141,
 * CA145, CA146 and CA147.
 *
 * <p>They are silent where they cannot know: a key that resembles none of its region is reported
 * only if all modules are visible. If no {@code @CacheAside} that is visible is in the region, the
 * readers may be in another module; it is reported if the very form of the key exists in a region
 * of another name, or if the name of the region is almost that of another, or if all modules are
 * visible that this one depends on.
 */
final class InvalidationRule {
  private boolean allVisible;
  private final List<CachedKey> cached = new ArrayList<>();
  private final List<Invalidated> invalidated = new ArrayList<>();
  private final List<Cleared> cleared = new ArrayList<>();

  /**
   * Creates a rule that knows no keys yet.
   *
   * @param allVisible whether the keys of all modules will be added that this one depends on
   */
  InvalidationRule(boolean allVisible) {
    this.allVisible = allVisible;
  }

  /** Says that a class with readers may be missing after all. */
  void somethingIsHidden() {
    allVisible = false;
  }

  private record Invalidated(
      MethodUnderCheck method,
      Usage usage,
      Usage.Text key,
      KeyShape shape,
      @Nullable List<KeyPlace> places) {}

  private record Cleared(MethodUnderCheck method, Usage usage) {}

  /** Remembers the keys of a method, and what they are made of. */
  void add(MethodUnderCheck method, Usage usage, KeyRules keys) {
    if (!Names.isValid(usage.region())) {
      return; // CA108
    }
    if (usage.isOfWholeRegion()) {
      cleared.add(new Cleared(method, usage));
    }
    for (Usage.Text key : usage.keys()) {
      KeyTemplate template = parse(key.text());
      if (template == null || keys.isForeign(key)) {
        continue; // CA101
      }
      KeyShape shape = new KeyShape(template);
      List<KeyPlace> places = keys.places(key);
      if (usage.kind() == Usage.Kind.INVALIDATE) {
        invalidated.add(new Invalidated(method, usage, key, shape, places));
      } else {
        String owner = method.owner().getQualifiedName() + "." + method.element().getSimpleName();
        cached.add(new CachedKey(owner, usage.region(), key.text(), shape, places));
      }
    }
  }

  /** Compares what was remembered. */
  List<Problem> check() {
    List<Problem> problems = new ArrayList<>();
    for (Invalidated each : invalidated) {
      Problem problem = check(each);
      if (problem != null && !problems.contains(problem)) {
        problems.add(problem);
      }
    }
    for (Cleared each : cleared) {
      Problem problem = checkRegion(each.method(), each.usage());
      if (problem != null) {
        problems.add(problem);
      }
    }
    return problems;
  }

  private @Nullable Problem check(Invalidated each) {
    String region = each.usage().region();
    List<CachedKey> same = cached.stream().filter(c -> c.region().equals(region)).toList();
    List<CachedKey> covering = same.stream().filter(c -> c.covers(each.shape())).toList();
    if (!covering.isEmpty()) {
      return checkTypes(each, covering);
    }
    List<CachedKey> elsewhere = cached.stream().filter(c -> c.covers(each.shape())).toList();
    if (!elsewhere.isEmpty()) {
      return inOtherRegion(each, elsewhere, !same.isEmpty());
    }
    return same.isEmpty() ? checkRegion(each.method(), each.usage()) : checkForm(each, same);
  }

  /**
   * CA147 where there is no doubt, else CA141: a region that was written, and that nothing visible
   * is cached in, may be one of another module or application, and have the same keys.
   */
  private Problem inOtherRegion(Invalidated each, List<CachedKey> elsewhere, boolean isRead) {
    String region = elsewhere.get(0).region();
    String hint = "; the same key is cached in the region \"%s\"".formatted(region);
    boolean forgotten = each.usage().isWithoutRegion();
    boolean onlyThere =
        elsewhere.stream()
            .allMatch(
                c -> c.region().equals(region) && c.shape().text().equals(each.shape().text()));
    boolean meant =
        forgotten || (isRead && allVisible) || Suggestion.isNear(each.usage().region(), region);
    return onlyThere && meant
        ? unmatched(
            Rule.OTHER_REGION,
            each,
            hint
                + (region.equals(each.usage().regionWithoutOwn())
                    ? "; leave the region out"
                    : "; write region = \"%s\"".formatted(region))
                + ", or suppress \"CA147\" if this build does not see what is meant")
        : unmatched(Rule.UNMATCHED_INVALIDATION, each, hint);
  }

  /** CA141. Whoever sees one module only cannot know who reads a key that resembles none. */
  private @Nullable Problem checkForm(Invalidated each, List<CachedKey> same) {
    CachedKey closest = closest(each.shape(), same);
    String hint = "; the closest is \"%s\"".formatted(closest.template());
    if (Suggestion.isNear(each.shape().text(), closest.shape().text())) {
      return unmatched(Rule.UNMATCHED_INVALIDATION, each, hint);
    }
    return allVisible
        ? unmatched(
            Rule.UNMATCHED_INVALIDATION,
            each,
            hint
                + "; suppress \"CA141\" if what has this key is no module that this one depends on")
        : null;
  }

  /** CA145. */
  private static @Nullable Problem checkTypes(Invalidated each, List<CachedKey> covering) {
    List<String> differences =
        covering.stream()
            .map(c -> c.difference(each.shape(), each.places()))
            .filter(Objects::nonNull)
            .toList();
    return differences.size() < covering.size()
        ? null
        : Problem.at(
            Rule.KEY_TYPES_DIFFER,
            each.method().element(),
            each.usage(),
            each.key(),
            "@Invalidate key \"%s\": %s".formatted(each.key().text(), differences.get(0)));
  }

  private static Problem unmatched(Rule rule, Invalidated each, String hint) {
    return Problem.at(
        rule,
        each.method().element(),
        each.usage(),
        each.key(),
        "@Invalidate key \"%s\" has the form of no @CacheAside key in the region \"%s\"%s"
            .formatted(each.key().text(), each.usage().region(), hint));
  }

  /** CA146. */
  private @Nullable Problem checkRegion(MethodUnderCheck method, Usage usage) {
    String region = usage.region();
    List<String> read = cached.stream().map(CachedKey::region).distinct().sorted().toList();
    if (read.isEmpty() || read.contains(region)) {
      return null;
    }
    if (!allVisible && !Suggestion.isNear(region, Suggestion.nearest(region, read))) {
      return null;
    }
    String text =
        "no @CacheAside that is visible here is in the region \"%s\" of @Invalidate, so it"
                .formatted(region)
            + " probably removes nothing; "
            + Suggestion.among(region, read);
    Usage.Text written = usage.text("region");
    return written == null
        ? Problem.at(Rule.UNREAD_REGION, method.element(), usage, text)
        : Problem.at(Rule.UNREAD_REGION, method.element(), usage, written, text);
  }

  private static CachedKey closest(KeyShape shape, List<CachedKey> candidates) {
    String nearest =
        Suggestion.nearest(
            shape.text(), candidates.stream().map(each -> each.shape().text()).toList());
    return candidates.stream()
        .filter(candidate -> candidate.shape().text().equals(nearest))
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable KeyTemplate parse(String text) {
    try {
      return KeyTemplate.parse(text);
    } catch (KeyTemplateException e) {
      return null; // CA101
    }
  }
}
