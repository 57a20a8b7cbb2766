package io.cacheaside;

import io.cacheaside.aspect.UncachedWarning;
import io.cacheaside.background.RootThreads;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.plan.PlanCheck;
import io.cacheaside.interception.Interception;
import io.cacheaside.interception.Interceptions;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.InvalidAnnotationException;
import io.cacheaside.spi.Store;
import io.cacheaside.store.Breakers;
import io.cacheaside.weaving.ScannedMethod;
import io.cacheaside.weaving.WeavingAudit;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache, from {@link #install} until {@link #close}. It makes the store, the codec and the engine
 * from a {@link CacheAsideConfig} and connects them.
 *
 * <p>An application has one. Several may be installed in a JVM, for the contexts of tests above
 * all: woven methods use the one that is in force, which is the newest one, unless another one was
 * {@linkplain #activate activated}. Where none is in force, they run as if they were not annotated.
 * Interceptors stay with the runtime that made them. This class is threadsafe.
 */
public final class CacheAsideRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheAsideRuntime.class);
  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** Those that are not closed. */
  private static final Map<CacheEngine, CacheAsideRuntime> OPEN = new ConcurrentHashMap<>();

  private final String app;
  private final CacheEngine engine;
  private final Interceptions interceptions;

  private final InterfaceMethods interfaceMethods;
  private final Store store;
  private final Breakers breakers;
  private final ScheduledThreadPoolExecutor timer;

  private CacheAsideRuntime(
      String app,
      CacheEngine engine,
      Store store,
      Breakers breakers,
      ScheduledThreadPoolExecutor timer,
      List<ScannedMethod> ofInterfaces) {
    this.app = app;
    this.engine = engine;
    this.interceptions = new Interceptions(engine);
    this.interfaceMethods = new InterfaceMethods(ofInterfaces, interceptions);
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
   * <p>If another runtime is in force, a WARN says so: it is in force again when this one is
   * closed.
   *
   * @throws IllegalStateException if Redis is required and does not answer
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
        List<ScannedMethod> ofInterfaces =
            auditApplication(config, plans, misconfigured); // while the store connects
        start.await(timer);
        Store store = aroundStore.apply(start.store());
        CacheEngine engine = engine(config, store, codec, listener, timer);
        engine.wereTold(plans);
        runtime =
            new CacheAsideRuntime(
                config.get(Settings.APP), engine, store, breakers, timer, ofInterfaces);
      } catch (RuntimeException | Error e) {
        start.store().close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      timer.shutdownNow();
      throw e;
    }
    try {
      runtime.begin(config);
    } catch (RuntimeException | Error e) {
      runtime.close(); // nobody else knows it
      throw e;
    }
    return runtime;
  }

  private void begin(CacheAsideConfig config) {
    inForce().ifPresent(this::warnOfTwo);
    OPEN.put(engine, this);
    activate();
    interfaceMethods.warnLater(timer);
    config.regions.forEach(CacheAsideRuntime::sayIfOff);
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
   * @return annotated methods of interfaces, if it was looked for them
   */
  private static List<ScannedMethod> auditApplication(
      CacheAsideConfig config, PlanCheck plans, List<String> misconfigured) {
    WeavingCheck weavingCheck = config.get(Settings.WEAVING_CHECK).orSystemProperty();
    RegionCheck regionCheck = config.get(Settings.REGION_CHECK);
    boolean regionsNamed = regionCheck != RegionCheck.OFF && !config.regionPlaces.isEmpty();
    String unwoven = null;
    List<String> annotations = List.of();
    List<ScannedMethod> ofInterfaces = List.of();
    if (weavingCheck != WeavingCheck.OFF || regionsNamed) {
      WeavingAudit audit =
          WeavingAudit.ofApplication(config.application == null ? caller() : config.application);
      unwoven = weavingCheck.judgeWeaving(audit);
      annotations = weavingCheck.judgeAnnotations(audit, plans);
      ofInterfaces = weavingCheck == WeavingCheck.OFF ? List.of() : audit.forInterceptors();
      misconfigured.addAll(regionCheck.judge(audit, config.regionPlaces));
    }
    new StartMistakes(unwoven, annotations, misconfigured).throwIfAny();
    return ofInterfaces;
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

  private void warnOfTwo(CacheAsideRuntime other) {
    LOG.warn(
        "this CacheAsideRuntime, of app \"{}\", is in force in place of another one, of app \"{}\","
            + " until it is closed: what is invalidated meanwhile may stay cached there. If one is"
            + " enough, close the other one first; if two are meant, call its deactivate() first",
        app,
        other.app);
  }

  /**
   * Returns the runtime that woven methods use now; none if none is installed, or all that are were
   * deactivated.
   */
  public static Optional<CacheAsideRuntime> inForce() {
    CacheEngine engine = CacheEngine.installed();
    return engine == null ? Optional.empty() : Optional.ofNullable(OPEN.get(engine));
  }

  /**
   * Puts this runtime in force for woven methods, before all others. Calls under way end with the
   * runtime that they began with.
   *
   * @throws IllegalStateException if it is closed
   */
  public void activate() {
    if (!engine.install()) {
      throw new IllegalStateException(
          "this CacheAsideRuntime, of app \"" + app + "\", is closed; install another one");
    }
  }

  /**
   * Takes this runtime out of force, without closing it: woven methods use the one that was in
   * force before, or run uncached if there is none. Its interceptors still use it, and {@link
   * #activate} puts it in force again. Harmless if it is not in force.
   */
  public void deactivate() {
    engine.uninstall();
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
   * Returns an object that calls another one through this cache: where the interface declares a
   * method with {@code @CacheAside} or {@code @Invalidate}, calls do what they do for a woven
   * method, and with others they go straight to the target, as {@code equals}, {@code hashCode} and
   * {@code toString} do. Default methods that are annotated are woven, as well as methods that the
   * class of the target has annotated itself; such calls go to them.
   *
   * <p>The object stays with this runtime, whatever is in force; when this is closed, calls run
   * uncached.
   *
   * @param type an interface with annotated methods, declared in it or in one that it extends; the
   *     last declaration of a method counts
   * @param target what implements it; not an object that is wrapped already
   * @throws IllegalArgumentException if the type cannot be wrapped, or has no annotated method
   * @throws InvalidAnnotationException with all that is wrong with annotations
   */
  public <T> T wrap(Class<T> type, T target) {
    return interceptions.wrap(type, target);
  }

  /**
   * Returns what an interceptor does around calls of a method, with this runtime. There is one for
   * each method, so ask once and keep it.
   *
   * @param type the type as which objects are called, an interface or a class
   * @param method of it or of one of its supertypes; the last declaration in the type counts
   * @return none if that is not annotated
   * @throws InvalidAnnotationException with all that is wrong with its annotations
   */
  public Optional<Interception> interception(Class<?> type, Method method) {
    return interceptions.find(type, method);
  }

  /**
   * Says that annotated methods are meant to run uncached where no runtime is installed: the
   * warning that tells of such calls is left out from now on.
   */
  public static void leaveUncached() {
    UncachedWarning.leaveOut();
  }

  /**
   * Returns the annotated methods of interfaces that the start has found and that nothing is put in
   * front of yet, neither {@link #wrap} nor an {@link #interception}: they run uncached. A minute
   * after the start, a WARN lists them. A framework asks when all of its objects are there.
   *
   * @return for example {@code shop.Users.find(long)}, sorted; none if the weaving check is off
   */
  public List<String> notIntercepted() {
    return interfaceMethods.notIntercepted();
  }

  /**
   * Returns whether calls go past the cache now, because Redis does not answer; in a cluster, calls
   * for the keys of one of its servers.
   */
  public boolean isBreakerOpen() {
    return breakers.isOpen();
  }

  /**
   * Invalidates one entry by hand, where no {@code @Invalidate} method has made the write: a
   * message of another system has come, or somebody has corrected the database.
   *
   * <pre>{@code
   * runtime.invalidate("users", "user:42");
   * }</pre>
   *
   * <p>It guarantees what {@code @Invalidate} does. In a transaction that the runtime knows, the
   * entry is removed after the commit, and until then the transaction reads past it. Else, when
   * this returns, Redis has acknowledged, or the invalidation is {@linkplain #undeliveredKeys
   * undelivered}: this JVM does not serve the entry and delivers it later. Call it after the write.
   *
   * @param region the name of the region; {@code default} if the annotation names none. One that no
   *     method and no setting names is logged once, as a warning
   * @param keyText what the template becomes: {@code user:42} for {@code user:{id}}. Values stand
   *     in it as they are written in keys, so a string keeps ASCII letters, digits and {@code -_.+}
   *     and all characters from U+00A0 on, and has {@code %XX} in place of others: {@code
   *     user:ann%40example.org}; {@code ~} is null
   * @throws IllegalArgumentException if the region is no name, or if no template makes such a text
   * @throws IllegalStateException if the runtime is closed, or if there is a journal and the
   *     invalidation could not be written to it
   */
  public void invalidate(String region, String keyText) {
    requireOpen();
    engine.invalidate(region, keyText);
  }

  /**
   * Clears a region by hand: all of its entries, however many, in one step. It guarantees what
   * {@link #invalidate} does.
   *
   * <pre>{@code
   * runtime.clear("users");
   * }</pre>
   *
   * @param region as for {@link #invalidate}
   * @throws IllegalArgumentException if the region is no name
   * @throws IllegalStateException as for {@link #invalidate}
   */
  public void clear(String region) {
    requireOpen();
    engine.clear(region);
  }

  private void requireOpen() {
    if (engine.isClosed()) {
      throw new IllegalStateException(
          "the CacheAsideRuntime is closed, so nothing can be invalidated by it: entries keep their"
              + " old values until their TTL ends; close it after the last write");
    }
  }

  /** Returns how many invalidations Redis has not acknowledged. */
  public int undeliveredKeys() {
    return engine.undeliveredKeys();
  }

  /**
   * Takes the runtime out of force, as {@link #deactivate} does, delivers what is undelivered for
   * the close timeout at most, and closes connections and threads. Calls under way end without the
   * cache. Closing twice is harmless.
   */
  @Override
  public void close() {
    try {
      engine.close();
    } finally {
      OPEN.remove(engine);
      try {
        timer.shutdownNow();
      } finally {
        store.close();
      }
    }
  }
}
