package io.cacheaside.engine;

import static java.util.Objects.requireNonNull;

import io.cacheaside.engine.Flight.Landing;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a read, for a caller who blocks: lookup, decide, then serve, or join a flight, or take
 * the lease and load, or wait for the lease's owner, or go past the cache.
 *
 * <p>A read ends with the value, or with a {@link Load} that obliges the caller to run the method.
 * Every reader asks the store itself, after its own start; what it may share with others follows
 * from that answer alone (docs/protocol.md).
 */
final class ReadPath {
  private static final long POLL_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long POLL_SPREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
  private static final long LEASE_SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int MAX_CHANGES = 3;

  private final Store store;
  private final CacheListener listener;
  private final Waiting waiting;
  private final Flights flights;
  private final WaitCircle circle;
  private final DirtyKeys dirty;
  private final DirectLoads directLoads;
  private final Populating populating;
  private final Transactions transactions;
  private final LeaseTokens tokens;
  private final ShadowCheck shadow;
  private final DoubleSupplier random;
  private final long leaseMillis;
  private final long waitNanos;

  ReadPath(EngineParts parts, ShadowCheck shadow) {
    this.shadow = shadow;
    this.store = parts.store();
    this.listener = parts.listener();
    this.waiting = parts.waiting();
    this.flights = parts.flights();
    this.circle = parts.circle();
    this.dirty = parts.dirty();
    this.tokens = parts.tokens();
    this.random = parts.random();
    this.leaseMillis = parts.options().lease().toMillis();
    this.waitNanos = parts.options().waitLimit().toNanos();
    this.transactions = parts.transactions();
    this.directLoads = new DirectLoads(listener, circle, transactions, waitNanos);
    this.populating = new Populating(parts);
  }

  /** Returns the value for the call, or a {@link Load} if the caller has to get it. */
  @Nullable Object read(MethodPlan plan, @Nullable Object[] arguments) throws Throwable {
    Key key;
    try {
      key = plan.key(arguments);
    } catch (KeyFailure e) {
      return directLoads.alone(plan, KeyFailure.NO_KEY, BypassReason.KEY);
    }
    try {
      if (dirty.contains(key) || dirty.contains(plan.generationKey())) {
        throw Bypass.because(BypassReason.DIRTY);
      }
      if (transactions.hasDirtied(key, plan.generationKey())) {
        throw Bypass.because(BypassReason.TRANSACTION);
      }
      CompletableFuture<byte @Nullable []> lookup = store.lookup(key);
      CompletableFuture<Long> current = store.generation(plan.generationKey());
      byte[] record = waiting.forStore(lookup);
      long generation = waiting.forStore(current);
      ReadDecision decision = plan.decide(record, generation);
      if (decision.action() == Action.SERVE) {
        Object value = plan.decodeOrNull(requireNonNull(record));
        if (value != null) {
          return hit(plan, key, requireNonNull(record), value, false);
        }
        decision = ReadDecision.undecodable(requireNonNull(record));
      }
      return new Search(plan, key, generation).loadOrShare(record, decision);
    } catch (Bypass bypass) {
      return bypass.mayShareLoad() && !transactions.keepLoadsPrivate()
          ? directLoads.shared(plan, key, bypass.reason())
          : directLoads.alone(plan, key, bypass.reason());
    }
  }

  private @Nullable Object hit(
      MethodPlan plan, Key key, byte[] record, @Nullable Object value, boolean negative) {
    if (shadow.takes(plan) && !transactions.keepLoadsPrivate()) {
      return shadow.load(plan, key, record, value);
    }
    listener.onHit(plan.method(), key, negative);
    return value;
  }

  /** The rest of a read that found nothing to serve at once. */
  private final class Search {
    private final MethodPlan plan;
    private final Key key;
    private final long giveUpAt = System.nanoTime() + waitNanos;
    private long generation;
    private int changes;
    private boolean waited;

    Search(MethodPlan plan, Key key, long generation) {
      this.plan = plan;
      this.key = key;
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
          case BYPASS -> throw Bypass.because(BypassReason.FOREIGN);
          case LOAD, LOAD_OTHER_SCHEMA, LOAD_DAMAGED, AWAIT_LEASE -> {
            Step step = takeLeaseOrShare(decision);
            if (step.ended()) {
              return step.outcome();
            }
            record = step.record();
            generation = waiting.forStore(store.generation(plan.generationKey()));
            decision = plan.decide(record, generation);
          }
        }
      }
    }

    private Step takeLeaseOrShare(ReadDecision decision) throws Throwable {
      if (giveUpAt - System.nanoTime() <= 0) {
        throw Bypass.because(BypassReason.WAIT_LIMIT);
      }
      reportUnreadable(decision);
      if (transactions.keepLoadsPrivate()) {
        throw Bypass.because(BypassReason.TRANSACTION);
      }
      LeaseToken shown = decision.token();
      Flight running = shown == null ? null : flights.find(key, shown);
      if (running != null && mayJoin(running)) {
        return join(running);
      }
      Flight mine = new Flight(plan, key, tokens.next(), store.epoch(), generation);
      Grant grant = ask(mine, decision.seen());
      if (grant instanceof Granted granted) {
        listener.onMiss(plan.method(), key);
        return Step.end(populating.start(mine, granted.nowMillis()));
      }
      if (grant instanceof Changed changed) {
        if (++changes > MAX_CHANGES) {
          throw Bypass.because(BypassReason.WAIT_LIMIT);
        }
        return Step.again(changed.record());
      }
      if (grant instanceof Held held) {
        Flight owner = flights.find(key, held.token());
        return owner != null && mayJoin(owner) ? join(owner) : awaitOwner(held, owner);
      }
      throw Bypass.because(BypassReason.FOREIGN);
    }

    private void reportUnreadable(ReadDecision decision) {
      switch (decision.action()) {
        case LOAD_OTHER_SCHEMA -> listener.onUnreadable(plan.method(), key, true);
        case LOAD_DAMAGED -> listener.onUnreadable(plan.method(), key, false);
        default -> {}
      }
    }

    /**
     * The token was live in an answer given after this read began: the epoch must still hold, and
     * the region must not have been cleared, which leaves leases alive.
     */
    private boolean mayJoin(Flight flight) {
      return flight.plan == plan
          && flight.epoch == store.epoch()
          && flight.generation == generation
          && !flight.isInvalidated();
    }

    private Grant ask(Flight mine, @Nullable LeaseToken seen) {
      LeaseToken token = requireNonNull(mine.token);
      flights.add(mine);
      Grant grant = null;
      try {
        grant = waiting.forStore(store.acquire(key, token, leaseMillis, seen));
        if (grant instanceof Granted && mine.epoch != store.epoch()) {
          throw Bypass.because(BypassReason.UNAVAILABLE);
        }
        return grant;
      } catch (Bypass bypass) {
        // The token is void, but the lease may have been granted: give it back behind the request.
        store.release(key, token);
        grant = null;
        throw bypass;
      } finally {
        if (!(grant instanceof Granted)) {
          flights.remove(mine);
          mine.land(Flight.ABANDONED);
        }
      }
    }

    private Step join(Flight flight) throws Throwable {
      flight.join();
      awaitSignal(flight, flight.landing(), giveUpAt - System.nanoTime());
      if (!flight.landing().isDone()) {
        throw Bypass.because(BypassReason.WAIT_LIMIT);
      }
      Landing landing = flight.landing().join();
      Object value = landing.valueFor(plan);
      if (value == Landing.NOTHING) {
        return Step.again(waiting.forStore(store.lookup(key)));
      }
      listener.onJoin(plan.method(), key);
      landing.throwFailure();
      return Step.end(value);
    }

    private Step awaitOwner(Held held, @Nullable Flight owner) {
      long left = giveUpAt - System.nanoTime();
      if (!waited) {
        waited = true;
        listener.onLeaseWait(plan.method(), key);
      }
      long remaining = TimeUnit.MILLISECONDS.toNanos(held.remainingMillis()) + LEASE_SLACK_NANOS;
      long poll = POLL_MIN_NANOS + (long) (random.getAsDouble() * POLL_SPREAD_NANOS);
      CompletableFuture<?> changed = store.watch(key, held.token());
      try {
        awaitSignal(owner, changed, Math.min(left, Math.min(remaining, poll)));
      } finally {
        changed.cancel(false);
      }
      return Step.again(waiting.forStore(store.lookup(key)));
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
