package io.cacheaside.engine.read;

import io.cacheaside.background.StackRoom;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.flight.Caller;
import io.cacheaside.engine.flight.Flight;
import io.cacheaside.engine.flight.Flight.Landing;
import io.cacheaside.engine.flight.MeasuredLoad;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.read.ReadStep.Await;
import io.cacheaside.engine.read.ReadStep.End;
import io.cacheaside.engine.read.ReadStep.Next;
import io.cacheaside.engine.support.Bypass;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.transaction.Transactions;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.Key;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Loads past the cache, at most one running and one queued for each key of this JVM, so that a dead
 * Redis does not become a stampede on the source.
 *
 * <p>Without a store there is no evidence that a running load is recent enough to share. A call
 * therefore joins only a load that <em>starts after it arrived</em>: the queued one. The first to
 * queue leads that load as soon as the running one ended.
 */
final class DirectLoads {
  private final CacheListener listener;
  private final Transactions transactions;
  private final Clocks clocks;
  private final long waitNanos;
  private final BypassReport report;
  private final ConcurrentHashMap<Key, Lane> lanes = new ConcurrentHashMap<>();

  DirectLoads(EngineContext context, Transactions transactions, BypassReport report) {
    this.listener = context.listener();
    this.transactions = transactions;
    this.clocks = context.clocks();
    this.waitNanos = context.options().waitLimit().toNanos();
    this.report = report;
  }

  /**
   * The loads of one key.
   *
   * @param running the load under way, or one that has just ended
   * @param queued the load that follows, which may be joined
   */
  private record Lane(Flight running, @Nullable Flight queued) {}

  /** Returns a load that nobody shares. */
  Load alone(MethodPlan plan, Key key, BypassReason reason) {
    report.bypassed(plan.method(), reason);
    listener.onBypass(plan.method(), key, reason);
    return unshared(plan, key);
  }

  private Load unshared(MethodPlan plan, Key key) {
    return new MeasuredLoad(plan.method(), key, listener, clocks);
  }

  /** Returns what ends in the value of a load that starts from now on, or in the {@link Load}. */
  ReadStep shared(MethodPlan plan, Key key, BypassReason reason, Caller caller) {
    StackRoom.require(); // a lane is taken below
    report.bypassed(plan.method(), reason);
    listener.onBypass(plan.method(), key, reason);
    Flight mine = new Flight(plan, key, caller);
    Flight queued;
    try {
      Lane lane = enter(mine);
      queued = lane.queued();
      if (lane.running() == mine) {
        return new End(new DirectLoad(mine));
      }
      if (queued == mine) {
        return await(lane.running(), caller, new Queued(mine));
      }
    } catch (Throwable e) {
      land(mine, Flight.ABANDONED); // it may stand in its lane, and nobody loads
      throw e;
    }
    return queued == null || queued.plan != plan
        ? new End(unshared(plan, key))
        : await(queued, caller, new Joined(queued));
  }

  private ReadStep await(Flight flight, Caller caller, Next<Boolean> next) {
    return new Await(flight.landing(), flight, flight.patience(caller, waitNanos), next);
  }

  /** Waits for its turn; then, or when it has waited long enough, it loads. */
  private final class Queued implements Next<Boolean> {
    private final Flight mine;

    Queued(Flight mine) {
      this.mine = mine;
    }

    @Override
    public ReadStep after(Boolean landed) {
      try {
        promote(mine);
        return new End(new DirectLoad(mine));
      } catch (Throwable e) {
        land(mine, Flight.ABANDONED);
        throw e;
      }
    }

    @Override
    public ReadStep without(Throwable why) throws Throwable {
      if (why instanceof Bypass) {
        return after(false);
      }
      land(mine, Flight.ABANDONED);
      throw why;
    }
  }

  /** Waits for the load that is queued by another call. */
  private final class Joined implements Next<Boolean> {
    private final Flight queued;

    Joined(Flight queued) {
      this.queued = queued;
    }

    @Override
    public ReadStep after(Boolean landed) {
      MethodPlan plan = queued.plan;
      if (!landed) {
        giveUp(queued);
      }
      Landing landing = landed ? queued.landing().join() : Flight.ABANDONED;
      Object value = landing.valueFor(plan);
      if (value == Landing.NOTHING) {
        return new End(unshared(plan, queued.key));
      }
      listener.onJoin(plan.method(), queued.key);
      landing.throwFailure();
      return new End(value);
    }

    @Override
    public ReadStep without(Throwable why) throws Throwable {
      if (why instanceof Bypass) {
        return after(false);
      }
      throw why;
    }
  }

  private Lane enter(Flight mine) {
    return lanes.compute(
        mine.key,
        (key, lane) -> {
          if (lane == null) {
            return new Lane(mine, null);
          }
          Flight queued = lane.queued();
          if (queued == null || queued.landing().isDone()) { // queued still: it was given up
            return new Lane(lane.running(), mine);
          }
          if (queued.plan == mine.plan) {
            queued.join();
          }
          return lane;
        });
  }

  private void promote(Flight mine) {
    lanes.compute(
        mine.key,
        (key, lane) -> lane == null || lane.queued() == mine ? new Lane(mine, null) : lane);
  }

  /** In this order: whoever finds a lane with a load that has landed need not wait for it. */
  private void land(Flight mine, Landing landing) {
    mine.land(landing);
    leave(mine);
  }

  private void leave(Flight mine) {
    lanes.computeIfPresent(
        mine.key,
        (key, lane) -> isOver(lane.running(), mine) && isOver(lane.queued(), mine) ? null : lane);
  }

  private static boolean isOver(@Nullable Flight flight, Flight mine) {
    return flight == null || flight == mine || flight.landing().isDone();
  }

  /** Whoever comes next waits for another: this one may have been left by an Error. */
  private void giveUp(Flight queued) {
    lanes.computeIfPresent(
        queued.key, (key, lane) -> lane.queued() == queued ? new Lane(lane.running(), null) : lane);
  }

  /** Returns how many keys have a load past the cache under way. */
  int size() {
    return lanes.size();
  }

  /** A load that calls which arrived before it started may share. */
  private final class DirectLoad extends MeasuredLoad {
    private final MethodPlan plan;
    private final Flight flight;

    DirectLoad(Flight flight) {
      super(flight.plan.method(), flight.key, listener, clocks);
      this.plan = flight.plan;
      this.flight = flight;
    }

    @Override
    public @Nullable Object[] arguments(@Nullable Object[] arguments) {
      flight.lead();
      return arguments;
    }

    @Override
    protected void returned(@Nullable Object value) {
      Landing landing = Flight.ABANDONED;
      try {
        ended(null);
        boolean shared = flight.isJoined() && !transactions.keepLoadPrivate(flight.inTransaction);
        landing = shared ? landingOf(value) : landing;
      } finally {
        land(flight, landing);
      }
      plan.entries().reconsider(value);
    }

    @Override
    protected void threw(Throwable failure) {
      Landing landing = Flight.ABANDONED;
      try {
        ended(failure);
        landing =
            transactions.keepLoadPrivate(flight.inTransaction) ? landing : Landing.failed(failure);
      } finally {
        land(flight, landing);
      }
    }

    private Landing landingOf(@Nullable Object value) {
      if (plan.entries().isAbsent(value) || plan.entries().isSuspended()) {
        return new Landing.Shared(value);
      }
      try {
        return new Landing.Copied(plan.entries().encode(value), value);
      } catch (Throwable notEncodable) {
        return new Landing.Shared(value);
      }
    }
  }
}
