package io.cacheaside.engine.transaction;

import io.cacheaside.engine.plan.Invalidations;
import io.cacheaside.engine.region.Region;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.TransactionHook.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has invalidated so far. Threadsafe, because some transactions are ended by
 * another thread than the one that works in them.
 */
public final class TransactionWork {
  /** Guarded by this. */
  private Invalidations invalidations = new Invalidations();

  /** What is left at the end; made beforehand, to need no memory then. Nothing is added to it. */
  private final Invalidations nothing = new Invalidations();

  private @Nullable Outcome outcome;

  /** Whether it counts as invalid for all; see {@link Outcome#PARTIAL}. */
  private volatile boolean partial;

  /** Set if something could neither be added nor kept; guarded by this. */
  private boolean lost;

  /**
   * Adds to it. What cannot be added for want of memory or stack is kept as it is, which needs
   * neither.
   *
   * @return whether the end of the transaction takes care of it; false if it has passed
   */
  synchronized boolean add(Invalidations added) {
    if (outcome == null) {
      try {
        invalidations.addAll(added);
      } catch (Throwable e) {
        keep(added);
      }
    }
    return outcome == null || outcome == Outcome.ROLLED_BACK;
  }

  /** Keeps what could not be added. */
  synchronized void keep(Invalidations added) {
    if (added.keeper == this) {
      return;
    }
    if (added.keeper != null) { // two transactions of one call: a second link would cut the first
      lost = true;
      return;
    }
    added.keeper = this;
    added.behind = invalidations.behind;
    invalidations.behind = added;
  }

  /** Returns whether more was invalidated than is known: then everything is. */
  synchronized boolean hasLost() {
    return lost;
  }

  /** Returns whether the transaction is under way and has invalidated the entry. */
  synchronized boolean contains(Key key, Region region) {
    if (lost && outcome == null) {
      return true;
    }
    for (Invalidations kept = invalidations; kept != null; kept = kept.behind) {
      if (kept.contain(key, region)) {
        return true;
      }
    }
    return false;
  }

  /** Adds what is to be invalidated as things stand. */
  synchronized void addTo(Invalidations target) {
    for (Invalidations kept = invalidations; kept != null; kept = kept.behind) {
      target.addAll(kept);
    }
  }

  /**
   * Ends the work in part: more may be added, and what there is stays until it is forgotten.
   *
   * @return whether it is the first time
   */
  synchronized boolean endInPart() {
    boolean isFirst = !partial && outcome == null;
    partial |= isFirst;
    return isFirst;
  }

  boolean isPartial() {
    return partial;
  }

  /**
   * Returns a copy of what is to be invalidated by now; rows of a journal are not in it, as they
   * are done at the end only.
   */
  synchronized Invalidations soFar() {
    Invalidations copy = new Invalidations();
    addTo(copy);
    copy.journaled().clear();
    return copy;
  }

  /**
   * Ends the work; a second end changes nothing.
   *
   * @return what is to be invalidated now, and behind it what could not be added
   */
  synchronized Invalidations end(Outcome ended) {
    if (outcome != null) {
      return nothing;
    }
    outcome = ended;
    Invalidations content = ended == Outcome.ROLLED_BACK ? nothing : invalidations;
    if (!partial) {
      invalidations = nothing;
    }
    return content;
  }
}
