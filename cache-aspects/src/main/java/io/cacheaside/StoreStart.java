package io.cacheaside;

import io.cacheaside.engine.entry.WarmUp;
import io.cacheaside.key.DurationText;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.Store;
import io.cacheaside.store.Breakers;
import io.cacheaside.store.redis.RedisClusterStore;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.address.QuietStart;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a runtime while it starts. Redis is connected to in the background from {@link
 * #begin} on; {@link #await} waits for that, and has a first value cached and read. Otherwise the
 * application's first calls would pay for the classes that are loaded and the scripts that Redis
 * learns, and go past the cache.
 */
final class StoreStart {
  private static final Logger LOG = LoggerFactory.getLogger(CacheAsideRuntime.class);

  private final CacheAsideConfig config;
  private final Codec codec;
  private final Store store;

  /** What messages call it. */
  private final String place;

  private final @Nullable FirstConnection connection;

  private StoreStart(
      CacheAsideConfig config,
      Codec codec,
      Store store,
      String place,
      @Nullable FirstConnection connection) {
    this.config = config;
    this.codec = codec;
    this.store = store;
    this.place = place;
    this.connection = connection;
  }

  /** Opens the store, each of its servers behind a breaker; never waits. */
  static StoreStart begin(CacheAsideConfig config, Codec codec, Breakers breakers) {
    if (config.store != null) {
      return new StoreStart(config, codec, breakers.guard(config.store.get()), "the store", null);
    }
    QuietStart quiet = new QuietStart();
    if (config.get(Settings.START_WAIT).isZero() && !config.get(Settings.REQUIRE_REDIS_AT_START)) {
      quiet.end(null);
    }
    RedisStoreOptions options = options(config, codec, quiet);
    if (options.isCluster()) {
      RedisClusterStore store = RedisClusterStore.open(options, breakers::guard);
      return new StoreStart(
          config,
          codec,
          store,
          store.toString(),
          connection(store.firstConnection(), store::lastConnectError, quiet));
    }
    RedisStore store = RedisStore.open(options);
    return new StoreStart(
        config,
        codec,
        breakers.guard(store),
        store.toString(),
        connection(store.firstConnection(), store::lastConnectError, quiet));
  }

  private static FirstConnection connection(
      CompletableFuture<@Nullable Void> connection,
      Supplier<@Nullable String> lastError,
      QuietStart quiet) {
    return new FirstConnection(connection, lastError, FirstConnection::processorNanos, quiet);
  }

  private static RedisStoreOptions options(CacheAsideConfig config, Codec codec, QuietStart quiet) {
    try {
      return RedisStoreOptions.builder(config.get(Settings.REDIS_URI))
          .commandTimeout(config.get(Settings.COMMAND_TIMEOUT))
          .maxValueBytes(codec.maxPayloadBytes())
          .generationMaxAge(config.get(Settings.GENERATION_MAX_AGE))
          .durability(
              config.get(Settings.INVALIDATION_REPLICAS),
              config.get(Settings.INVALIDATION_REPLICA_TIMEOUT))
          .quietStart(quiet)
          .build();
    } catch (IllegalArgumentException e) {
      throw new CacheConfigurationException(List.of("the codec: " + e.getMessage()));
    }
  }

  /** Returns the store, usable at any time. */
  Store store() {
    return store;
  }

  /**
   * Waits until Redis is connected and has been used, as long as the configuration says.
   *
   * @throws IllegalStateException if the configuration requires Redis and it is not connected
   */
  void await(ScheduledExecutorService timer) {
    boolean required = config.get(Settings.REQUIRE_REDIS_AT_START);
    Duration limit = config.get(required ? Settings.START_TIMEOUT : Settings.START_WAIT);
    if (connection == null) {
      return;
    }
    if (limit.isZero()) {
      tellWhenConnected(connection, limit);
    } else if (connection.await(limit)) {
      LOG.info("connected to {} in {} ms", place, connection.millis());
      warmUp(timer, limit);
    } else if (required) {
      throw new IllegalStateException(
          place
              + connection.failure("start-timeout", limit)
              + ". If it only needs longer, raise start-timeout; to start without it, switch"
              + " require-redis-at-start off");
    } else {
      LOG.warn(
          "{}{}. Trying again in the background, methods run uncached until it is connected; if it"
              + " only needs longer, raise start-wait",
          place,
          connection.failure("start-wait", limit));
      tellWhenConnected(connection, limit);
    }
  }

  private void tellWhenConnected(FirstConnection connection, Duration limit) {
    connection.whenMade(
        millis ->
            LOG.info(
                "connected to {} in {} ms{}: methods are cached from now on",
                place,
                millis,
                limit.isZero()
                    ? ""
                    : ", later than the start-wait of " + DurationText.format(limit)));
  }

  private void warmUp(ScheduledExecutorService timer, Duration limit) {
    long began = System.nanoTime();
    String failure = WarmUp.run(config.get(Settings.APP), store, codec, limit, timer);
    if (failure == null) {
      LOG.debug("a first value was cached and read in {} ms", FirstConnection.millisSince(began));
    } else {
      LOG.warn(
          "{} is connected, but a first value could not be cached within {} and read again ({}):"
              + " methods may run uncached",
          place,
          DurationText.format(limit),
          failure);
    }
  }
}
