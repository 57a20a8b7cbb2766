package io.cacheaside.engine.entry;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.background.NeutralThread;
import io.cacheaside.background.PeriodicTask;
import io.cacheaside.background.StackRoom;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.entry.CallSite.PerEngine;
import io.cacheaside.engine.flight.Flights;
import io.cacheaside.engine.flight.LeaseRenewal;
import io.cacheaside.engine.flight.LoadFailure;
import io.cacheaside.engine.flight.MeasuredLoad;
import io.cacheaside.engine.plan.EntryOwners;
import io.cacheaside.engine.plan.InvalidationPlan;
import io.cacheaside.engine.plan.KeyFailure;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.plan.PlanCheck;
import io.cacheaside.engine.plan.PlanCompiler;
import io.cacheaside.engine.plan.UncachedMethods;
import io.cacheaside.engine.read.ReadPath;
import io.cacheaside.engine.recovery.Delivery;
import io.cacheaside.engine.recovery.InvalidationRecovery;
import io.cacheaside.engine.recovery.JournalDelivery;
import io.cacheaside.engine.recovery.Reconnections;
import io.cacheaside.engine.recovery.Redelivery;
import io.cacheaside.engine.recovery.RefusalReport;
import io.cacheaside.engine.recovery.ReplayRing;
import io.cacheaside.engine.recovery.UndeliveredTargets;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Survived;
import io.cacheaside.engine.support.Upkeep;
import io.cacheaside.engine.transaction.Transactions;
import io.cacheaside.engine.write.RunningWrites;
import io.cacheaside.engine.write.WritePath;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.InvalidAnnotationException;
import io.cacheaside.spi.Store;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The door to the read path and the write path. Several engines may be installed in a JVM; the one
 * that was put in force last is what woven code uses. Where none is, annotated methods run as if
 * they were not annotated. Threadsafe. Not final, so that tests can give calls shapes that are not
 * built yet; no subclass is part of the API.
 */
public class CacheEngine implements AutoCloseable {
  static {
    NeutralThread.startDelays();
  }

  private final CacheListener listener;
  private final Clocks clocks;
  private final PlanCompiler compiler;
  private final EntryOwners owners = new EntryOwners();
  private final ByHand byHand;

  /** The read path, for who takes its steps himself. */
  public final ReadPath readPath;

  final WritePath writePath;
  final RunningWrites writes;
  private final InvalidationRecovery recovery;
  final UndeliveredTargets undelivered;
  final UncachedMethods uncached = new UncachedMethods();
  private final Transactions transactions;
  private final @Nullable JournalDelivery journal;
  private final long closeNanos;
  private final AtomicLong retentionNanos;
  private final Upkeep upkeep;
  private final PeriodicTask renewal;

  /** What holds plans of this engine, and so the engine; weak, because classes may be unloaded. */
  private final Queue<WeakReference<PerEngine<?>>> keepers = new ConcurrentLinkedQueue<>();

  private volatile boolean closed;

  /** Creates an engine that knows no transactions. */
  public CacheEngine(
      String app,
      Store store,
      Codec codec,
      CacheListener listener,
      EngineOptions options,
      Map<String, SettingValues> regions,
      ScheduledExecutorService timer) {
    this(app, store, codec, listener, options, TransactionOptions.NONE, regions, timer);
  }

  /**
   * Creates an engine; woven code does not use it until it is {@link #install}ed.
   *
   * @param app the first part of every physical key
   * @param regions the settings of the regions that the configuration mentions
   * @param timer runs renewals and recovery; not closed by the engine
   */
  public CacheEngine(
      String app,
      Store store,
      Codec codec,
      CacheListener listener,
      EngineOptions options,
      TransactionOptions transactionOptions,
      Map<String, SettingValues> regions,
      ScheduledExecutorService timer) {
    this(app, store, codec, listener, options, transactionOptions, regions, timer, Clocks.SYSTEM);
  }

  /** Creates an engine with these clocks; it does nothing until {@link #install}ed. */
  public CacheEngine(
      String app,
      Store store,
      Codec codec,
      CacheListener listener,
      EngineOptions options,
      TransactionOptions transactionOptions,
      Map<String, SettingValues> regions,
      ScheduledExecutorService timer,
      Clocks clocks) {
    EarlyInitialization.run();
    this.clocks = clocks;
    this.upkeep = new Upkeep(clocks.nanoTime());
    this.listener = GuardedListeners.around(listener);
    Regions known = new Regions(app, regions);
    this.compiler = new PlanCompiler(app, codec, known, options.logKeys());
    this.byHand = new ByHand(compiler);
    LogThrottle throttle = new LogThrottle(clocks.nanoTime());
    this.retentionNanos = new AtomicLong(options.undeliveredRetention().toNanos());
    this.undelivered =
        new UndeliveredTargets(
            options.undeliveredLimit(),
            known,
            clocks.nanoTime(),
            this.listener,
            throttle,
            retentionNanos::get);
    this.transactions = new Transactions(transactionOptions, throttle, undelivered);
    RecoveryOptions recoveryOptions = options.recovery();
    EngineContext context = EngineContext.of(store, this.listener, options, throttle, clocks);
    Flights flights = new Flights();
    ReplayRing ring =
        new ReplayRing(
            options.undeliveredLimit(),
            recoveryOptions.replayWindow().toNanos(),
            clocks.nanoTime());
    Delivery delivery = new Delivery(store, ring::add);
    this.closeNanos = recoveryOptions.closeTimeout().toNanos();
    RefusalReport refusals = new RefusalReport(this.listener, throttle);
    this.journal = JournalDelivery.started(delivery, refusals, known, context, upkeep);
    this.recovery =
        new InvalidationRecovery(
            context,
            undelivered,
            new Redelivery(context, undelivered, delivery, refusals),
            timer,
            clocks.nanoTime());
    this.readPath = new ReadPath(context, flights, undelivered, transactions, timer, upkeep);
    this.writePath =
        new WritePath(
            context,
            flights,
            undelivered,
            transactions,
            delivery,
            journal,
            recovery,
            retentionNanos::get);
    this.writes = new RunningWrites(writePath, undelivered);
    store.onReconnect(
        new Reconnections(
            undelivered,
            ring,
            known,
            recovery,
            this.listener,
            retentionNanos::get,
            clocks.nanoTime()));
    Runnable renewals = new LeaseRenewal(context, flights);
    this.renewal =
        upkeep.every(timer, options.lease().toMillis() / 3, "the renewal of leases", renewals);
    upkeep.everySecond(timer, "the look after invalidations", recovery::lookAfter);
    upkeep.everySecond(timer, "the look after writes", writes::lookAfter);
  }

  /** Says no more of the methods that a check at the start has told of. */
  public void wereTold(PlanCheck check) {
    uncached.wereTold(check);
    owners.wereTold(check.owners());
    byHand.wereFound(check);
  }

  /** Returns a listener that tells all of these, and keeps what they throw away from the caller. */
  public static CacheListener guarded(List<CacheListener> listeners) {
    return GuardedListeners.around(listeners.toArray(CacheListener[]::new));
  }

  /** Returns the engine in force, or null if there is none. */
  public static @Nullable CacheEngine installed() {
    return InForce.engine();
  }

  /**
   * Puts this engine in force, before those that are installed.
   *
   * @return false if it is closed
   */
  public boolean install() {
    return InForce.put(this);
  }

  /** Takes this engine out of force, without closing it; the one before is in force then. */
  public void uninstall() {
    InForce.remove(this);
  }

  /** Returns whether it is closed or being closed: then calls run as if there was none. */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Reads through the cache.
   *
   * @param receiver the object that the method was called on, null if it is static
   * @return the value, or a {@link Load} if the caller has to run the method
   * @throws Throwable what the load of another caller threw, if this call joined it
   */
  public @Nullable Object read(
      CallSite site, @Nullable Object receiver, @Nullable Object[] arguments) throws Throwable {
    MethodPlan plan = null;
    try {
      plan = site.readPlan(this);
      if (!plan.isEnabled()) {
        listener.onBypass(plan.method(), KeyFailure.NO_KEY, BypassReason.DISABLED);
        return unshared(plan);
      }
      return readPath.read(plan, receiver, arguments);
    } catch (LoadFailure e) {
      throw e.failure();
    } catch (InvalidAnnotationException e) {
      return site.uncached(listener);
    } catch (Throwable e) {
      return uncached(plan, e);
    }
  }

  private Load unshared(MethodPlan plan) {
    return new MeasuredLoad(plan.method(), KeyFailure.NO_KEY, listener, clocks);
  }

  /** The method can run, whatever the cache met: what is left is a load that nobody shares. */
  private Load uncached(@Nullable MethodPlan plan, Throwable failure) {
    try {
      Survived.say("the cache failed in a read, and the method runs", failure);
      if (plan != null) {
        listener.onBypass(plan.method(), KeyFailure.NO_KEY, BypassReason.ERROR);
        return unshared(plan);
      }
    } catch (Throwable e) {
      // Not even that is possible here; it needs nothing to run the method.
    }
    return Load.UNCACHED;
  }

  /**
   * Begins a write, which has to be {@linkplain Write#ended ended}: {@link #close} waits for it.
   * Throws only for want of memory or stack to note the keys: then nothing has been written yet.
   *
   * @param receiver the object that the method was called on, null if it is static
   * @throws InvalidAnnotationException if an annotation is wrong; then the write has not begun
   */
  public Write writeBegins(CallSite site, @Nullable Object receiver, @Nullable Object[] arguments) {
    StackRoom.require();
    upkeep.run();
    Write write = new Write(this, site.invalidationPlan(this), receiver, arguments);
    writes.begin(write);
    return write;
  }

  /**
   * Invalidates what the annotations of an ended method say, at once or when the transaction that
   * the calling thread is in has ended. Never throws for a failure of the cache.
   *
   * @param receiver the object that the method was called on, null if it is static
   * @param result what the method returned, null if it threw
   * @param returned whether it returned
   * @throws InvalidAnnotationException if an annotation is wrong
   */
  public void invalidate(
      CallSite site,
      @Nullable Object receiver,
      @Nullable Object[] arguments,
      @Nullable Object result,
      boolean returned) {
    Write write = new Write(this, site.invalidationPlan(this), receiver, arguments);
    writePath.invalidate(write, result, returned);
  }

  /**
   * Invalidates one key, as a call of an {@code @Invalidate} method does.
   *
   * @param keyText what the template of the key becomes
   * @throws IllegalArgumentException if no region has that name or no template makes that text
   * @throws IllegalStateException if there is a journal and it could not be written
   */
  public void invalidate(String region, String keyText) {
    complete(byHand.invalidate(region, keyText));
  }

  /**
   * Clears a region, as a call of an {@code @Invalidate} method does.
   *
   * @throws IllegalArgumentException if no region has that name
   * @throws IllegalStateException if there is a journal and it could not be written
   */
  public void clear(String region) {
    complete(byHand.clear(region));
  }

  /** The write has been made by others already: there is no body to run. */
  private void complete(InvalidationPlan plan) {
    StackRoom.require();
    upkeep.run();
    Write write = new Write(this, plan, null, new Object[0]);
    writes.begin(write);
    write.ended(null, true);
  }

  /** Returns how many invalidations are not delivered. */
  public int undeliveredKeys() {
    return undelivered.size();
  }

  /** Returns how many loads, questions and waits for them are under way, and writes. */
  public int underWay() {
    return readPath.underWay() + writes.size();
  }

  /**
   * Throws what is wrong with any annotation of a method, or with what it returns.
   *
   * @throws InvalidAnnotationException with all that is wrong
   */
  public void check(AnnotatedMethod method) {
    compiler.check(method);
  }

  /**
   * Returns the plan of a {@code @CacheAside} method; its entries belong to it from now on.
   *
   * @throws InvalidAnnotationException naming all that is wrong with the annotation
   */
  public MethodPlan compileRead(AnnotatedMethod method) {
    MethodPlan plan = compiler.compileRead(method);
    owners.add(method, plan);
    long ttlNanos = TimeUnit.MILLISECONDS.toNanos(plan.longestTtlMillis());
    retentionNanos.accumulateAndGet(ttlNanos, Math::max);
    return plan;
  }

  /** Returns the plan of a method of which nothing is known but the regions it invalidates in. */
  InvalidationPlan clearing(CachedMethod method, Set<String> regions) {
    return compiler.clearing(method, regions);
  }

  InvalidationPlan compileInvalidations(AnnotatedMethod method) {
    return compiler.compileInvalidations(method);
  }

  /** Notes what holds this engine, to be told when it is closed; returns false if it is already. */
  boolean isKeptBy(PerEngine<?> keeper) {
    keepers.removeIf(each -> each.get() == null);
    keepers.add(new WeakReference<>(keeper));
    return !closed;
  }

  private void release() {
    for (WeakReference<PerEngine<?>> each : keepers) {
      PerEngine<?> keeper = each.get();
      if (keeper != null) {
        keeper.forget(this);
      }
    }
    keepers.clear();
  }

  /**
   * Takes the engine out of force, sends waiting readers past the cache, waits for writes and their
   * transactions under way and delivers what it still owes; for the close timeout at most. A thread
   * that was interrupted before does that too, and stays interrupted.
   */
  @Override
  public void close() {
    if (Thread.interrupted()) { // before; what is owed is owed all the same
      try {
        close();
      } finally {
        Thread.currentThread().interrupt();
      }
      return;
    }
    closed = true;
    uninstall(); // after it was marked as closed, so that nobody puts it in force again
    try {
      deliverAll(System.nanoTime() + closeNanos);
    } finally {
      release(); // last: it waits for plans that are being compiled
    }
  }

  private void deliverAll(long end) {
    renewal.end();
    Survived.quietly(readPath::close);
    while ((writes.size() > 0 || transactions.pending() > 0)
        && end - System.nanoTime() > 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    upkeep.end();
    Survived.quietly(writes::lookAfter);
    Survived.quietly(writePath::closeTransactions);
    Survived.quietly(() -> recovery.close(end));
    if (journal != null) {
      journal.close(end);
    }
  }
}
