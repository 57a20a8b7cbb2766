package io.cacheaside;

import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.spi.InvalidationJournal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of {@link CacheAsideConfig.Builder} for invalidations that get lost. */
final class RecoverySettings {
  private final SettingProblems problems;
  private Duration replayWindow = Settings.REPLAY_WINDOW.orFallback();
  private Duration closeTimeout = Settings.CLOSE_TIMEOUT.orFallback();
  private Duration replicaTimeout = Settings.INVALIDATION_REPLICA_TIMEOUT.orFallback();
  private int replicas = Settings.INVALIDATION_REPLICAS.fallback();
  private @Nullable InvalidationJournal journal;

  RecoverySettings(SettingProblems problems) {
    this.problems = problems;
  }

  void replayWindow(Duration window) {
    replayWindow = Settings.REPLAY_WINDOW.checked(window, replayWindow, problems);
  }

  void closeTimeout(Duration timeout) {
    closeTimeout = Settings.CLOSE_TIMEOUT.checked(timeout, closeTimeout, problems);
  }

  void replicas(int number) {
    replicas = Settings.INVALIDATION_REPLICAS.checked(number, replicas, problems);
  }

  void replicaTimeout(Duration timeout) {
    replicaTimeout =
        Settings.INVALIDATION_REPLICA_TIMEOUT.checked(timeout, replicaTimeout, problems);
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
