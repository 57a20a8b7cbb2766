package io.cacheaside.engine.entry;

import io.cacheaside.engine.plan.InvalidationPlan;
import io.cacheaside.engine.plan.WriteCall;
import io.cacheaside.engine.recovery.AnyUndelivered;
import org.jspecify.annotations.Nullable;

/**
 * A call of an {@code @Invalidate} method as woven code ends it. Belongs to the engine that it
 * began with, even if that is closed meanwhile; ended once, by the thread that runs the method. Not
 * final for the same reason as {@link CacheEngine}.
 */
public class Write extends WriteCall {
  private final CacheEngine engine;

  /** Begins the call: its keys are computed, since it may change what they are made of. */
  public Write(
      CacheEngine engine,
      InvalidationPlan plan,
      @Nullable Object receiver,
      @Nullable Object[] arguments) {
    super(plan, receiver, arguments);
    this.engine = engine;
  }

  /**
   * Begins a call with the engine that was in force a moment ago. If that was closed since, nobody
   * would deliver for it, so the one in its place makes the call.
   *
   * @see CacheEngine#writeBegins
   */
  public static Write begin(
      CacheEngine asked, CallSite site, @Nullable Object receiver, @Nullable Object[] arguments) {
    Write write = asked.writeBegins(site, receiver, arguments);
    CacheEngine other = asked.isClosed() ? CacheEngine.installed() : null; // else close() waits
    if (other == null || other == asked) {
      return write;
    }
    asked.writes.abandon(write);
    return begin(other, site, receiver, arguments);
  }

  /**
   * Ends a call that returned, as {@link #ended} does.
   *
   * @return what the call returns; the same value, if nothing was put into its place
   */
  public @Nullable Object returned(@Nullable Object result) {
    ended(result, true);
    return result;
  }

  /**
   * Invalidates what the annotations say, at once or when the transaction that the calling thread
   * is in has ended. Never throws for a failure of the cache but of the journal.
   *
   * @param result what the method returned, null if it threw
   * @param returned whether it returned
   * @throws IllegalStateException if the invalidations could not be written to the journal
   */
  public void ended(@Nullable Object result, boolean returned) {
    try {
      engine.writes.end(this, result, returned);
    } catch (IllegalStateException notJournaled) {
      leftOver = true; // unless it has been removed from the writes
      throw notJournaled;
    } catch (Throwable e) {
      // Where the stack ends nothing can be called any more. In this order: whoever sees one of
      // these sees those before it.
      leftOver = true;
      engine.undelivered.overall.unsettled = this;
      engine.undelivered.overall.word = AnyUndelivered.SOME;
      engine.writePath.requireJournaled(this, returned, e);
    }
  }
}
