package io.cacheaside.engine.plan;

import io.cacheaside.engine.region.Region;
import io.cacheaside.spi.Key;
import org.jspecify.annotations.Nullable;

/**
 * A call of an {@code @Invalidate} method that is under way: what its end has to know. Used by the
 * thread that runs the method; then by whoever looks after it, if its end met an Error.
 */
public class WriteCall {
  private final InvalidationPlan plan;
  private final @Nullable Object receiver;
  private final @Nullable Object[] arguments;
  private final Invalidations known = new Invalidations();
  private final boolean complete;

  private boolean journaled;
  private boolean keysComplete;

  /**
   * Set when the end met an Error; from then on this belongs to whoever looks after it. A mere
   * field, because where the stack ends no method can be called any more.
   */
  protected volatile boolean leftOver;

  /** Begins the call: its keys are computed, since it may change what they are made of. */
  public WriteCall(InvalidationPlan plan, @Nullable Object receiver, @Nullable Object[] arguments) {
    this.plan = plan;
    this.receiver = receiver;
    this.arguments = arguments;
    this.complete = plan.addKnown(receiver, arguments, known);
  }

  /** Returns what the method invalidates. */
  public InvalidationPlan plan() {
    return plan;
  }

  /**
   * Adds the keys for the call as it stands: arguments are mutable.
   *
   * @throws KeyFailure if one cannot be computed
   */
  public KeyBinder.Added addKeys(KeyBinder binder, Invalidations target, @Nullable Object result) {
    return binder.addTo(target, receiver, arguments, result, plan.method());
  }

  /** Returns what was known of its invalidations when it began, and what was added since. */
  public Invalidations known() {
    return known;
  }

  /** Returns whether the key that is known cannot be another one after the method. */
  public boolean isFixed(KeyBinder binder) {
    return complete && binder.isFixed();
  }

  /** Returns whether the entry is among those that will be invalidated, as things stand. */
  public boolean invalidates(Key key, Region region) {
    if (known.contain(key, region)) {
      return true;
    }
    Invalidations now = new Invalidations();
    plan.addKnown(receiver, arguments, now);
    return now.contain(key, region);
  }

  /** Notes that all keys were added that its end has to add. */
  public void keysAreComplete() {
    keysComplete = true;
  }

  /** Returns whether its end got as far as that; if not, regions stand for what is unknown. */
  public boolean hasAllKeys() {
    return keysComplete;
  }

  /** Notes that its invalidations are in the journal. */
  public void journaled() {
    journaled = true;
  }

  /** Returns whether its targets stand in the journal. */
  public boolean isJournaled() {
    return journaled;
  }

  /** Returns whether its end met an Error, so that its keys may have to be noted yet. */
  public boolean isLeftOver() {
    return leftOver;
  }
}
