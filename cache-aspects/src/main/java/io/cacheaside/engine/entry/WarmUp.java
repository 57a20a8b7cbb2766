package io.cacheaside.engine.entry;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.flight.Flights;
import io.cacheaside.engine.plan.KeyBinder;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.plan.Problems;
import io.cacheaside.engine.plan.ReturnShape;
import io.cacheaside.engine.plan.TemplateBinder;
import io.cacheaside.engine.plan.Ttl;
import io.cacheaside.engine.read.ReadPath;
import io.cacheaside.engine.recovery.UndeliveredTargets;
import io.cacheaside.engine.region.KeySpace;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.support.AmbientDeadline;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.engine.transaction.Transactions;
import io.cacheaside.key.Names;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A value of ours that goes the way of the application's before these do: a miss, a load that
 * populates, a hit, an invalidation. Classes are loaded then, the codec has decoded, and Redis
 * knows the scripts, at a time when nobody waits for an answer in 50 ms.
 *
 * <p>The listener of the application is not told. In the store it leaves the generation of the
 * region {@code default}, if that has none yet.
 */
public final class WarmUp {
  private static final String TEMPLATE = "cacheaside-warm-up:{id}";
  private static final Ttl TTL = new Ttl(10_000, 10_000);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** By how much the limit may be stretched, while it is this JVM that is late. */
  private static final int STRETCH = 3;

  /** The first decodes, the others find what it has prepared. */
  private static final int HITS = 3;

  private final Store store;
  private final Waiting waiting;
  private final Witness witness = new Witness();
  private final ReadPath path;
  private final MethodPlan plan;
  private final Object[] arguments = {ThreadLocalRandom.current().nextLong()};

  private WarmUp(
      String app, Store store, Codec codec, Duration limit, ScheduledExecutorService timer) {
    this.store = store;
    Regions regions = new Regions(app, Map.of());
    EngineOptions options = options(limit);
    LogThrottle throttle = new LogThrottle(System::nanoTime);
    UndeliveredTargets undelivered =
        new UndeliveredTargets(
            1, regions, System::nanoTime, witness, throttle, () -> limit.toNanos());
    Transactions none = new Transactions(TransactionOptions.NONE, throttle, undelivered);
    EngineContext context = EngineContext.of(store, witness, options, throttle, Clocks.SYSTEM);
    this.waiting = context.waiting();
    this.path = new ReadPath(context, new Flights(), undelivered, none, timer, () -> {});
    this.plan = plan(app, regions, codec);
  }

  /** The caller waits for the value to be stored, so that the next read finds it. */
  private static EngineOptions options(Duration limit) {
    EngineOptions defaults = EngineOptions.DEFAULTS;
    return new EngineOptions(
        limit,
        defaults.lease(),
        defaults.loadTimeout(),
        limit,
        0,
        1,
        defaults.undeliveredRetention(),
        true,
        false,
        defaults.recovery());
  }

  private static MethodPlan plan(String app, Regions regions, Codec codec) {
    AnnotatedMethod method = new AnnotatedMethod(method(), List.of("id"));
    String region = Names.DEFAULT_REGION;
    Problems problems = new Problems(method);
    KeyBinder binder =
        new TemplateBinder(method, regions.named(region), KeySpace.of(app, region, true), problems)
            .bind("warm-up", TEMPLATE, false);
    problems.throwIfAny();
    if (binder == null) {
      throw new IllegalStateException(TEMPLATE + " was refused without a problem");
    }
    return new MethodPlan(
        method.inRegion(region),
        binder.region(),
        binder,
        ReturnShape.PLAIN,
        codec.forType(Sample.class),
        codec.id(),
        codec.maxPayloadBytes(),
        TTL,
        SettingValues.NONE);
  }

  private static Method method() {
    try {
      return WarmUp.class.getDeclaredMethod("load", long.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is cached: small, because the bound on values may be. */
  record Sample(long id, String text) {}

  static Sample load(long id) {
    return new Sample(id, "warm");
  }

  /**
   * Caches and reads a value, again and again until that works or the time is up.
   *
   * @param limit of all waiting for the store; three times that while this JVM is late itself
   * @return null if it works, else what came between
   */
  public static @Nullable String run(
      String app, Store store, Codec codec, Duration limit, ScheduledExecutorService timer) {
    try {
      return AmbientDeadline.within(
          STRETCH * limit.toNanos(),
          () -> new WarmUp(app, store, codec, limit, timer).run(limit.toNanos()));
    } catch (Exception | LinkageError e) {
      return e.toString();
    }
  }

  private @Nullable String run(long limitNanos) throws Exception {
    long began = System.nanoTime();
    try {
      int hits = 0;
      while (hits < HITS) {
        if (isHit()) {
          hits++;
        } else if (witness.isFinal()
            || System.nanoTime() - began > (witness.isLate() ? STRETCH : 1) * limitNanos) {
          return witness.last();
        }
      }
    } finally {
      path.close();
    }
    waiting.forAcknowledgement(store.invalidate(List.of(key()), 0));
    return null;
  }

  private boolean isHit() throws Exception {
    witness.forget();
    Object outcome;
    try {
      outcome = path.read(plan, null, arguments);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (!(outcome instanceof Load load)) {
      return true;
    }
    load.completed(load((Long) arguments[0]));
    if (witness.isBypassed()) {
      LockSupport.parkNanos(PAUSE_NANOS); // a connection that broke comes again
    }
    return false;
  }

  private Key key() {
    return plan.key(null, arguments);
  }

  /** Keeps what came between. */
  private static final class Witness implements CacheListener {
    private static final Set<BypassReason> FINAL =
        EnumSet.of(BypassReason.REFUSED, BypassReason.TIMEOUT, BypassReason.NOT_CACHEABLE);

    private volatile @Nullable BypassReason bypass;
    private volatile @Nullable PopulateOutcome outcome;

    void forget() {
      bypass = null;
      outcome = null;
    }

    @Override
    public void onBypass(CachedMethod method, Key key, BypassReason reason) {
      bypass = reason;
    }

    @Override
    public void onPopulate(CachedMethod method, Key key, PopulateOutcome became) {
      outcome = became;
    }

    /** Whether trying again is in vain. */
    boolean isFinal() {
      BypassReason reason = bypass;
      return (reason != null && FINAL.contains(reason))
          || outcome == PopulateOutcome.TOO_LARGE
          || outcome == PopulateOutcome.NOT_ENCODABLE;
    }

    /** Whether it was this JVM that had no time. */
    boolean isLate() {
      return bypass == BypassReason.OVERLOADED;
    }

    boolean isBypassed() {
      return bypass != null;
    }

    String last() {
      BypassReason reason = bypass;
      return reason != null ? "bypassed: " + reason : "populate: " + outcome;
    }
  }
}
