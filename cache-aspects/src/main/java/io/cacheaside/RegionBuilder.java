package io.cacheaside;

import io.cacheaside.compression.Compression;
import io.cacheaside.config.ConfigDraft;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.Setting;
import java.time.Duration;

/** Sets what holds for one region, in {@link CacheAsideConfig.Builder#region}. Not threadsafe. */
public final class RegionBuilder {
  private final ConfigDraft draft;
  private final String region;

  RegionBuilder(ConfigDraft draft, String region) {
    this.draft = draft;
    this.region = region;
  }

  private <T> RegionBuilder set(Setting<T> setting, T value) {
    draft.set(region, setting, value);
    return this;
  }

  /** Overrules the TTL that the annotations name; they need not name one then. */
  public RegionBuilder ttl(Duration ttl) {
    return set(RegionSettings.TTL, ttl);
  }

  /** Overrules the negative TTL that the annotations name. */
  public RegionBuilder negativeTtl(Duration ttl) {
    return set(RegionSettings.NEGATIVE_TTL, ttl);
  }

  /**
   * Sets for how long after an invalidation a load may still see the state before the write, up to
   * an hour: values cached within this time vanish at its end. For sources that read lagging
   * replicas; zero if not set.
   */
  public RegionBuilder settle(Duration settle) {
    return set(RegionSettings.SETTLE, settle);
  }

  /**
   * Sets how long a write may take whose keys are fenced, {@code when = AROUND}; 10 s if not set.
   */
  public RegionBuilder fence(Duration fence) {
    return set(RegionSettings.FENCE, fence);
  }

  /**
   * Sets every how many hits, on average, one is checked against the source; 0, for none, if not
   * set. The call that is checked takes as long as a miss.
   */
  public RegionBuilder shadowCheckOneIn(int hits) {
    return set(RegionSettings.SHADOW_CHECK_ONE_IN, hits);
  }

  /**
   * Sets how payloads are compressed that are written from now on; not at all if not set. Readers
   * restore what any writer wrote, so it can be changed at any time.
   */
  public RegionBuilder compression(Compression compression) {
    return set(RegionSettings.COMPRESSION, compression);
  }

  /** Sets the smallest payload that is compressed, in bytes; 4,096 if not set. */
  public RegionBuilder compressionThreshold(int bytes) {
    return set(RegionSettings.COMPRESSION_THRESHOLD, bytes);
  }

  /** Switches the region off or on; what is off is not read, but still invalidated. */
  public RegionBuilder enabled(boolean enabled) {
    return set(RegionSettings.ENABLED, enabled);
  }
}
