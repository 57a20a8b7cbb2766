package io.cacheaside.engine;

import static java.util.Objects.requireNonNull;

import io.cacheaside.background.StackRoom;
import io.cacheaside.engine.Flight.Landing;
import io.cacheaside.engine.LeaseWaits.LeaseWait;
import io.cacheaside.engine.LeaseWaits.Look;
import io.cacheaside.engine.ReadDecision.Action;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Grant.Changed;
import io.cacheaside.spi.Grant.Granted;
import io.cacheaside.spi.Grant.Held;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The way of a read, for a caller who blocks: lookup, decide, then serve, or join a flight, or take
 * the lease and load, or wait for the lease's owner, or go past the cache.
 *
 * <p>A read ends with the value, or with a {@link Load} that obliges the caller to run the method.
 * Every reader looks up the key itself. Who finds nothing to serve shares questions and loads with
 * others, by one rule: only answers to what was asked after its own start count (docs/protocol.md).
 */
final class ReadPath {
  private static final int MAX_CHANGES = 3;

  private final Store store;
  private final CacheListener listener;
  private final Waiting waiting;
  private final Flights flights;
  private final WaitCircle circle;
  private final DirtyKeys dirty;
  private final BypassReport report;
  private final DirectLoads directLoads;
  private final Populating populating;
  private final Transactions transactions;
  private final LeaseTokens tokens;
  private final ShadowCheck shadow;
  private final AskClock asks = new AskClock();
  private final LeaseWaits leaseWaits;
  private final ForeignReport foreign;
  private final PrivateLoad.Report privateLoads = new PrivateLoad.Report();
  private final long leaseMillis;
  private final long waitNanos;
  private final Runnable upkeep;

  /**
   * @param timer polls for those who wait
   * @param upkeep looks after the work in the background; run by calls that find nothing to serve,
   *     before they take anything
   */
  ReadPath(
      EngineParts parts, ScheduledExecutorService timer, InstantSource clock, Runnable upkeep) {
    this.upkeep = upkeep;
    this.shadow = new ShadowCheck(parts, timer, clock);
    this.leaseWaits = new LeaseWaits(parts, asks, timer, clock, System::nanoTime);
    this.store = parts.store();
    this.listener = parts.listener();
    this.waiting = parts.waiting();
    this.flights = parts.flights();
    this.circle = parts.circle();
    this.dirty = parts.dirty();
    this.tokens = parts.tokens();
    this.leaseMillis = parts.options().lease().toMillis();
    this.waitNanos = parts.options().waitLimit().toNanos();
    this.transactions = parts.transactions();
    this.report = new BypassReport(parts.throttle(), parts.options());
    this.directLoads = new DirectLoads(listener, circle, transactions, waitNanos, report);
    this.populating = new Populating(parts);
    this.foreign = new ForeignReport(parts.throttle());
  }

  /** Sends those who wait for other JVMs past the cache. */
  void close() {
    leaseWaits.close();
  }

  /** Returns how many loads, questions and waits for them are under way. */
  int underWay() {
    return flights.size() + directLoads.size() + leaseWaits.size();
  }

  /** Returns the value for the call, or a {@link Load} if the caller has to get it. */
  @Nullable Object read(MethodPlan plan, @Nullable Object receiver, @Nullable Object[] arguments)
      throws Throwable {
    long start = asks.now();
    Key key;
    try {
      key = plan.key(receiver, arguments);
    } catch (KeyFailure e) {
      report.withoutKey(plan, e);
      return directLoads.alone(plan, KeyFailure.NO_KEY, BypassReason.KEY);
    }
    try {
      if (dirty.cover(key, plan.generationKey())) {
        upkeep.run();
        throw Bypass.because(BypassReason.DIRTY);
      }
      if (transactions.hasDirtied(key, plan.generationKey())) {
        throw Bypass.because(BypassReason.TRANSACTION);
      }
      if (plan.isSuspended()) {
        throw Bypass.because(BypassReason.NOT_CACHEABLE);
      }
      CompletableFuture<byte @Nullable []> lookup = store.lookup(key);
      CompletableFuture<Long> current = store.generation(plan.generationKey());
      byte[] record = waiting.forStore(lookup);
      long generation = waiting.forStore(current);
      ReadDecision decision = plan.decide(record, key, generation);
      if (decision.action() == Action.SERVE) {
        Object value = plan.decodeOrNull(requireNonNull(record));
        if (value != null) {
          return hit(plan, key, requireNonNull(record), value, false);
        }
        decision = ReadDecision.undecodable(requireNonNull(record));
      }
      upkeep.run();
      return new Search(plan, key, start, generation).loadOrShare(record, decision);
    } catch (Bypass bypass) {
      return bypass.mayShareLoad() && transactions.whyNextLoadIsPrivate() == null
          ? directLoads.shared(plan, key, bypass.reason())
          : directLoads.alone(plan, key, bypass.reason());
    }
  }

  private @Nullable Object hit(
      MethodPlan plan, Key key, byte[] record, @Nullable Object value, boolean negative) {
    if (shadow.takes(plan) && transactions.whyNextLoadIsPrivate() == null) {
      return shadow.load(plan, key, record, value);
    }
    listener.onHit(plan.method(), key, negative);
    return value;
  }

  /** The rest of a read that found nothing to serve at once. */
  private final class Search {
    private final MethodPlan plan;
    private final Key key;

    /** When the read began, by the clock of questions. */
    private final long start;

    private final long giveUpAt = System.nanoTime() + waitNanos;
    private long generation;
    private int changes;
    private boolean waited;

    Search(MethodPlan plan, Key key, long start, long generation) {
      this.plan = plan;
      this.key = key;
      this.start = start;
      this.generation = generation;
    }

    /** Follows the decisions until one ends the read. */
    @Nullable Object loadOrShare(byte @Nullable [] found, ReadDecision first) throws Throwable {
      byte[] record = found;
      ReadDecision decision = first;
      while (true) {
        switch (decision.action()) {
          case SERVE -> {
            Object value = plan.decodeOrNull(requireNonNull(record));
            if (value != null) {
              return hit(plan, key, requireNonNull(record), value, false);
            }
            decision = ReadDecision.undecodable(requireNonNull(record));
          }
          case SERVE_NEGATIVE -> {
            return hit(plan, key, requireNonNull(record), plan.absent(), true);
          }
          case BYPASS -> throw foreign();
          case LOAD, LOAD_OTHER_SCHEMA, LOAD_DAMAGED, AWAIT_LEASE -> {
            Step step = takeLeaseOrShare(decision, record);
            if (step.ended()) {
              return step.outcome();
            }
            record = step.record();
            generation = waiting.forStore(store.generation(plan.generationKey()));
            decision = plan.decide(record, key, generation);
          }
        }
      }
    }

    private Step takeLeaseOrShare(ReadDecision decision, byte @Nullable [] record)
        throws Throwable {
      StackRoom.require();
      if (giveUpAt - System.nanoTime() <= 0) {
        throw Bypass.because(BypassReason.WAIT_LIMIT);
      }
      reportUnreadable(decision);
      PrivateLoad why = transactions.whyNextLoadIsPrivate();
      if (why != null) {
        privateLoads.tell(plan.method(), why);
        throw Bypass.because(BypassReason.TRANSACTION);
      }
      LeaseToken shown = decision.token();
      if (shown != null) {
        Flight running = flights.find(key, shown);
        if (running != null && mayJoin(running)) {
          return join(running);
        }
        byte[] lease = requireNonNull(record);
        if (!tokens.isOwn(shown) && leaseWaits.seemsHeld(lease)) {
          return awaitOwner(leaseWaits.enter(key, shown, lease), null);
        }
      }
      Flight mine =
          new Flight(plan, key, tokens.next(), store.epoch(), generation, decision.seen());
      Flight asking;
      Grant grant = null;
      try {
        asking = flights.findOrAdd(mine, asks, flight -> answersFor(mine, flight));
        if (asking == mine) {
          grant = ask(mine);
        }
        if (grant instanceof Granted granted) {
          listener.onMiss(plan.method(), key);
          return Step.end(populating.start(mine, granted.nowMillis()));
        }
      } catch (Throwable e) {
        if (!mine.landing().isDone()) {
          populating.end(mine, Flight.ABANDONED); // maybe it was granted, and nobody loads
        }
        throw e;
      }
      return grant == null ? join(asking) : refused(grant);
    }

    /** What to do when the lease was not granted, to this call or to one that asked for it too. */
    private Step refused(Grant grant) throws Throwable {
      if (grant instanceof Changed changed) {
        if (++changes > MAX_CHANGES) {
          throw Bypass.because(BypassReason.WAIT_LIMIT);
        }
        return Step.again(changed.record());
      }
      if (grant instanceof Held held) {
        Flight owner = flights.find(key, held.token());
        return owner != null && mayJoin(owner)
            ? join(owner)
            : awaitOwner(leaseWaits.enter(key, held), owner);
      }
      throw foreign();
    }

    private Bypass foreign() {
      foreign.found(plan.method());
      return Bypass.because(BypassReason.FOREIGN);
    }

    private void reportUnreadable(ReadDecision decision) {
      switch (decision.action()) {
        case LOAD_OTHER_SCHEMA -> listener.onUnreadable(plan.method(), key, true);
        case LOAD_DAMAGED -> listener.onUnreadable(plan.method(), key, false);
        default -> {}
      }
    }

    /** Whether the flight asks for this read as well: late enough, and the same. */
    private boolean answersFor(Flight mine, Flight flight) {
      return flight.askedAt > start && Objects.equals(flight.seen, mine.seen) && mayJoin(flight);
    }

    /**
     * The token was live in an answer to something asked after this read began, or will be: the
     * epoch must still hold, and the region must not have been cleared, which leaves leases alive.
     */
    private boolean mayJoin(Flight flight) {
      return flight.plan == plan
          && flight.epoch == store.epoch()
          && flight.generation == generation
          && !flight.isInvalidated();
    }

    private Grant ask(Flight mine) {
      LeaseToken token = requireNonNull(mine.token);
      Grant grant;
      try {
        grant = waiting.forStore(store.acquire(key, token, leaseMillis, mine.seen));
        if (grant instanceof Granted && mine.epoch != store.epoch()) {
          throw Bypass.because(BypassReason.UNAVAILABLE);
        }
      } catch (Bypass bypass) {
        // The token is void, but the lease may have been granted: give it back behind the request.
        populating.end(
            mine, bypass.mayShareLoad() ? new Landing.Unanswered(bypass) : Flight.ABANDONED);
        throw bypass;
      }
      if (!(grant instanceof Granted)) {
        flights.remove(mine);
        mine.land(new Landing.Refused(grant));
      }
      return grant;
    }

    private Step join(Flight flight) throws Throwable {
      flight.join();
      awaitSignal(flight, flight.landing(), giveUpAt - System.nanoTime());
      if (!flight.landing().isDone()) {
        throw Bypass.because(BypassReason.WAIT_LIMIT);
      }
      Landing landing = flight.landing().join();
      if (flight.askedAt > start) {
        if (landing instanceof Landing.Refused refused) {
          return refused(refused.answer());
        }
        if (landing instanceof Landing.Unanswered unanswered) {
          throw unanswered.why();
        }
      }
      Object value = landing.valueFor(plan);
      if (value == Landing.NOTHING) {
        return Step.again(waiting.forStore(store.lookup(key)));
      }
      listener.onJoin(plan.method(), key);
      landing.throwFailure();
      return Step.end(value);
    }

    /**
     * Waits until the lease may be free, together with all in this JVM who wait for it.
     *
     * @param owner the flight of this JVM that has the lease, if it is one
     */
    private Step awaitOwner(LeaseWait wait, @Nullable Flight owner) {
      try {
        if (!waited) {
          waited = true;
          listener.onLeaseWait(plan.method(), key);
        }
        awaitSignal(owner, wait.found(), giveUpAt - System.nanoTime());
      } finally {
        wait.leave();
      }
      Look look = wait.found().getNow(Look.NONE);
      if (look.askedAt() <= start) {
        return Step.again(waiting.forStore(store.lookup(key)));
      }
      if (look.failure() != null) {
        throw Bypass.because(look.failure());
      }
      return Step.again(look.record());
    }

    /** Waits; if a flight of this JVM has to land first, never for oneself. */
    private void awaitSignal(@Nullable Flight flight, CompletableFuture<?> signal, long nanos) {
      if (flight == null) {
        Waiting.forSignal(signal, nanos);
        return;
      }
      circle.enter(flight);
      try {
        Waiting.forSignal(signal, nanos);
      } finally {
        circle.leave();
      }
    }
  }

  /**
   * The result of one round: the end of the read, or another record to decide about.
   *
   * @param ended whether the read ended
   * @param outcome the value or {@link Load}, if it ended
   * @param record what the store held last, if it goes on
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(boolean ended, @Nullable Object outcome, byte @Nullable [] record) {
    static Step end(@Nullable Object outcome) {
      return new Step(true, outcome, null);
    }

    static Step again(byte @Nullable [] record) {
      return new Step(false, null, record);
    }
  }
}
