package io.cacheaside.weaving;

import java.util.List;

/**
 * One annotation as a class file has it, with what {@code @CacheRegion} on the type says where the
 * method says nothing. Immutable.
 *
 * @param kind which annotation
 * @param keys the key templates in order; one for {@code @CacheAside}, none for an
 *     {@code @Invalidate} of a whole region
 * @param ttl the text of {@code ttl}; empty if left out, and for an {@code @Invalidate}
 * @param negativeTtl the text of {@code negativeTtl}; empty if left out
 * @param region the name of the region; empty if left out
 */
public record CacheAnnotation(
    Kind kind, List<String> keys, String ttl, String negativeTtl, String region) {

  /** The annotations that need weaving. */
  public enum Kind {
    /** {@code @CacheAside}. */
    CACHE_ASIDE("@CacheAside", "io/cacheaside/aspect/CacheAsideAspect"),
    /** {@code @Invalidate}, single or repeated. */
    INVALIDATE("@Invalidate", "io/cacheaside/aspect/InvalidateAspect");

    private final String text;
    private final String aspect;

    Kind(String text, String aspect) {
      this.text = text;
      this.aspect = aspect;
    }

    /** Returns the internal name of the aspect that answers this annotation. */
    String aspect() {
      return aspect;
    }

    /** Returns the annotation as it is written, for example {@code @CacheAside}. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** Keeps a copy of the keys. */
  public CacheAnnotation {
    keys = List.copyOf(keys);
  }

  /** Returns it with what it leaves out. */
  CacheAnnotation with(RegionOfType type) {
    boolean isRead = kind == Kind.CACHE_ASIDE;
    return new CacheAnnotation(
        kind,
        keys,
        isRead && ttl.isEmpty() ? type.ttl() : ttl,
        negativeTtl,
        region.isEmpty() ? type.region() : region);
  }
}
