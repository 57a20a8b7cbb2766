package io.cacheaside.engine.read;

import io.cacheaside.engine.flight.Flight;
import io.cacheaside.engine.flight.LoadFailure;
import io.cacheaside.engine.read.ReadStep.Ask;
import io.cacheaside.engine.read.ReadStep.Await;
import io.cacheaside.engine.read.ReadStep.End;
import io.cacheaside.engine.support.Bypass;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.spi.CacheListener.BypassReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of a read on whatever thread ends a wait, and blocks none: the frame of what
 * asynchronous methods need. With {@link BlockingDriver} it proves that the steps are all there is
 * of a read.
 */
final class ComposingDriver {
  private final Waiting waiting;
  private final Predicate<Flight> flownByCaller;
  private final ScheduledExecutorService timer;
  private final AtomicInteger awaits = new AtomicInteger();

  /**
   * @param flownByCaller says whether the load of a flight is what makes the call
   * @param timer ends waits for flights and leases
   */
  ComposingDriver(
      Waiting waiting, Predicate<Flight> flownByCaller, ScheduledExecutorService timer) {
    this.waiting = waiting;
    this.flownByCaller = flownByCaller;
    this.timer = timer;
  }

  /** Returns how many reads wait for something else than an answer of the store. */
  int awaits() {
    return awaits.get();
  }

  /** Returns the outcome of the read; as a failure, what a load threw that it joined. */
  CompletableFuture<@Nullable Object> drive(ReadStep first) {
    CompletableFuture<@Nullable Object> outcome = new CompletableFuture<>();
    take(() -> first, outcome);
    return outcome;
  }

  /** Takes the step that comes next, and those after it that need not wait. */
  private void take(Continuation next, CompletableFuture<@Nullable Object> outcome) {
    try {
      ReadStep step = next.step();
      while (step != null) {
        if (step instanceof End end) {
          outcome.complete(end.outcome());
          return;
        }
        step = step instanceof Ask<?> ask ? take(ask, outcome) : take((Await) step, outcome);
      }
    } catch (LoadFailure joined) {
      outcome.completeExceptionally(joined.failure());
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    }
  }

  private <T> @Nullable ReadStep take(Ask<T> ask, CompletableFuture<@Nullable Object> outcome)
      throws Throwable {
    CompletableFuture<T> call = ask.call();
    if (call.isDone()) {
      return answered(ask);
    }
    waiting.limit(call);
    var unused = call.whenComplete((answer, failure) -> take(() -> answered(ask), outcome));
    return null;
  }

  private static <T> ReadStep answered(Ask<T> ask) throws Throwable {
    T answer;
    try {
      answer = ask.call().join();
    } catch (Throwable failure) {
      return ask.next().without(failure instanceof Error ? failure : Bypass.because(failure));
    }
    return ask.next().after(answer);
  }

  private @Nullable ReadStep take(Await await, CompletableFuture<@Nullable Object> outcome)
      throws Throwable {
    Flight flight = await.flight();
    if (flight != null && !await.signal().isDone() && flownByCaller.test(flight)) {
      return await.next().without(Bypass.because(BypassReason.RECURSION));
    }
    awaits.incrementAndGet();
    CompletableFuture<Boolean> happened = new CompletableFuture<>();
    ScheduledFuture<?> limit =
        timer.schedule(
            () -> happened.complete(false), Math.max(0, await.nanos()), TimeUnit.NANOSECONDS);
    var unused =
        await
            .signal()
            .whenComplete(
                (done, failure) -> {
                  limit.cancel(false);
                  happened.complete(true);
                });
    var unusedToo =
        happened.thenAccept(
            did -> {
              awaits.decrementAndGet();
              take(() -> await.next().after(did), outcome);
            });
    return null;
  }

  private interface Continuation {
    @Nullable ReadStep step() throws Throwable;
  }
}
