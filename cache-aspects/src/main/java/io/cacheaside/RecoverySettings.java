package io.cacheaside;

import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.spi.InvalidationJournal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of {@link CacheAsideConfig.Builder} for invalidations that get lost. */
final class RecoverySettings {
  private static final Duration MAX_REPLICA_TIMEOUT = Duration.ofSeconds(10);

  private final SettingProblems problems;
  private Duration replayWindow = RecoveryOptions.DEFAULTS.replayWindow();
  private Duration closeTimeout = RecoveryOptions.DEFAULTS.closeTimeout();
  private Duration replicaTimeout = Duration.ofMillis(50);
  private int replicas;
  private @Nullable InvalidationJournal journal;

  RecoverySettings(SettingProblems problems) {
    this.problems = problems;
  }

  void replayWindow(Duration window) {
    replayWindow =
        problems.between(
            "replay-window", window, Duration.ofSeconds(1), Duration.ofMinutes(10), replayWindow);
  }

  void closeTimeout(Duration timeout) {
    closeTimeout =
        problems.between(
            "close-timeout", timeout, Duration.ZERO, Duration.ofMinutes(10), closeTimeout);
  }

  void replicas(int number) {
    replicas = problems.between("invalidation-replicas", number, 0, 100, replicas);
  }

  void replicaTimeout(Duration timeout) {
    replicaTimeout =
        problems.between(
            "invalidation-replica-timeout",
            timeout,
            Duration.ofMillis(1),
            MAX_REPLICA_TIMEOUT,
            replicaTimeout);
  }

  void journal(InvalidationJournal value) {
    journal = value;
  }

  int replicas() {
    return replicas;
  }

  Duration replicaTimeout() {
    return replicaTimeout;
  }

  /** Two questions at most lie between an invalidation and the answer to its own. */
  RecoveryOptions options() {
    Duration replicaWait = replicas == 0 ? Duration.ZERO : replicaTimeout.multipliedBy(2);
    return new RecoveryOptions(replayWindow, replicaWait, closeTimeout, journal);
  }
}
