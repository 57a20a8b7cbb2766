package io.cacheaside.engine;

import io.cacheaside.spi.Key;
import io.cacheaside.spi.TransactionHook.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has invalidated so far. Threadsafe, because some transactions are ended by
 * another thread than the one that works in them.
 */
final class TransactionWork {
  /** Guarded by this. */
  private Invalidations invalidations = new Invalidations();

  private @Nullable Outcome outcome;

  /**
   * Adds to it.
   *
   * @return whether the end of the transaction takes care of it; false if it has passed
   */
  synchronized boolean add(Invalidations added) {
    if (outcome == null) {
      invalidations.addAll(added);
    }
    return outcome == null || outcome == Outcome.ROLLED_BACK;
  }

  /** Returns whether the transaction is under way and has invalidated the key. */
  synchronized boolean contains(Key key, Key generationKey) {
    return invalidations.contains(key, generationKey);
  }

  /** Adds what is to be invalidated as things stand. */
  synchronized void addTo(Invalidations target) {
    target.addAll(invalidations);
  }

  /**
   * Ends the work; a second end changes nothing.
   *
   * @return what is to be invalidated now
   */
  synchronized Invalidations end(Outcome ended) {
    Invalidations content = ended == Outcome.ROLLED_BACK ? new Invalidations() : invalidations;
    if (outcome == null) {
      outcome = ended;
    }
    invalidations = new Invalidations();
    return content;
  }
}
