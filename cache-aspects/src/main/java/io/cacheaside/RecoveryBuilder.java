package io.cacheaside;

import io.cacheaside.spi.InvalidationJournal;
import java.time.Duration;

/**
 * The part of a configuration's builder that is about invalidations that get lost. Not threadsafe.
 *
 * @param <B> the builder
 */
abstract class RecoveryBuilder<B extends RecoveryBuilder<B>> extends RegionsBuilder<B> {
  final RecoverySettings recovery = new RecoverySettings(problems);
  int dirtyKeyLimit = Settings.DIRTY_KEY_LIMIT.fallback();
  Duration dirtyRetention = Settings.DIRTY_RETENTION.orFallback();

  RecoveryBuilder() {}

  /** Sets how many undelivered invalidations are kept; 100,000 if not set. */
  public B dirtyKeyLimit(int limit) {
    dirtyKeyLimit = Settings.DIRTY_KEY_LIMIT.checked(limit, dirtyKeyLimit, problems);
    return self();
  }

  /**
   * Sets for how long an undelivered invalidation is kept at least; 24 d if not set, the longest
   * TTL that there can be, and never less than the longest TTL of a method that was called in this
   * JVM. A shorter one has to cover the TTLs of all JVMs.
   */
  public B dirtyRetention(Duration retention) {
    dirtyRetention = Settings.DIRTY_RETENTION.checked(retention, dirtyRetention, problems);
    return self();
  }

  /** Sets how long acknowledged invalidations are kept for a replay; 60 s if not set. */
  public B replayWindow(Duration window) {
    recovery.replayWindow(window);
    return self();
  }

  /** Sets for how long {@code close} goes on delivering invalidations; 1 s if not set. */
  public B closeTimeout(Duration timeout) {
    recovery.closeTimeout(timeout);
    return self();
  }

  /** Sets how many replicas of Redis have to have an invalidation; 0 if not set. */
  public B invalidationReplicas(int replicas) {
    recovery.replicas(replicas);
    return self();
  }

  /** Sets how long Redis waits for these replicas; 50 ms if not set. */
  public B invalidationReplicaTimeout(Duration timeout) {
    recovery.replicaTimeout(timeout);
    return self();
  }

  /** Sets a transactional outbox for invalidations; none if not set. */
  public B journal(InvalidationJournal journal) {
    recovery.journal(journal);
    return self();
  }
}
