package io.cacheaside.engine.read;

import io.cacheaside.engine.Load;
import io.cacheaside.engine.flight.AskClock;
import io.cacheaside.engine.flight.Caller;
import io.cacheaside.engine.flight.Flights;
import io.cacheaside.engine.flight.PrivateLoad;
import io.cacheaside.engine.plan.KeyFailure;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.read.ReadStep.End;
import io.cacheaside.engine.recovery.UndeliveredTargets;
import io.cacheaside.engine.region.Stamp;
import io.cacheaside.engine.support.Bypass;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.transaction.Transactions;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Where searches begin, and what they share. Threadsafe.
 *
 * <p>Nothing here or in a {@link Search} waits: that is the driver's part.
 */
final class Searches {
  final Store store;
  final CacheListener listener;
  final Flights flights;
  private final UndeliveredTargets undelivered;
  private final BypassReport report;
  private final DirectLoads directLoads;
  final Populating populating;
  private final Transactions transactions;
  final LeaseTokens tokens;
  private final ShadowCheck shadow;
  final AskClock asks;
  final LeaseWaits leaseWaits;
  final ForeignReport foreign;
  final PrivateLoad.Report privateLoads = new PrivateLoad.Report();
  final Clocks clocks;
  final long leaseMillis;
  final long waitNanos;
  private final Runnable upkeep;

  /**
   * @param timer polls for those who wait
   * @param asks is this JVM's clock of questions
   * @param upkeep looks after the work in the background; run by calls that find nothing to serve,
   *     before they take anything
   */
  Searches(
      EngineContext context,
      Flights flights,
      UndeliveredTargets undelivered,
      Transactions transactions,
      AskClock asks,
      ScheduledExecutorService timer,
      Runnable upkeep) {
    this.asks = asks;
    this.upkeep = upkeep;
    this.clocks = context.clocks();
    this.shadow = new ShadowCheck(context, timer);
    this.leaseWaits = new LeaseWaits(context, asks, timer);
    this.store = context.store();
    this.listener = context.listener();
    this.flights = flights;
    this.undelivered = undelivered;
    this.tokens = LeaseTokens.random();
    this.leaseMillis = context.options().lease().toMillis();
    this.waitNanos = context.options().waitLimit().toNanos();
    this.transactions = transactions;
    this.report = new BypassReport(context.throttle(), context.options());
    this.directLoads = new DirectLoads(context, transactions, report);
    this.populating = new Populating(context, flights, transactions);
    this.foreign = new ForeignReport(context.throttle());
  }

  /** Sends those who wait for other JVMs past the cache. */
  void close() {
    leaseWaits.close();
  }

  /** Returns how many loads, questions and waits for them are under way. */
  int underWay() {
    return flights.size() + directLoads.size() + leaseWaits.size();
  }

  /** Returns the time by the clock of questions: a read notes it before it does anything. */
  long now() {
    return asks.now();
  }

  /** Returns the load of a call whose key cannot be computed. */
  Load withoutKey(MethodPlan plan, KeyFailure failure) {
    report.withoutKey(plan, failure);
    return directLoads.alone(plan, KeyFailure.NO_KEY, BypassReason.KEY);
  }

  /**
   * Asks what this JVM knows of the key without the store; on the thread of the call.
   *
   * @throws Bypass if the entry may not be used
   */
  void requireUsable(MethodPlan plan, Key key) {
    if (undelivered.cover(key, plan.region())) {
      upkeep.run();
      throw Bypass.because(BypassReason.UNDELIVERED);
    }
    if (transactions.hasUncommitted(key, plan.region())) {
      throw Bypass.because(BypassReason.TRANSACTION);
    }
    if (plan.entries().isSuspended()) {
      throw Bypass.because(BypassReason.NOT_CACHEABLE);
    }
  }

  /**
   * Returns the first step of a read, on the thread of the call. The others may be taken on any
   * thread: what has to be known of this one is asked here.
   */
  ReadStep begin(MethodPlan plan, @Nullable Object receiver, @Nullable Object[] arguments)
      throws Throwable {
    long start = now();
    Key key;
    try {
      key = plan.key(receiver, arguments);
    } catch (KeyFailure e) {
      return new End(withoutKey(plan, e));
    }
    Search search = new Search(this, plan, key, start, Stamp.NONE, Caller.Noted.of(transactions));
    try {
      requireUsable(plan, key);
      return search.look();
    } catch (Bypass bypass) {
      return search.pastTheCache(bypass);
    }
  }

  /**
   * Returns the search of a call that found nothing to serve at once; its steps are taken on the
   * thread of the call.
   *
   * @param start when the read began, by the clock of questions
   * @param stamp learned after the read began
   */
  Search search(MethodPlan plan, Key key, long start, Stamp stamp) {
    return new Search(this, plan, key, start, stamp, transactions);
  }

  /** Returns the first step of a call past the cache, on the thread of the call. */
  ReadStep pastTheCache(MethodPlan plan, Key key, Bypass bypass) {
    return pastTheCache(plan, key, bypass, transactions);
  }

  ReadStep pastTheCache(MethodPlan plan, Key key, Bypass bypass, Caller caller) {
    return bypass.mayShareLoad() && caller.whyNextLoadIsPrivate() == null
        ? directLoads.shared(plan, key, bypass.reason(), caller)
        : new End(directLoads.alone(plan, key, bypass.reason()));
  }

  /** Returns the value of a hit, or the load that checks it; on the thread of the call. */
  @Nullable Object hit(
      MethodPlan plan, Key key, byte[] record, @Nullable Object value, boolean negative) {
    return hit(plan, key, record, value, negative, transactions);
  }

  @Nullable Object hit(
      MethodPlan plan,
      Key key,
      byte[] record,
      @Nullable Object value,
      boolean negative,
      Caller caller) {
    if (shadow.takes(plan) && caller.whyNextLoadIsPrivate() == null) {
      return shadow.load(plan, key, record, value);
    }
    listener.onHit(plan.method(), key, negative);
    return value;
  }
}
