package io.cacheaside.engine.plan;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheRegion;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.key.Names;
import java.lang.reflect.Method;

/**
 * What the annotations of a method leave out, as {@code @CacheRegion} on its type says it.
 *
 * @param region the region; that of all, if the type names none
 * @param ttl a duration text; empty if the type has none
 * @param isNamed whether the type names a region
 */
record TypeDefaults(String region, String ttl, boolean isNamed) {

  static TypeDefaults of(Method method) {
    CacheRegion type = method.getDeclaringClass().getAnnotation(CacheRegion.class);
    return type == null
        ? new TypeDefaults(Names.DEFAULT_REGION, "", false)
        : new TypeDefaults(type.value(), type.ttl(), true);
  }

  String regionOf(CacheAside annotation) {
    return annotation.region().isEmpty() ? region : annotation.region();
  }

  String regionOf(Invalidate annotation) {
    return annotation.region().isEmpty() ? region : annotation.region();
  }

  /** Returns a duration text, empty if there is none. */
  String ttlOf(CacheAside annotation) {
    return annotation.ttl().isEmpty() ? ttl : annotation.ttl();
  }
}
