package io.cacheaside;

import io.cacheaside.background.RootThreads;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.CacheEngine;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.Store;
import io.cacheaside.store.Breakers;
import io.cacheaside.store.redis.RedisClusterStore;
import io.cacheaside.store.redis.RedisStore;
import io.cacheaside.store.redis.RedisStoreOptions;
import io.cacheaside.weaving.WeavingAudit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache of this JVM, from {@link #install} until {@link #close}. It makes the store, the codec
 * and the engine from a {@link CacheAsideConfig} and connects them.
 *
 * <p>At most one runtime is installed at a time; after it was closed another one can be. Where none
 * is, annotated methods run as if they were not annotated. This class is threadsafe.
 */
public final class CacheAsideRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheAsideRuntime.class);
  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private final CacheEngine engine;
  private final Store store;
  private final Breakers breakers;
  private final ScheduledThreadPoolExecutor timer;

  private CacheAsideRuntime(
      CacheEngine engine, Store store, Breakers breakers, ScheduledThreadPoolExecutor timer) {
    this.engine = engine;
    this.store = store;
    this.breakers = breakers;
    this.timer = timer;
  }

  /**
   * Builds a runtime and puts it in force. Returns without waiting for Redis, unless the
   * configuration requires it at the start.
   *
   * @throws IllegalStateException if another runtime is installed, or if Redis is required and does
   *     not answer
   * @throws CacheConfigurationException if the configuration cannot work
   * @throws NotWovenException if annotated methods are not woven, unless the configuration says
   *     otherwise
   */
  public static CacheAsideRuntime install(CacheAsideConfig config) {
    return install(config, UnaryOperator.identity());
  }

  /**
   * Does the same, with something around the store, be it Redis or another one: to record its
   * calls, or to make them fail in a test. It sees what the engine asks for and gets, outside the
   * circuit breaker, and has to pass on what it does not change, {@link Store#onReconnect} above
   * all.
   *
   * @param aroundStore called once, with the store; returns what the engine uses instead
   * @throws IllegalStateException as above
   * @throws CacheConfigurationException as above
   * @throws NotWovenException as above
   */
  public static CacheAsideRuntime install(
      CacheAsideConfig config, UnaryOperator<Store> aroundStore) {
    if (CacheEngine.installed() != null) {
      throw alreadyInstalled();
    }
    auditApplication(config);
    Codec codec = codec(config);
    CacheListener listener = CacheEngine.guarded(config.listener);
    ScheduledThreadPoolExecutor timer = newTimer();
    Breakers breakers = new Breakers(timer, listener);
    Store store = aroundStore.apply(store(config, codec.maxPayloadBytes(), breakers, timer));
    CacheEngine engine =
        new CacheEngine(
            config.app,
            store,
            codec,
            listener,
            config.options,
            config.transactions.options(),
            config.regions,
            timer);
    CacheAsideRuntime runtime = new CacheAsideRuntime(engine, store, breakers, timer);
    if (!engine.install()) {
      runtime.close();
      throw alreadyInstalled();
    }
    return runtime;
  }

  /** Looks at the class files that there are, once for all that is to be known of them. */
  private static void auditApplication(CacheAsideConfig config) {
    WeavingCheck weavingCheck = config.weavingCheck.orSystemProperty();
    boolean regionsNamed = config.regionCheck != RegionCheck.OFF && !config.regionPlaces.isEmpty();
    if (weavingCheck != WeavingCheck.OFF || regionsNamed) {
      WeavingAudit audit = WeavingAudit.ofApplication(caller());
      weavingCheck.judge(audit);
      config.regionCheck.judge(audit, config.regionPlaces);
    }
  }

  private static Class<?> caller() {
    return CALLERS.walk(
        frames ->
            frames
                .<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                .filter(type -> type != CacheAsideRuntime.class)
                .findFirst()
                .orElse(CacheAsideRuntime.class));
  }

  private static IllegalStateException alreadyInstalled() {
    return new IllegalStateException(
        "a CacheAsideRuntime is installed already; there is one for each JVM: close it before"
            + " installing another");
  }

  private static ScheduledThreadPoolExecutor newTimer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, RootThreads.daemons("cacheaside-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }

  private static Codec codec(CacheAsideConfig config) {
    if (config.codec != null) {
      return config.codec;
    }
    try {
      return new KryoCodec(
          KryoCodecOptions.defaults()
              .withAllow(config.allow)
              .withMaxPayloadBytes(config.maxValueBytes));
    } catch (IllegalArgumentException e) {
      throw new CacheConfigurationException(List.of("allow: " + e.getMessage()));
    }
  }

  /** Makes the store, each of its servers behind a breaker; ends the timer if that fails. */
  private static Store store(
      CacheAsideConfig config,
      int maxValueBytes,
      Breakers breakers,
      ScheduledThreadPoolExecutor timer) {
    try {
      return config.store == null
          ? redis(config, maxValueBytes, breakers)
          : breakers.guard(config.store.get());
    } catch (RuntimeException | Error e) {
      timer.shutdownNow();
      throw e;
    }
  }

  private static Store redis(CacheAsideConfig config, int maxValueBytes, Breakers breakers) {
    RedisStoreOptions options;
    try {
      options =
          RedisStoreOptions.builder(String.valueOf(config.redisUri))
              .commandTimeout(config.options.commandTimeout())
              .maxValueBytes(maxValueBytes)
              .generationMaxAge(config.generationMaxAge)
              .durability(config.invalidationReplicas, config.invalidationReplicaTimeout)
              .build();
    } catch (IllegalArgumentException e) {
      throw new CacheConfigurationException(List.of("redis-uri " + e.getMessage()));
    }
    if (options.isCluster()) {
      RedisClusterStore store = RedisClusterStore.open(options, breakers::guard);
      awaitRedis(store, store.firstConnection(), store::lastConnectError, config);
      return store;
    }
    RedisStore store = RedisStore.open(options);
    awaitRedis(store, store.firstConnection(), store::lastConnectError, config);
    return breakers.guard(store);
  }

  private static void awaitRedis(
      Store store,
      CompletableFuture<@Nullable Void> connection,
      Supplier<@Nullable String> lastError,
      CacheAsideConfig config) {
    if (!config.requireRedisAtStart) {
      return;
    }
    try {
      connection.get(config.startTimeout.toMillis(), TimeUnit.MILLISECONDS);
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("Redis did not answer at the start", e);
    }
    String error = lastError.get();
    String reason = error == null ? "still connecting" : error;
    store.close();
    throw new IllegalStateException(
        store
            + " did not answer within "
            + Texts.of(config.startTimeout)
            + " ("
            + reason
            + "); start it, correct redis-uri, or switch require-redis-at-start off");
  }

  /**
   * Returns whether calls go past the cache now, because Redis does not answer; in a cluster, calls
   * for the keys of one of its servers.
   */
  public boolean isBreakerOpen() {
    return breakers.isOpen();
  }

  /** Returns how many invalidations Redis has not acknowledged. */
  public int dirtyKeys() {
    return engine.dirtyKeys();
  }

  /**
   * Takes the runtime out of force, delivers what is undelivered for the close timeout at most, and
   * closes connections and threads. Calls under way end without the cache. Closing twice is
   * harmless.
   */
  @Override
  public void close() {
    try {
      engine.close();
    } finally {
      try {
        timer.shutdownNow();
      } finally {
        store.close();
      }
    }
  }
}
