package io.cacheaside.engine;

import java.time.Duration;

/**
 * The times and bounds of an engine; checked by whoever builds them.
 *
 * @param commandTimeout the longest wait of a caller for one command of the store, while this JVM
 *     runs without delays
 * @param lease after which another loader may be granted the lease of a key
 * @param loadTimeout how long the lease of a running load is renewed
 * @param waitLimit the longest wait of a caller for somebody else's load
 * @param jitter the part of a TTL, 0 to 1, by which it is shortened at most
 * @param undeliveredLimit how many undelivered invalidations are kept
 * @param undeliveredRetention how long an undelivered invalidation is kept at least; longer if a
 *     cached method of this JVM has a longer TTL. The default is the longest TTL that there can be,
 *     because other JVMs may cache for longer than this one knows
 * @param awaitPopulate whether the caller whose load is populated waits until the store has it;
 *     else the value is on its way when the caller goes on
 * @param logKeys whether the text of keys may stand in logs and messages
 * @param recovery how invalidations are recovered that were not delivered, or lost by the store
 */
public record EngineOptions(
    Duration commandTimeout,
    Duration lease,
    Duration loadTimeout,
    Duration waitLimit,
    double jitter,
    int undeliveredLimit,
    Duration undeliveredRetention,
    boolean awaitPopulate,
    boolean logKeys,
    RecoveryOptions recovery) {

  /** The defaults of docs/protocol.md. */
  public static final EngineOptions DEFAULTS =
      new EngineOptions(
          Duration.ofMillis(50),
          Duration.ofSeconds(3),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          0.10,
          100_000,
          Duration.ofDays(24),
          false,
          false,
          RecoveryOptions.DEFAULTS);
}
