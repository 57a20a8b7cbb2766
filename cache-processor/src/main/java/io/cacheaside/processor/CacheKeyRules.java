package io.cacheaside.processor;

import java.util.List;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** The rule for types that are annotated with {@code @CacheKey}: CA151. */
final class CacheKeyRules {
  private final TypeFacts facts;
  private final Findings findings;

  CacheKeyRules(TypeFacts facts, Findings findings) {
    this.facts = facts;
    this.findings = findings;
  }

  void check(TypeElement type) {
    Element annotated = annotated(type);
    if (annotated == null) {
      return;
    }
    AnnotationMirror mirror = Usage.cacheKeyOn(annotated);
    String refusal = KeyTypes.refusalOfDeclaration(facts, type);
    if (refusal != null) {
      findings.add(new Problem(Rule.CACHE_KEY_PLACE, refusal, annotated, mirror, null, "", null));
    }
  }

  /** Returns the type or its first method that has the annotation, or null if none has. */
  private static @Nullable Element annotated(TypeElement type) {
    if (Usage.cacheKeyOn(type) != null) {
      return type;
    }
    List<ExecutableElement> methods = ElementFilter.methodsIn(type.getEnclosedElements());
    return methods.stream()
        .filter(method -> Usage.cacheKeyOn(method) != null)
        .findFirst()
        .orElse(null);
  }
}
