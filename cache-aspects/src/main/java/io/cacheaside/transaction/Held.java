package io.cacheaside.transaction;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Spring had bound for one transaction: a holder of its connection or of its persistence
 * context. With open-in-view, several transactions have the same holder, one after the other.
 * Threadsafe.
 */
final class Held {
  private final Object key;
  private final Object holder;

  /** Set by what knows; looking at the holder might miss the time between two transactions. */
  private volatile boolean ended;

  Held(Map.Entry<Object, Object> bound) {
    this.key = bound.getKey();
    this.holder = bound.getValue();
  }

  /** Lets the holder's persistence context tell of the transaction's end, if it can. */
  void listen() {
    PersistenceContexts.whenTransactionEnds(Map.entry(key, holder), () -> ended = true);
  }

  /** By what it was bound. */
  Object key() {
    return key;
  }

  boolean isOf(@Nullable Object otherHolder) {
    return holder == otherHolder;
  }

  /** Returns whether the transaction is under way, or may be. */
  boolean mayBeActive() {
    return !ended && ActiveHolders.mayBeActive(holder);
  }
}
