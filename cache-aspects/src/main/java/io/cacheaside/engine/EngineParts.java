package io.cacheaside.engine;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Store;
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
    DirtyKeys dirty,
    LeaseTokens tokens,
    Transactions transactions,
    LogThrottle throttle,
    DoubleSupplier random) {}
