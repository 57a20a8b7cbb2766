package io.cacheaside.engine.read;

import static java.util.Objects.requireNonNull;

import io.cacheaside.background.StackRoom;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.flight.AskClock;
import io.cacheaside.engine.flight.Caller;
import io.cacheaside.engine.flight.Flight;
import io.cacheaside.engine.flight.Flight.Landing;
import io.cacheaside.engine.flight.Flights;
import io.cacheaside.engine.flight.PrivateLoad;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.plan.ReadDecision;
import io.cacheaside.engine.plan.ReadDecision.Action;
import io.cacheaside.engine.read.LeaseWaits.LeaseWait;
import io.cacheaside.engine.read.LeaseWaits.Look;
import io.cacheaside.engine.read.ReadStep.Ask;
import io.cacheaside.engine.read.ReadStep.Await;
import io.cacheaside.engine.read.ReadStep.End;
import io.cacheaside.engine.read.ReadStep.Next;
import io.cacheaside.engine.region.Stamp;
import io.cacheaside.engine.support.Bypass;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Grant.Changed;
import io.cacheaside.spi.Grant.Granted;
import io.cacheaside.spi.Grant.Held;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One read, as steps: what is decided, without ever waiting. A driver waits for each {@link
 * ReadStep} and goes on with its {@link Next}. The numbers in brackets are sections of
 * docs/protocol.md.
 *
 * <p>A search goes around in rounds. A round begins with a record, or with none, and with the
 * generation of its region, asked for after the read began. The record is decided about [6]: a
 * value is served, a foreign one sends the call past the cache, and everything else needs a load.
 * Before that the search looks for somebody who loads already, by one rule: <em>only answers to
 * what was asked after its own start count</em> [7]. What a reader saw for itself is such an
 * answer; so is a question of another call of this JVM, if the {@link AskClock} has it later than
 * the start.
 *
 * <ul>
 *   <li>The record shows a lease of this JVM: the search joins its flight. It was alive when the
 *       record was read, so no invalidation that was complete before the start can be missing.
 *   <li>The record shows the lease of another JVM: all calls of this JVM that saw it wait together,
 *       with one watch and one poll [8].
 *   <li>There is no lease: the first call asks for one, and those that come while it asks join its
 *       flight. Granted, the read ends with the load. Held by another, they wait as above. Changed,
 *       the round begins anew with the record that was found, three times at most.
 * </ul>
 *
 * <p>Every claim has one holder: the flight in {@link Flights} that asks for a lease is ended by
 * the step that asked, or goes over to the {@link Load}; a {@link LeaseWait} is left by the step
 * that entered it. Each does so whatever the wait ends with, and whatever is thrown between.
 *
 * <p>A {@link Bypass} on the way leads past the cache, to a load that may still be shared within
 * this JVM ({@link DirectLoads}).
 *
 * <p>The steps are taken one after the other, by one thread at a time.
 */
final class Search {
  private static final int MAX_CHANGES = 3;

  private final Searches all;
  private final MethodPlan plan;
  private final Key key;
  private final long start;
  private final long giveUpAt;
  private final Caller caller;
  private Stamp stamp;
  private int changes;
  private boolean waited;

  Search(Searches all, MethodPlan plan, Key key, long start, Stamp stamp, Caller caller) {
    this.all = all;
    this.plan = plan;
    this.giveUpAt = all.clocks.nanos() + all.waitNanos;
    this.key = key;
    this.start = start;
    this.stamp = stamp;
    this.caller = caller;
  }

  ReadStep pastTheCache(Bypass bypass) {
    return all.pastTheCache(plan, key, bypass, caller);
  }

  ReadStep look() {
    return new Ask<>(all.store.lookup(key), next(this::again));
  }

  private ReadStep again(byte @Nullable [] record) {
    return new Ask<>(
        all.store.generation(plan.generationKey()),
        next(
            current -> {
              stamp = new Stamp(current);
              return found(record, plan.entries().decide(record, key, stamp));
            }));
  }

  /** Returns what to do about what was found, now that it is decided. */
  ReadStep found(byte @Nullable [] record, ReadDecision first) {
    ReadDecision decision = first;
    if (decision.action() == Action.SERVE) {
      Object value = plan.entries().decodeOrNull(requireNonNull(record));
      if (value != null) {
        return new End(all.hit(plan, key, requireNonNull(record), value, false, caller));
      }
      decision = ReadDecision.undecodable(requireNonNull(record));
    }
    return switch (decision.action()) {
      case SERVE_NEGATIVE ->
          new End(
              all.hit(plan, key, requireNonNull(record), plan.entries().absent(), true, caller));
      case BYPASS -> throw foreign();
      default -> loadOrShare(decision, record);
    };
  }

  private ReadStep loadOrShare(ReadDecision decision, byte @Nullable [] record) {
    StackRoom.require();
    if (left() <= 0) {
      throw Bypass.because(BypassReason.WAIT_LIMIT);
    }
    reportUnreadable(decision);
    PrivateLoad why = caller.whyNextLoadIsPrivate();
    if (why != null && !(why.isFromReplica() && plan.settles())) {
      all.privateLoads.tell(plan.method(), why);
      throw Bypass.because(BypassReason.TRANSACTION);
    }
    LeaseToken shown = decision.token();
    if (shown != null) {
      Flight running = all.flights.find(key, shown);
      if (running != null && mayJoin(running)) {
        return join(running);
      }
      byte[] lease = requireNonNull(record);
      if (!all.tokens.isOwn(shown) && all.leaseWaits.seemsHeld(lease)) {
        return awaitOwner(all.leaseWaits.enter(key, shown, lease), null);
      }
    }
    return askOrJoin(decision.seen());
  }

  private ReadStep askOrJoin(@Nullable LeaseToken seen) {
    long now = all.clocks.nanos();
    Flight mine =
        new Flight(
            plan,
            key,
            all.tokens.next(),
            all.store.epoch(),
            stamp,
            seen,
            now,
            caller.isInTransaction());
    Flight asking;
    try {
      asking = all.flights.findOrAdd(mine, all.asks, flight -> answersFor(mine, flight));
      if (asking == mine) {
        return ask(mine);
      }
    } catch (Throwable e) {
      abandon(mine);
      throw e;
    }
    return join(asking);
  }

  private ReadStep ask(Flight mine) {
    LeaseToken token = requireNonNull(mine.token);
    CompletableFuture<Grant> call = all.store.acquire(key, token, all.leaseMillis, mine.seen);
    return new Ask<>(
        call,
        next(
            grant -> answered(mine, grant),
            why -> {
              throw unanswered(mine, why);
            }));
  }

  /** From here on the claim on the key is the load's, or nobody's. */
  private ReadStep answered(Flight mine, Grant grant) throws Throwable {
    try {
      if (grant instanceof Granted granted) {
        if (mine.epoch != all.store.epoch()) {
          throw unanswered(mine, Bypass.because(BypassReason.UNAVAILABLE));
        }
        all.listener.onMiss(plan.method(), key);
        return new End(all.populating.start(mine, granted.nowMillis()));
      }
      all.flights.remove(mine);
      mine.land(new Landing.Refused(grant));
    } catch (Throwable e) {
      abandon(mine);
      throw e;
    }
    return refused(grant);
  }

  /** The token is void, but the lease may have been granted: give it back behind the request. */
  private Throwable unanswered(Flight mine, Throwable why) {
    try {
      if (why instanceof Bypass bypass && bypass.mayShareLoad()) {
        all.populating.end(mine, new Landing.Unanswered(bypass));
      }
    } finally {
      abandon(mine);
    }
    return why;
  }

  /** Unless it has ended already; maybe its lease was granted, and nobody loads. */
  private void abandon(Flight mine) {
    if (!mine.landing().isDone()) {
      all.populating.end(mine, Flight.ABANDONED);
    }
  }

  /** What to do when the lease was not granted, to this call or to one that asked for it too. */
  private ReadStep refused(Grant grant) {
    if (grant instanceof Changed changed) {
      if (++changes > MAX_CHANGES) {
        throw Bypass.because(BypassReason.WAIT_LIMIT);
      }
      return again(changed.record());
    }
    if (grant instanceof Held held) {
      Flight owner = all.flights.find(key, held.token());
      return owner != null && mayJoin(owner)
          ? join(owner)
          : awaitOwner(all.leaseWaits.enter(key, held), owner);
    }
    throw foreign();
  }

  private Bypass foreign() {
    all.foreign.found(plan.method());
    return Bypass.because(BypassReason.FOREIGN);
  }

  private void reportUnreadable(ReadDecision decision) {
    switch (decision.action()) {
      case LOAD_OTHER_SCHEMA -> all.listener.onUnreadable(plan.method(), key, true);
      case LOAD_DAMAGED -> all.listener.onUnreadable(plan.method(), key, false);
      default -> {}
    }
  }

  /** Whether the flight all.asks for this read as well: late enough, and the same. */
  private boolean answersFor(Flight mine, Flight flight) {
    return flight.askedAt > start && Objects.equals(flight.seen, mine.seen) && mayJoin(flight);
  }

  /**
   * The token was live in an answer to something asked after this read began, or will be: the epoch
   * must still hold, and the region must not have been cleared, which leaves leases alive.
   */
  private boolean mayJoin(Flight flight) {
    return flight.plan == plan
        && flight.epoch == all.store.epoch()
        && flight.stamp.equals(stamp)
        && !flight.isInvalidated();
  }

  private ReadStep join(Flight flight) {
    flight.join();
    return new Await(
        flight.landing(),
        flight,
        flight.patience(caller, left()),
        next(landed -> joined(flight, landed)));
  }

  private ReadStep joined(Flight flight, boolean landed) throws Throwable {
    if (!landed) {
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
      return look();
    }
    all.listener.onJoin(plan.method(), key);
    landing.throwFailure();
    return new End(value);
  }

  /**
   * Waits until the lease may be free, together with all in this JVM who wait for it.
   *
   * @param owner the flight of this JVM that has the lease, if it is one
   */
  private ReadStep awaitOwner(LeaseWait wait, @Nullable Flight owner) {
    try {
      if (!waited) {
        waited = true;
        all.listener.onLeaseWait(plan.method(), key);
      }
      long nanos = owner == null ? left() : owner.patience(caller, left());
      return new Await(
          wait.found(), owner, nanos, next(ended -> looked(wait, ended), why -> leave(wait, why)));
    } catch (Throwable e) {
      wait.leave();
      throw e;
    }
  }

  private ReadStep leave(LeaseWait wait, Throwable why) throws Throwable {
    wait.leave();
    throw why;
  }

  private ReadStep looked(LeaseWait wait, boolean ended) {
    wait.leave();
    if (!ended && left() > 0) {
      throw Bypass.because(BypassReason.WAIT_LIMIT); // longer than this call has patience
    }
    Look look = wait.found().getNow(Look.NONE);
    if (look.askedAt() <= start) {
      return look();
    }
    if (look.failure() != null) {
      throw Bypass.because(look.failure());
    }
    return again(look.record());
  }

  private long left() {
    return giveUpAt - all.clocks.nanos();
  }

  private <T extends @Nullable Object> Next<T> next(After<T> after) {
    return next(
        after,
        why -> {
          throw why;
        });
  }

  private <T extends @Nullable Object> Next<T> next(After<T> after, Without without) {
    return new Guarded<>(after, without);
  }

  private interface After<T extends @Nullable Object> {
    ReadStep take(T answer) throws Throwable;
  }

  private interface Without {
    ReadStep take(Throwable why) throws Throwable;
  }

  /** Leads past the cache when a {@link Bypass} comes, wherever from. */
  private final class Guarded<T extends @Nullable Object> implements Next<T> {
    private final After<T> after;
    private final Without without;

    Guarded(After<T> after, Without without) {
      this.after = after;
      this.without = without;
    }

    @Override
    public ReadStep after(T answer) throws Throwable {
      try {
        return after.take(answer);
      } catch (Bypass bypass) {
        return pastTheCache(bypass);
      }
    }

    @Override
    public ReadStep without(Throwable why) throws Throwable {
      try {
        return without.take(why);
      } catch (Bypass bypass) {
        return pastTheCache(bypass);
      }
    }
  }
}
