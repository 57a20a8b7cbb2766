package io.cacheaside;

import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.spi.InvalidationJournal;
import io.cacheaside.spi.TransactionHook;
import io.cacheaside.transaction.DetectedHooks;
import io.cacheaside.transaction.InvalidationScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the settings say to the engine. */
final class EngineSettings {
  private EngineSettings() {}

  static EngineOptions engine(SettingValues values, @Nullable InvalidationJournal journal) {
    return new EngineOptions(
        values.get(Settings.COMMAND_TIMEOUT),
        values.get(Settings.LEASE),
        values.get(Settings.LOAD_TIMEOUT),
        values.get(Settings.WAIT_LIMIT),
        values.get(Settings.JITTER_PERCENT) / 100.0,
        values.get(Settings.UNDELIVERED_LIMIT),
        values.get(Settings.UNDELIVERED_RETENTION),
        values.get(Settings.AWAIT_POPULATE),
        values.get(Settings.LOG_KEYS),
        recovery(values, journal));
  }

  /** Two questions at most lie between an invalidation and the answer to its own. */
  private static RecoveryOptions recovery(
      SettingValues values, @Nullable InvalidationJournal journal) {
    Duration replicaWait =
        values.get(Settings.INVALIDATION_REPLICAS) == 0
            ? Duration.ZERO
            : values.get(Settings.INVALIDATION_REPLICA_TIMEOUT).multipliedBy(2);
    return new RecoveryOptions(
        values.get(Settings.REPLAY_WINDOW),
        replicaWait,
        values.get(Settings.CLOSE_TIMEOUT),
        journal);
  }

  /** Returns the transactions that are there: scopes always, Spring's where its library is. */
  static TransactionOptions transactions(SettingValues values, List<TransactionHook> hooks) {
    List<TransactionHook> all = new ArrayList<>();
    all.add(InvalidationScope.hook());
    TransactionHook detected =
        values.get(Settings.SPRING_TRANSACTIONS) ? DetectedHooks.spring() : null;
    if (detected != null) {
      all.add(detected);
    }
    all.addAll(hooks);
    return new TransactionOptions(
        all, values.get(Settings.TRANSACTION_ISOLATION) == TransactionIsolation.READ_COMMITTED);
  }
}
