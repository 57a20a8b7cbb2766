package io.cacheaside.engine;

import io.cacheaside.spi.Key;
import org.jspecify.annotations.Nullable;

/**
 * A call of an {@code @Invalidate} method that is under way: what its end has to know. Belongs to
 * the engine that it began with, even if that is closed meanwhile. Used by the thread that runs the
 * method, and ended once; then by whoever looks after it, if its end met an Error. Not final for
 * the same reason as {@link CacheEngine}.
 */
public class Write {
  private final CacheEngine engine;
  private final InvalidationPlan plan;
  private final @Nullable Object receiver;
  private final @Nullable Object[] arguments;
  private final Invalidations known = new Invalidations();
  private final boolean complete;

  private boolean journaled;

  /** Set when the end met an Error; from then on this belongs to whoever looks after it. */
  private volatile boolean leftOver;

  /** Begins the call: its keys are computed, since it may change what they are made of. */
  Write(
      CacheEngine engine,
      InvalidationPlan plan,
      @Nullable Object receiver,
      @Nullable Object[] arguments) {
    this.engine = engine;
    this.plan = plan;
    this.receiver = receiver;
    this.arguments = arguments;
    this.complete = plan.addKnown(receiver, arguments, known);
  }

  InvalidationPlan plan() {
    return plan;
  }

  /**
   * Adds the keys for the call as it stands: arguments are mutable.
   *
   * @throws KeyFailure if one cannot be computed
   */
  KeyBinder.Added addKeys(KeyBinder binder, Invalidations target, @Nullable Object result) {
    return binder.addTo(target, receiver, arguments, result, plan.method());
  }

  /** Returns what was known of its invalidations when it began, and what was added since. */
  Invalidations known() {
    return known;
  }

  /** Returns whether the key that is known cannot be another one after the method. */
  boolean isFixed(KeyBinder binder) {
    return complete && binder.isFixed();
  }

  /** Returns whether the entry is among those that will be invalidated, as things stand. */
  boolean invalidates(Key key, Region region) {
    if (known.contain(key, region)) {
      return true;
    }
    Invalidations now = new Invalidations();
    plan.addKnown(receiver, arguments, now);
    return now.contain(key, region);
  }

  /** Notes that its invalidations are in the journal. */
  void journaled() {
    journaled = true;
  }

  boolean isJournaled() {
    return journaled;
  }

  /** Returns whether its end met an Error, so that its keys may have to be noted yet. */
  boolean isLeftOver() {
    return leftOver;
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
      engine.writeEnded(this, result, returned);
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
