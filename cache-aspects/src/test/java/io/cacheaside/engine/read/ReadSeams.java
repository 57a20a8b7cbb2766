package io.cacheaside.engine.read;

import io.cacheaside.engine.flight.AskClock;
import io.cacheaside.engine.flight.Flight;
import io.cacheaside.engine.flight.Flights;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.recovery.UndeliveredTargets;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.engine.transaction.Transactions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads whose steps a {@link ComposingDriver} takes, for tests of other packages. */
public final class ReadSeams {
  private final Start start;
  private final ComposingDriver driver;

  private interface Start {
    ReadStep begin(MethodPlan plan, @Nullable Object[] arguments) throws Throwable;
  }

  private ReadSeams(Start start, ComposingDriver driver) {
    this.start = start;
    this.driver = driver;
  }

  /**
   * Returns those of an engine.
   *
   * @param flownByCaller says whether the load of a flight is what makes the call
   * @param timer ends waits for flights and leases
   */
  public static ReadSeams of(
      ReadPath path,
      Waiting waiting,
      Predicate<Flight> flownByCaller,
      ScheduledExecutorService timer) {
    return new ReadSeams(
        (plan, arguments) -> path.begin(plan, null, arguments),
        new ComposingDriver(waiting, flownByCaller, timer));
  }

  /** Returns those of a JVM without an engine, where no caller flies a load. */
  public static ReadSeams of(
      EngineContext context,
      Flights flights,
      UndeliveredTargets undelivered,
      Transactions transactions,
      AskClock asks,
      ScheduledExecutorService timer) {
    Searches searches =
        new Searches(context, flights, undelivered, transactions, asks, timer, () -> {});
    return new ReadSeams(
        (plan, arguments) -> searches.begin(plan, null, arguments),
        new ComposingDriver(context.waiting(), flight -> false, timer));
  }

  /** Begins a read of a static method; as a failure, what a load threw that it joined. */
  public CompletableFuture<@Nullable Object> read(MethodPlan plan, @Nullable Object[] arguments)
      throws Throwable {
    return driver.drive(start.begin(plan, arguments));
  }

  /** Returns how many reads wait for something else than an answer of the store. */
  public int awaits() {
    return driver.awaits();
  }
}
