package io.cacheaside.config;

import static io.cacheaside.config.SettingType.choice;
import static io.cacheaside.config.SettingType.duration;
import static io.cacheaside.config.SettingType.flag;
import static io.cacheaside.config.SettingType.number;

import io.cacheaside.compression.Compression;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a region: their rows in the table. They overrule the annotations.
 *
 * <p>A new one is a row here and a method in {@code RegionBuilder}; it is used where the engine
 * asks a region's {@link SettingValues} for it.
 */
public final class RegionSettings {
  private static final SettingRows ROWS = new SettingRows(Setting.OF_REGION);

  /** Instead of the annotations' TTL, which may then be left out. */
  public static final Setting<Duration> TTL =
      ROWS.row("ttl", "overrules the annotations, and suffices where they have none")
          .optional(duration("1ms", "24d"), "annotation");

  /** Instead of the annotations' negative TTL. */
  public static final Setting<Duration> NEGATIVE_TTL =
      ROWS.row("negative-ttl", "for `null` and empty optionals")
          .optional(duration("1ms", "24d"), "annotation, else 30 s at most");

  /** How long after an invalidation a load may still see the state before the write. */
  public static final Setting<Duration> SETTLE =
      ROWS.row(
              "settle",
              "for how long after a write loads may still see the past, from lagging replicas;"
                  + " what is cached meanwhile ends with it")
          .of(duration("0s", "1h"), Duration.ZERO);

  /** How long a write may take whose keys are fenced before it. */
  public static final Setting<Duration> FENCE =
      ROWS.row("fence", "the longest duration of a write with `when = AROUND`")
          .of(duration("100ms", "1h"), Duration.ofSeconds(10));

  /** Every how many hits, on average, one is checked against the source. */
  public static final Setting<Integer> SHADOW_CHECK_ONE_IN =
      ROWS.row(
              "shadow-check-one-in",
              "every how many hits one is checked against the source; 0 for none")
          .of(number(0, 1_000_000_000), 0);

  /** Of payloads that are written; what is read may be compressed in any way. */
  public static final Setting<Compression> COMPRESSION =
      ROWS.row(
              "compression",
              "`lz4` needs the library `at.yawk.lz4:lz4-java`; readers need no setting")
          .of(choice(Compression.class, Compression::problem), Compression.NONE);

  /** The smallest payload that is compressed, in bytes. */
  public static final Setting<Integer> COMPRESSION_THRESHOLD =
      ROWS.row("compression-threshold", "the smallest encoded value that is compressed, in bytes")
          .of(number(1, 512 << 20), 4096);

  /** Whether methods are cached; else they are called, and {@code @Invalidate} still works. */
  public static final Setting<Boolean> ENABLED =
      ROWS.row("enabled", "`false`: call the methods, still invalidate").of(flag(), true);

  private RegionSettings() {}

  /** Returns all rows, in the order in which they are documented. */
  public static List<Setting<?>> rows() {
    return ROWS.all();
  }
}
