package io.cacheaside.engine.read;

import io.cacheaside.engine.Load;
import io.cacheaside.engine.flight.Flight;
import io.cacheaside.engine.support.Bypass;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a read does next, as data: a {@linkplain Searches search} says it, and a driver does it. The
 * driver only waits; what is decided, counted or told to a listener belongs to the search.
 *
 * <p>A driver ends each wait by one call of the step's {@link Next}, whatever comes: the search may
 * hold a lease, or stand in a queue.
 */
sealed interface ReadStep {

  /**
   * The read has ended.
   *
   * @param outcome the value, or the {@link Load} that the caller has to run
   */
  record End(@Nullable Object outcome) implements ReadStep {}

  /**
   * The store was asked.
   *
   * @param call is bounded by the time for a command, and by the caller's deadline
   */
  record Ask<T extends @Nullable Object>(CompletableFuture<T> call, Next<T> next)
      implements ReadStep {}

  /**
   * Something has to happen in this JVM first.
   *
   * @param signal completes when it has; with what, or how, does not matter
   * @param flight must land before it can happen, so the caller must not be the one who flies it;
   *     null if it is not known
   * @param nanos for how long to wait at most
   * @param next is told whether it happened
   */
  record Await(CompletableFuture<?> signal, @Nullable Flight flight, long nanos, Next<Boolean> next)
      implements ReadStep {}

  /** How a search goes on after a wait. It never throws a {@link Bypass}. */
  interface Next<T extends @Nullable Object> {

    /**
     * Goes on with what the wait was for.
     *
     * @throws Throwable what ends the read: the failure of a load that it joined
     */
    ReadStep after(T answer) throws Throwable;

    /**
     * Goes on without: a {@link Bypass} says why, or an Error that the wait met.
     *
     * @throws Throwable an Error, after what the search holds was given back
     */
    ReadStep without(Throwable why) throws Throwable;
  }
}
