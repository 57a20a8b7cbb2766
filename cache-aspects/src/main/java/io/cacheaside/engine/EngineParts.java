package io.cacheaside.engine;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Store;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * What the paths of one engine share.
 *
 * @param random uniform in [0, 1)
 */
record EngineParts(
    Store store,
    CacheListener listener,
    EngineOptions options,
    Waiting waiting,
    Flights flights,
    WaitCircle circle,
    UndeliveredTargets undelivered,
    LeaseTokens tokens,
    Transactions transactions,
    LogThrottle throttle,
    Clocks clocks,
    DoubleSupplier random) {

  /** Returns those of an engine that shares nothing with others. */
  static EngineParts of(
      Store store,
      CacheListener listener,
      EngineOptions options,
      UndeliveredTargets undelivered,
      Transactions transactions,
      LogThrottle throttle,
      Clocks clocks) {
    Duration command = options.commandTimeout();
    Duration acknowledgement = command.plus(options.recovery().replicaWait());
    return new EngineParts(
        store,
        listener,
        options,
        new Waiting(store, command.toNanos(), acknowledgement.toNanos(), clocks),
        new Flights(),
        new WaitCircle(),
        undelivered,
        LeaseTokens.random(),
        transactions,
        throttle,
        clocks,
        () -> ThreadLocalRandom.current().nextDouble());
  }
}
