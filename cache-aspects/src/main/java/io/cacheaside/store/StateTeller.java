package io.cacheaside.store;

import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.BreakerState;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a listener whether a breaker is open, as often as that changes. One thread at a time: if
 * another one is telling, it looks once more afterwards, so the last word is the present state,
 * however slow the listener is. Threadsafe.
 */
final class StateTeller {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedStore.class);

  private final CacheListener listener;
  private final BooleanSupplier isOpen;
  private final AtomicInteger changes = new AtomicInteger();

  /** What the listener was told last; null if that failed. Written by the one thread that tells. */
  private volatile @Nullable BreakerState told = BreakerState.CLOSED;

  StateTeller(CacheListener listener, BooleanSupplier isOpen) {
    this.listener = listener;
    this.isOpen = isOpen;
  }

  /** Tells the present state, now or on the thread that tells already, unless it was told. */
  void tell() {
    if (changes.getAndIncrement() != 0) {
      return;
    }
    int seen;
    do {
      seen = changes.get();
      try {
        tell(state());
      } catch (Throwable e) {
        changes.set(0); // the next one tells
        throw e;
      }
    } while (!changes.compareAndSet(seen, 0));
  }

  /** Returns whether the listener knows the present state; if not, it has to be told again. */
  boolean isTold() {
    return told == state();
  }

  private BreakerState state() {
    return isOpen.getAsBoolean() ? BreakerState.OPEN : BreakerState.CLOSED;
  }

  private void tell(BreakerState state) {
    if (told == state) {
      return;
    }
    try {
      listener.onBreaker(state);
      told = state;
    } catch (Throwable e) {
      told = e instanceof VirtualMachineError ? null : state;
      LOG.error("the listener {} threw; this is ignored", listener.getClass(), e);
    }
  }
}
