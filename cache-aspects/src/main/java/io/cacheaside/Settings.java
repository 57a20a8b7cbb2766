package io.cacheaside;

import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.engine.RegionSettings;
import io.cacheaside.key.DurationText;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings that have a range: their names, defaults and bounds, said here for the builder,
 * files, the environment and docs/configuration.md.
 */
final class Settings {
  private static final EngineOptions ENGINE = EngineOptions.DEFAULTS;
  private static final RecoveryOptions RECOVERY = RecoveryOptions.DEFAULTS;
  private static final RegionSettings REGION = RegionSettings.DEFAULTS;

  static final DurationSetting COMMAND_TIMEOUT =
      duration("command-timeout", ENGINE.commandTimeout(), "1ms", "10s");
  static final DurationSetting LEASE = duration("lease", ENGINE.lease(), "100ms", "10m");
  static final DurationSetting LOAD_TIMEOUT =
      duration("load-timeout", ENGINE.loadTimeout(), "100ms", "1h");
  static final DurationSetting WAIT_LIMIT = duration("wait-limit", ENGINE.waitLimit(), "1ms", "1h");
  static final NumberSetting JITTER_PERCENT = new NumberSetting("jitter-percent", 10, 0, 50);
  static final NumberSetting MAX_VALUE_BYTES =
      new NumberSetting("max-value-bytes", 1 << 20, 64, 512 << 20);
  static final NumberSetting DIRTY_KEY_LIMIT =
      new NumberSetting("dirty-key-limit", ENGINE.dirtyKeyLimit(), 1, 10_000_000);
  static final DurationSetting DIRTY_RETENTION =
      duration("dirty-retention", ENGINE.dirtyRetention(), "1s", "24d");
  static final DurationSetting REPLAY_WINDOW =
      duration("replay-window", RECOVERY.replayWindow(), "1s", "10m");
  static final DurationSetting CLOSE_TIMEOUT =
      duration("close-timeout", RECOVERY.closeTimeout(), "0s", "10m");
  static final NumberSetting INVALIDATION_REPLICAS =
      new NumberSetting("invalidation-replicas", 0, 0, 100);
  static final DurationSetting INVALIDATION_REPLICA_TIMEOUT =
      duration("invalidation-replica-timeout", Duration.ofMillis(50), "1ms", "10s");
  static final DurationSetting GENERATION_MAX_AGE =
      duration("generation-max-age", Duration.ofSeconds(1), "0s", "1m");
  static final DurationSetting START_WAIT =
      duration("start-wait", Duration.ofSeconds(2), "0s", "10m");
  static final DurationSetting START_TIMEOUT =
      duration("start-timeout", Duration.ofSeconds(5), "1ms", "10m");

  static final DurationSetting REGION_TTL = duration("region.<name>.ttl", null, "1ms", "24d");
  static final DurationSetting REGION_NEGATIVE_TTL =
      duration("region.<name>.negative-ttl", null, "1ms", "24d");
  static final DurationSetting REGION_SETTLE =
      duration("region.<name>.settle", REGION.settle(), "0s", "1h");
  static final DurationSetting REGION_FENCE =
      duration("region.<name>.fence", REGION.fence(), "100ms", "1h");
  static final NumberSetting REGION_SHADOW_CHECK_ONE_IN =
      new NumberSetting(
          "region.<name>.shadow-check-one-in", REGION.shadowCheckOneIn(), 0, 1_000_000_000);
  static final NumberSetting REGION_COMPRESSION_THRESHOLD =
      new NumberSetting(
          "region.<name>.compression-threshold", REGION.compressionThreshold(), 1, 512 << 20);

  /** All durations. */
  static final List<DurationSetting> DURATIONS =
      List.of(
          COMMAND_TIMEOUT,
          LEASE,
          LOAD_TIMEOUT,
          WAIT_LIMIT,
          DIRTY_RETENTION,
          REPLAY_WINDOW,
          CLOSE_TIMEOUT,
          INVALIDATION_REPLICA_TIMEOUT,
          GENERATION_MAX_AGE,
          START_WAIT,
          START_TIMEOUT,
          REGION_TTL,
          REGION_NEGATIVE_TTL,
          REGION_SETTLE,
          REGION_FENCE);

  /** All numbers. */
  static final List<NumberSetting> NUMBERS =
      List.of(
          JITTER_PERCENT,
          MAX_VALUE_BYTES,
          DIRTY_KEY_LIMIT,
          INVALIDATION_REPLICAS,
          REGION_SHADOW_CHECK_ONE_IN,
          REGION_COMPRESSION_THRESHOLD);

  private Settings() {}

  private static DurationSetting duration(
      String name, @Nullable Duration fallback, String min, String max) {
    return new DurationSetting(name, fallback, DurationText.parse(min), DurationText.parse(max));
  }
}
