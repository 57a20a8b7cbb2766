package io.cacheaside.processor;

import io.cacheaside.key.Names;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** The rules for {@code @CacheRegion}: CA152, and CA108, CA111 and CA112 for its values. */
final class CacheRegionRules {
  private final Findings findings;
  private final DurationRules durations;

  CacheRegionRules(Findings findings, DurationRules durations) {
    this.findings = findings;
    this.durations = durations;
  }

  void check(TypeElement type) {
    AnnotationMirror mirror = Usage.regionOn(type);
    if (mirror == null || !Usage.isResolved(mirror)) {
      return;
    }
    Usage.Text region = Usage.text(mirror, "value");
    if (region != null && !Names.isValid(region.text())) {
      findings.add(
          Problem.at(
              Rule.REGION_NAME,
              type,
              mirror,
              region,
              "@CacheRegion \"%s\" is not a name; use %s".formatted(region.text(), Names.ALLOWED)));
    }
    durations.check(type, mirror);
    checkHasMethods(type, mirror);
  }

  /** CA152. */
  private void checkHasMethods(TypeElement type, AnnotationMirror mirror) {
    boolean counts =
        ElementFilter.methodsIn(type.getEnclosedElements()).stream()
            .anyMatch(method -> !Usage.on(method).isEmpty());
    if (!counts) {
      String text =
          "@CacheRegion does nothing here: %s declares no method with @CacheAside or @Invalidate,"
                  .formatted(type.getQualifiedName())
              + " and it does not count for those of subclasses, implementations and nested types;"
              + " put it on the type that declares them";
      findings.add(new Problem(Rule.REGION_WITHOUT_METHODS, text, type, mirror, null, "", null));
    }
  }
}
