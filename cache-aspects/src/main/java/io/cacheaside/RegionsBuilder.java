package io.cacheaside;

import io.cacheaside.compression.Compression;
import io.cacheaside.engine.RegionSettings;
import io.cacheaside.key.Names;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of a configuration's builder that is about regions. Not threadsafe.
 *
 * @param <B> the builder
 */
abstract class RegionsBuilder<B extends RegionsBuilder<B>> {
  static final String IN_CODE = "in the code";

  final SettingProblems problems = new SettingProblems();
  final Map<String, RegionSettings> regions = new TreeMap<>();

  /** Which place has named a region, the last of several. */
  final Map<String, String> regionPlaces = new TreeMap<>();

  /** Where the settings come from that are made now. */
  String place = IN_CODE;

  RegionsBuilder() {}

  /** Returns this. */
  abstract B self();

  /** Overrules the TTL that the annotations of a region name. */
  public B regionTtl(String region, Duration ttl) {
    regions.put(region, region(region).withTtl(checked(Settings.REGION_TTL, region, ttl, ttl)));
    return self();
  }

  /** Overrules the negative TTL that the annotations of a region name. */
  public B regionNegativeTtl(String region, Duration ttl) {
    regions.put(
        region,
        region(region).withNegativeTtl(checked(Settings.REGION_NEGATIVE_TTL, region, ttl, ttl)));
    return self();
  }

  /** Switches a region off or on; what is off is not read, but still invalidated. */
  public B regionEnabled(String region, boolean enabled) {
    regions.put(region, region(region).withEnabled(enabled));
    return self();
  }

  /**
   * Sets for how long after an invalidation a load of the region may still see the state before the
   * write, up to an hour: values cached within this time vanish at its end. For sources that read
   * lagging replicas; zero if not set.
   */
  public B regionSettle(String region, Duration settle) {
    RegionSettings known = region(region);
    Duration checked = checked(Settings.REGION_SETTLE, region, settle, known.settle());
    regions.put(region, known.withSettle(checked));
    return self();
  }

  /**
   * Sets how long a write of the region may take whose keys are fenced, {@code when = AROUND}; 10 s
   * if not set.
   */
  public B regionFence(String region, Duration fence) {
    RegionSettings known = region(region);
    Duration checked = checked(Settings.REGION_FENCE, region, fence, known.fence());
    regions.put(region, known.withFence(checked));
    return self();
  }

  /**
   * Sets every how many hits of the region, on average, one is checked against the source; 0, for
   * none, if not set. The call that is checked takes as long as a miss.
   */
  public B regionShadowCheckOneIn(String region, int hits) {
    RegionSettings known = region(region);
    int checked =
        Settings.REGION_SHADOW_CHECK_ONE_IN
            .in(region)
            .checked(hits, known.shadowCheckOneIn(), problems);
    regions.put(region, known.withShadowCheckOneIn(checked));
    return self();
  }

  /**
   * Sets how payloads of the region are compressed that are written from now on; not at all if not
   * set. Readers restore what any writer wrote, so it can be changed at any time.
   */
  public B regionCompression(String region, Compression compression) {
    String problem = compression.problem();
    if (problem != null) {
      problems.add("region." + region + ".compression", compression.settingName(), problem);
    }
    regions.put(region, region(region).withCompression(compression));
    return self();
  }

  /** Sets the smallest payload of the region that is compressed, in bytes; 4,096 if not set. */
  public B regionCompressionThreshold(String region, int bytes) {
    RegionSettings known = region(region);
    int checked =
        Settings.REGION_COMPRESSION_THRESHOLD
            .in(region)
            .checked(bytes, known.compressionThreshold(), problems);
    regions.put(region, known.withCompressionThreshold(checked));
    return self();
  }

  private RegionSettings region(String name) {
    if (!Names.isValid(name)) {
      problems.add("region", name, "is not a name; use " + Names.ALLOWED);
    }
    regionPlaces.put(name, place);
    return regions.getOrDefault(name, RegionSettings.DEFAULTS);
  }

  private Duration checked(
      DurationSetting setting, String region, Duration value, Duration otherwise) {
    return setting.in(region).checked(value, otherwise, problems);
  }
}
