package io.cacheaside.processor;

import java.util.List;

/**
 * An annotation on a method, as it was written, with what {@code @CacheRegion} on the type says
 * where it says nothing; a method with several has several entries. Immutable.
 *
 * @param method the method
 * @param annotation {@code @CacheAside} or {@code @Invalidate}
 * @param keys the key templates: one of {@code @CacheAside}, any number of {@code @Invalidate},
 *     none if it clears its region
 * @param ttl the duration text; empty if there is none, and for {@code @Invalidate}
 * @param negativeTtl the duration text; empty if it was left out, and for {@code @Invalidate}
 * @param region the region, {@code default} if none is named
 */
public record CatalogueEntry(
    CheckedMethod method,
    String annotation,
    List<String> keys,
    String ttl,
    String negativeTtl,
    String region) {

  /** Keeps a copy of the keys. */
  public CatalogueEntry {
    keys = List.copyOf(keys);
  }

  static CatalogueEntry of(CheckedMethod method, Usage usage) {
    Usage.Text ttl = usage.kind() == Usage.Kind.CACHE_ASIDE ? usage.ttl() : null;
    return new CatalogueEntry(
        method,
        usage.kind().toString(),
        usage.keys().stream().map(Usage.Text::text).toList(),
        ttl == null ? "" : ttl.text(),
        usage.textOrEmpty("negativeTtl"),
        usage.region());
  }
}
