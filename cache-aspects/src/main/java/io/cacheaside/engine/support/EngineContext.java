package io.cacheaside.engine.support;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Store;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * What surrounds the paths of one engine, and knows nothing of them.
 *
 * @param random uniform in [0, 1)
 */
public record EngineContext(
    Store store,
    CacheListener listener,
    EngineOptions options,
    Waiting waiting,
    LogThrottle throttle,
    Clocks clocks,
    DoubleSupplier random) {

  /** Returns that of an engine whose waits are bounded by the options. */
  public static EngineContext of(
      Store store,
      CacheListener listener,
      EngineOptions options,
      LogThrottle throttle,
      Clocks clocks) {
    Duration command = options.commandTimeout();
    Duration acknowledgement = command.plus(options.recovery().replicaWait());
    return new EngineContext(
        store,
        listener,
        options,
        new Waiting(store, command.toNanos(), acknowledgement.toNanos(), clocks),
        throttle,
        clocks,
        () -> ThreadLocalRandom.current().nextDouble());
  }
}
