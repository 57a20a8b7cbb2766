package io.cacheaside.weaving;

/**
 * What {@code @CacheRegion} on a type says for its methods.
 *
 * @param region the region; empty if the type has no such annotation
 * @param ttl a duration text; empty if there is none
 */
record RegionOfType(String region, String ttl) {
  static final RegionOfType NONE = new RegionOfType("", "");
}
