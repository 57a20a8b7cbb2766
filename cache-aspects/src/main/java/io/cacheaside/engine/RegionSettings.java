package io.cacheaside.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about one region; it overrules the annotations.
 *
 * @param enabled false: methods of the region are called as if they were not annotated, but
 *     {@code @Invalidate} still works
 * @param ttl instead of the annotations' TTL, or null
 * @param negativeTtl instead of the annotations' negative TTL, or null
 */
public record RegionSettings(
    boolean enabled, @Nullable Duration ttl, @Nullable Duration negativeTtl) {

  /** The settings of a region that the configuration does not mention. */
  public static final RegionSettings DEFAULTS = new RegionSettings(true, null, null);
}
