package io.cacheaside.processor;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;
import io.cacheaside.annotation.CacheRegion;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.annotation.Invalidations;
import io.cacheaside.key.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * One {@code @CacheAside} or {@code @Invalidate} as it was written.
 *
 * @param kind which of the two
 * @param type {@code @CacheRegion} on the type that declares the method, or null if it has none
 */
record Usage(Kind kind, AnnotationMirror mirror, @Nullable AnnotationMirror type) {

  /** What javac gives for a value that it could not evaluate, and reports itself. */
  private static final String UNRESOLVED = "<error>";

  /** The annotations that stand on methods. */
  enum Kind {
    CACHE_ASIDE,
    INVALIDATE;

    /** The annotation as messages name it. */
    @Override
    public String toString() {
      return this == CACHE_ASIDE ? "@CacheAside" : "@Invalidate";
    }
  }

  /** A value, and where it was written. */
  record Text(String text, AnnotationValue value) {}

  /** Returns all usages on a method, in their order. */
  static List<Usage> on(Element method) {
    List<Usage> usages = new ArrayList<>();
    AnnotationMirror type = regionOn(method.getEnclosingElement());
    for (AnnotationMirror mirror : method.getAnnotationMirrors()) {
      if (isA(mirror, CacheAside.class)) {
        usages.add(new Usage(Kind.CACHE_ASIDE, mirror, type));
      } else if (isA(mirror, Invalidate.class)) {
        usages.add(new Usage(Kind.INVALIDATE, mirror, type));
      } else if (isA(mirror, Invalidations.class)) {
        for (AnnotationValue each : list(value(mirror, "value"))) {
          if (each.getValue() instanceof AnnotationMirror repeated) {
            usages.add(new Usage(Kind.INVALIDATE, repeated, type));
          }
        }
      }
    }
    return usages;
  }

  static @Nullable AnnotationMirror cacheKeyOn(Element element) {
    return on(element, CacheKey.class);
  }

  /** Returns {@code @CacheRegion} on a type, or null if it has none. */
  static @Nullable AnnotationMirror regionOn(@Nullable Element type) {
    return type == null ? null : on(type, CacheRegion.class);
  }

  private static @Nullable AnnotationMirror on(Element element, Class<?> annotation) {
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      if (isA(mirror, annotation)) {
        return mirror;
      }
    }
    return null;
  }

  private static boolean isA(AnnotationMirror mirror, Class<?> annotation) {
    return ((TypeElement) mirror.getAnnotationType().asElement())
        .getQualifiedName()
        .contentEquals(annotation.getName());
  }

  /** Returns whether javac could evaluate all values; if not, it reports that itself. */
  boolean isComplete() {
    return isResolved(mirror)
        && (type == null || (isResolved(type) && value(type, "value") != null))
        && (kind == Kind.INVALIDATE || value(mirror, "key") != null);
  }

  /** Returns whether javac could evaluate all values of an annotation. */
  static boolean isResolved(AnnotationMirror mirror) {
    return mirror.getElementValues().values().stream().allMatch(Usage::isResolved);
  }

  private static boolean isResolved(AnnotationValue value) {
    return value.getValue() instanceof List<?>
        ? list(value).stream().allMatch(Usage::isResolved)
        : !value.toString().equals(UNRESOLVED);
  }

  /** Returns the templates, in their order; maybe none. */
  List<Text> keys() {
    AnnotationValue key = value(mirror, "key");
    if (key != null && key.getValue() instanceof String text) {
      return List.of(new Text(text, key));
    }
    List<Text> keys = new ArrayList<>();
    for (AnnotationValue each : list(key)) {
      keys.add(new Text(String.valueOf(each.getValue()), each));
    }
    return keys;
  }

  /** Returns a text that was written, or null if it was left out. */
  @Nullable Text text(String attribute) {
    return text(mirror, attribute);
  }

  /** Returns a text that was written in any annotation, or null if it was left out. */
  static @Nullable Text text(AnnotationMirror mirror, String attribute) {
    AnnotationValue value = value(mirror, attribute);
    return value == null ? null : new Text(String.valueOf(value.getValue()), value);
  }

  /** Returns a text that was written, or the empty one. */
  String textOrEmpty(String attribute) {
    Text text = text(attribute);
    return text == null ? "" : text.text();
  }

  /** Returns whether it names a region and no keys. */
  boolean isOfWholeRegion() {
    return keys().isEmpty() && !textOrEmpty("region").isEmpty();
  }

  /** Returns the region that the keys belong to: its own, else that of the type. */
  String region() {
    String region = textOrEmpty("region");
    return region.isEmpty() ? regionWithoutOwn() : region;
  }

  /** Returns the region that the keys would belong to if it named none. */
  String regionWithoutOwn() {
    return regionOf(type);
  }

  /** Returns what {@code @CacheRegion} names, or the region of all if there is none. */
  static String regionOf(@Nullable AnnotationMirror type) {
    Text region = type == null ? null : text(type, "value");
    return region == null ? Names.DEFAULT_REGION : region.text();
  }

  /** Returns whether nobody has named a region, neither here nor at the type. */
  boolean isWithoutRegion() {
    return type == null && textOrEmpty("region").isEmpty();
  }

  /** Returns the TTL of a cached method, its own or that of the type; null if there is none. */
  @Nullable Text ttl() {
    Text own = written(text("ttl"));
    return own == null && type != null ? written(text(type, "ttl")) : own;
  }

  /** Returns null for a text that says as much as none. */
  private static @Nullable Text written(@Nullable Text text) {
    return text == null || text.text().isEmpty() ? null : text;
  }

  /** Returns whether the TTL is not its own, but that of the type. */
  boolean hasTtlOfType() {
    return ttl() != null && textOrEmpty("ttl").isEmpty();
  }

  private static List<? extends AnnotationValue> list(@Nullable AnnotationValue value) {
    List<AnnotationValue> values = new ArrayList<>();
    if (value != null && value.getValue() instanceof List<?> list) {
      for (Object each : list) {
        values.add((AnnotationValue) each);
      }
    }
    return values;
  }

  private static @Nullable AnnotationValue value(AnnotationMirror mirror, String attribute) {
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
        mirror.getElementValues().entrySet()) {
      if (entry.getKey().getSimpleName().contentEquals(attribute)) {
        return entry.getValue();
      }
    }
    return null;
  }
}
