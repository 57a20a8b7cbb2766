package io.cacheaside.engine.read;

import static java.util.Objects.requireNonNull;

import io.cacheaside.engine.Load;
import io.cacheaside.engine.flight.AskClock;
import io.cacheaside.engine.flight.Flights;
import io.cacheaside.engine.flight.WaitCircle;
import io.cacheaside.engine.plan.KeyFailure;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.plan.ReadDecision;
import io.cacheaside.engine.plan.ReadDecision.Action;
import io.cacheaside.engine.recovery.UndeliveredTargets;
import io.cacheaside.engine.region.Stamp;
import io.cacheaside.engine.support.Bypass;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.engine.transaction.Transactions;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The way of a read, for a caller who blocks: look up, and serve what was found; else follow the
 * {@linkplain Searches search} to its end.
 *
 * <p>A read ends with the value, or with a {@link Load} that obliges the caller to run the method.
 */
public final class ReadPath {
  private final Store store;
  private final Waiting waiting;
  private final Searches searches;
  private final BlockingDriver driver;
  private final Runnable upkeep;

  /**
   * @param timer polls for those who wait
   * @param upkeep looks after the work in the background; run by calls that find nothing to serve,
   *     before they take anything
   */
  public ReadPath(
      EngineContext context,
      Flights flights,
      UndeliveredTargets undelivered,
      Transactions transactions,
      ScheduledExecutorService timer,
      Runnable upkeep) {
    this.store = context.store();
    this.waiting = context.waiting();
    this.searches =
        new Searches(context, flights, undelivered, transactions, new AskClock(), timer, upkeep);
    this.driver = new BlockingDriver(waiting, new WaitCircle());
    this.upkeep = upkeep;
  }

  /** Sends those who wait for other JVMs past the cache. */
  public void close() {
    searches.close();
  }

  /** Returns how many loads, questions and waits for them are under way. */
  public int underWay() {
    return searches.underWay();
  }

  /** Returns the first step of a read, for a driver that blocks nobody: {@link Searches#begin}. */
  ReadStep begin(MethodPlan plan, @Nullable Object receiver, @Nullable Object[] arguments)
      throws Throwable {
    return searches.begin(plan, receiver, arguments);
  }

  /**
   * Returns the value for the call, or a {@link Load} if the caller has to get it. These are the
   * steps of {@link Searches#begin} without the objects, which a hit would pay for.
   */
  public @Nullable Object read(
      MethodPlan plan, @Nullable Object receiver, @Nullable Object[] arguments) throws Throwable {
    long start = searches.now();
    Key key;
    try {
      key = plan.key(receiver, arguments);
    } catch (KeyFailure e) {
      return searches.withoutKey(plan, e);
    }
    try {
      searches.requireUsable(plan, key);
      CompletableFuture<byte @Nullable []> lookup = store.lookup(key);
      CompletableFuture<Long> current = store.generation(plan.generationKey());
      byte[] record = waiting.forStore(lookup);
      long generation = waiting.forStore(current);
      ReadDecision decision = plan.entries().decide(record, key, generation);
      if (decision.action() == Action.SERVE) {
        Object value = plan.entries().decodeOrNull(requireNonNull(record));
        if (value != null) {
          return searches.hit(plan, key, requireNonNull(record), value, false);
        }
        decision = ReadDecision.undecodable(requireNonNull(record));
      }
      upkeep.run();
      return driver.drive(
          searches.search(plan, key, start, new Stamp(generation)).found(record, decision));
    } catch (Bypass bypass) {
      return driver.drive(searches.pastTheCache(plan, key, bypass));
    }
  }
}
