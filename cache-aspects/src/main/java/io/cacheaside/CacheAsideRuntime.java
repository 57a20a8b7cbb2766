package io.cacheaside;

import io.cacheaside.background.RootThreads;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.plan.PlanCheck;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.InvalidAnnotationException;
import io.cacheaside.spi.Store;
import io.cacheaside.store.Breakers;
import io.cacheaside.weaving.WeavingAudit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
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
   * Builds a runtime and puts it in force. What is wrong is thrown at once, all of it: if that is
   * of several kinds, as the last of the exceptions below whose kind there is, with all messages.
   * Waits for the first connection to Redis and for a first value to be cached, so that the calls
   * that follow are cached; without Redis it goes on after the start wait of the configuration,
   * unless that requires Redis at the start.
   *
   * @throws IllegalStateException if another runtime is installed, or if Redis is required and does
   *     not answer
   * @throws CacheConfigurationException if the configuration cannot work
   * @throws NotWovenException if annotated methods are not woven, unless the configuration says
   *     otherwise
   * @throws InvalidAnnotationException if annotations are wrong, unless the configuration says
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
   * @throws InvalidAnnotationException as above
   */
  public static CacheAsideRuntime install(
      CacheAsideConfig config, UnaryOperator<Store> aroundStore) {
    if (CacheEngine.installed() != null) {
      throw alreadyInstalled();
    }
    UnseenLog.say();
    List<String> misconfigured = new ArrayList<>();
    Codec codec = codec(config, misconfigured);
    PlanCheck plans = new PlanCheck(config.get(Settings.APP), codec, config.regions);
    CacheListener listener = CacheEngine.guarded(config.listeners);
    ScheduledThreadPoolExecutor timer = newTimer();
    Breakers breakers = new Breakers(timer, listener);
    CacheAsideRuntime runtime;
    try {
      StoreStart start = StoreStart.begin(config, codec, breakers);
      try {
        auditApplication(config, plans, misconfigured); // while the store connects
        start.await(timer);
        Store store = aroundStore.apply(start.store());
        CacheEngine engine = engine(config, store, codec, listener, timer);
        engine.wereTold(plans);
        runtime = new CacheAsideRuntime(engine, store, breakers, timer);
      } catch (RuntimeException | Error e) {
        start.store().close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      timer.shutdownNow();
      throw e;
    }
    if (!runtime.engine.install()) {
      runtime.close();
      throw alreadyInstalled();
    }
    config.regions.forEach(CacheAsideRuntime::sayIfOff);
    return runtime;
  }

  private static void sayIfOff(String region, SettingValues settings) {
    if (!settings.get(RegionSettings.ENABLED)) {
      LOG.info(
          "region \"{}\" is switched off by region.{}.enabled: its methods run uncached",
          region,
          region);
    }
  }

  private static CacheEngine engine(
      CacheAsideConfig config,
      Store store,
      Codec codec,
      CacheListener listener,
      ScheduledThreadPoolExecutor timer) {
    return new CacheEngine(
        config.get(Settings.APP),
        store,
        codec,
        listener,
        config.engineOptions(),
        config.transactionOptions(),
        config.regions,
        timer);
  }

  /**
   * Looks at the class files that there are, once for all that is to be known of them, and throws
   * what is wrong, of all kinds at once.
   *
   * @param misconfigured what is wrong with the configuration already
   */
  private static void auditApplication(
      CacheAsideConfig config, PlanCheck plans, List<String> misconfigured) {
    WeavingCheck weavingCheck = config.get(Settings.WEAVING_CHECK).orSystemProperty();
    RegionCheck regionCheck = config.get(Settings.REGION_CHECK);
    boolean regionsNamed = regionCheck != RegionCheck.OFF && !config.regionPlaces.isEmpty();
    String unwoven = null;
    List<String> annotations = List.of();
    if (weavingCheck != WeavingCheck.OFF || regionsNamed) {
      WeavingAudit audit = WeavingAudit.ofApplication(caller());
      unwoven = weavingCheck.judgeWeaving(audit);
      annotations = weavingCheck.judgeAnnotations(audit, plans);
      misconfigured.addAll(regionCheck.judge(audit, config.regionPlaces));
    }
    new StartMistakes(unwoven, annotations, misconfigured).throwIfAny();
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
            + " installing another. Spring keeps the contexts of tests open: put @Profile(\"!test\") on"
            + " the bean that installs it, and @ActiveProfiles(\"test\") on the tests");
  }

  private static ScheduledThreadPoolExecutor newTimer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, RootThreads.daemons("cacheaside-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }

  /** Returns the codec, one that allows nothing after a mistake. */
  private static Codec codec(CacheAsideConfig config, List<String> mistakes) {
    if (config.codec != null) {
      return config.codec;
    }
    KryoCodecOptions options =
        KryoCodecOptions.defaults().withMaxPayloadBytes(config.get(Settings.MAX_VALUE_BYTES));
    try {
      return new KryoCodec(options.withAllow(config.get(Settings.ALLOW)));
    } catch (IllegalArgumentException e) {
      String.valueOf(e.getMessage()).lines().forEach(mistakes::add);
      return new KryoCodec(options);
    }
  }

  /**
   * Returns whether calls go past the cache now, because Redis does not answer; in a cluster, calls
   * for the keys of one of its servers.
   */
  public boolean isBreakerOpen() {
    return breakers.isOpen();
  }

  /** Returns how many invalidations Redis has not acknowledged. */
  public int undeliveredKeys() {
    return engine.undeliveredKeys();
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
