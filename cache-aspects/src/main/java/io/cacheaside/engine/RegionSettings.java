package io.cacheaside.engine;

import io.cacheaside.compression.Compression;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about one region; it overrules the annotations.
 *
 * @param enabled false: methods of the region are called as if they were not annotated, but
 *     {@code @Invalidate} still works
 * @param ttl instead of the annotations' TTL, or null
 * @param negativeTtl instead of the annotations' negative TTL, or null
 * @param settle how long after an invalidation a load may still see the state before the write, for
 *     example from a lagging replica; zero for not at all
 * @param fence how long a write may take whose keys are fenced before it
 * @param shadowCheckOneIn every how many hits, on average, one is checked against the source; 0 for
 *     none
 * @param compression of payloads that are written; what is read may be compressed in any way
 * @param compressionThreshold the smallest payload that is compressed, in bytes
 */
public record RegionSettings(
    boolean enabled,
    @Nullable Duration ttl,
    @Nullable Duration negativeTtl,
    Duration settle,
    Duration fence,
    int shadowCheckOneIn,
    Compression compression,
    int compressionThreshold) {

  /** The settings of a region that the configuration does not mention. */
  public static final RegionSettings DEFAULTS =
      new RegionSettings(
          true, null, null, Duration.ZERO, Duration.ofSeconds(10), 0, Compression.NONE, 4096);

  /** Returns these settings, but switched on or off. */
  public RegionSettings withEnabled(boolean value) {
    return new RegionSettings(
        value,
        ttl,
        negativeTtl,
        settle,
        fence,
        shadowCheckOneIn,
        compression,
        compressionThreshold);
  }

  /** Returns these settings with another TTL. */
  public RegionSettings withTtl(@Nullable Duration value) {
    return new RegionSettings(
        enabled,
        value,
        negativeTtl,
        settle,
        fence,
        shadowCheckOneIn,
        compression,
        compressionThreshold);
  }

  /** Returns these settings with another negative TTL. */
  public RegionSettings withNegativeTtl(@Nullable Duration value) {
    return new RegionSettings(
        enabled, ttl, value, settle, fence, shadowCheckOneIn, compression, compressionThreshold);
  }

  /** Returns these settings with another time to settle. */
  public RegionSettings withSettle(Duration value) {
    return new RegionSettings(
        enabled,
        ttl,
        negativeTtl,
        value,
        fence,
        shadowCheckOneIn,
        compression,
        compressionThreshold);
  }

  /** Returns these settings with another length of fences. */
  public RegionSettings withFence(Duration value) {
    return new RegionSettings(
        enabled,
        ttl,
        negativeTtl,
        settle,
        value,
        shadowCheckOneIn,
        compression,
        compressionThreshold);
  }

  /** Returns these settings with another share of checked hits. */
  public RegionSettings withShadowCheckOneIn(int value) {
    return new RegionSettings(
        enabled, ttl, negativeTtl, settle, fence, value, compression, compressionThreshold);
  }

  /** Returns these settings with another compression. */
  public RegionSettings withCompression(Compression value) {
    return new RegionSettings(
        enabled, ttl, negativeTtl, settle, fence, shadowCheckOneIn, value, compressionThreshold);
  }

  /** Returns these settings with another threshold of compression, in bytes. */
  public RegionSettings withCompressionThreshold(int value) {
    return new RegionSettings(
        enabled, ttl, negativeTtl, settle, fence, shadowCheckOneIn, compression, value);
  }
}
