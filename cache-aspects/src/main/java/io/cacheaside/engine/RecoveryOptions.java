package io.cacheaside.engine;

import io.cacheaside.spi.InvalidationJournal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an engine recovers invalidations that were not delivered, or that the store has lost.
 *
 * @param replayWindow for how long acknowledged invalidations are remembered, to be delivered once
 *     more after a reconnect; as many as undelivered ones at most
 * @param replicaWait by how much a caller waits longer for the acknowledgement of an invalidation
 *     than for another command, because the store asks replicas
 * @param closeTimeout the longest time for which closing goes on delivering
 * @param journal keeps invalidations until they are delivered, even if this JVM dies; null for none
 */
public record RecoveryOptions(
    Duration replayWindow,
    Duration replicaWait,
    Duration closeTimeout,
    @Nullable InvalidationJournal journal) {

  /** The defaults of docs/protocol.md. */
  public static final RecoveryOptions DEFAULTS =
      new RecoveryOptions(Duration.ofSeconds(60), Duration.ZERO, Duration.ofSeconds(1), null);
}
