package io.cacheaside.engine;

import io.cacheaside.engine.Flight.Landing;
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
  private final WaitCircle circle;
  private final Transactions transactions;
  private final long waitNanos;
  private final BypassReport report;
  private final ConcurrentHashMap<Key, Lane> lanes = new ConcurrentHashMap<>();

  DirectLoads(
      CacheListener listener,
      WaitCircle circle,
      Transactions transactions,
      long waitNanos,
      BypassReport report) {
    this.listener = listener;
    this.circle = circle;
    this.transactions = transactions;
    this.waitNanos = waitNanos;
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
    return new MeasuredLoad(plan, key, listener);
  }

  /** Returns the value of a load that starts from now on, or the {@link Load} to run. */
  @Nullable Object shared(MethodPlan plan, Key key, BypassReason reason) throws Throwable {
    report.bypassed(plan.method(), reason);
    listener.onBypass(plan.method(), key, reason);
    Flight mine = new Flight(plan, key);
    Flight queued;
    try {
      Lane lane = enter(mine);
      queued = lane.queued();
      if (lane.running() == mine) {
        return new DirectLoad(mine);
      }
      if (queued == mine) {
        awaitLanding(lane.running());
        promote(mine);
        return new DirectLoad(mine);
      }
    } catch (Throwable e) {
      land(mine, Flight.ABANDONED); // it may stand in its lane, and nobody loads
      throw e;
    }
    if (queued == null || queued.plan != plan || !awaitLanding(queued)) {
      return new MeasuredLoad(plan, key, listener);
    }
    Landing landing = queued.landing().join();
    Object value = landing.valueFor(plan);
    if (value == Landing.NOTHING) {
      return new MeasuredLoad(plan, key, listener);
    }
    listener.onJoin(plan.method(), key);
    landing.throwFailure();
    return value;
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
        mine.key, (key, lane) -> lane.running() == mine && lane.queued() == null ? null : lane);
  }

  /** Returns whether the flight landed before this call had to stop waiting. */
  private boolean awaitLanding(Flight flight) {
    try {
      circle.enter(flight);
      try {
        return Waiting.forSignal(flight.landing(), waitNanos);
      } finally {
        circle.leave();
      }
    } catch (Bypass bypass) {
      return false;
    }
  }

  /** Returns how many keys have a load past the cache under way. */
  int size() {
    return lanes.size();
  }

  /** A load that calls which arrived before it started may share. */
  private final class DirectLoad extends MeasuredLoad {
    private final MethodPlan plan;
    private final Flight flight;
    private final boolean inTransaction = transactions.isActive();

    DirectLoad(Flight flight) {
      super(flight.plan, flight.key, listener);
      this.plan = flight.plan;
      this.flight = flight;
    }

    @Override
    void returned(@Nullable Object value) {
      Landing landing = Flight.ABANDONED;
      try {
        ended(null);
        boolean shared = flight.isJoined() && !transactions.keepLoadPrivate(inTransaction);
        landing = shared ? landingOf(value) : landing;
      } finally {
        land(flight, landing);
      }
      plan.reconsider(value);
    }

    @Override
    void threw(Throwable failure) {
      Landing landing = Flight.ABANDONED;
      try {
        ended(failure);
        landing = transactions.keepLoadPrivate(inTransaction) ? landing : Landing.failed(failure);
      } finally {
        land(flight, landing);
      }
    }

    private Landing landingOf(@Nullable Object value) {
      if (plan.isAbsent(value) || plan.isSuspended()) {
        return new Landing.Shared(value);
      }
      try {
        return new Landing.Copied(plan.encode(value), value);
      } catch (Throwable notEncodable) {
        return new Landing.Shared(value);
      }
    }
  }
}
