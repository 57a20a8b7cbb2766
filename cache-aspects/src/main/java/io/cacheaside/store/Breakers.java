package io.cacheaside.store;

import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.BreakerState;
import io.cacheaside.spi.Store;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The circuit breakers of a runtime, one for each server, so that a server which is silent does not
 * keep calls from the others.
 *
 * <p>To the listener they are one: it is told of an opening when the first opens, and of the
 * closing when none is open any more. This class is threadsafe.
 */
public final class Breakers {
  private final ScheduledExecutorService timer;
  private final CacheListener listener;
  private final LongSupplier nanoClock;
  private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
  private final AtomicInteger changes = new AtomicInteger();

  /** What the listener was told last; written by the one thread that tells. */
  private volatile boolean toldOpen;

  /**
   * Makes breakers.
   *
   * @param timer runs the probes; not closed by this class
   * @param listener is told when the first opens and the last closes; must not throw
   */
  public Breakers(ScheduledExecutorService timer, CacheListener listener) {
    this(timer, listener, System::nanoTime);
  }

  Breakers(ScheduledExecutorService timer, CacheListener listener, LongSupplier nanoClock) {
    this.timer = timer;
    this.listener = listener;
    this.nanoClock = nanoClock;
  }

  /** Returns the store behind a breaker of its own, which counts until that store is closed. */
  public Store guard(Store store) {
    Relay relay = new Relay();
    GuardedStore guarded = new GuardedStore(store, timer, relay, relay::retire, nanoClock);
    relays.add(relay);
    return guarded;
  }

  /** Returns whether one of the breakers is open. */
  public boolean isOpen() {
    return relays.stream().anyMatch(relay -> relay.open);
  }

  /**
   * Tells the listener if anything has changed since it was told last. One thread at a time: if
   * another one is telling, it looks once more afterwards, so the last word is the present state.
   * What the listener throws ends the telling, not the next.
   */
  private void changed() {
    if (changes.getAndIncrement() != 0) {
      return;
    }
    int seen;
    do {
      seen = changes.get();
      try {
        tell(isOpen());
      } catch (Throwable e) {
        changes.set(0);
        throw e;
      }
    } while (!changes.compareAndSet(seen, 0));
  }

  private void tell(boolean open) {
    if (open != toldOpen) {
      toldOpen = open;
      listener.onBreaker(open ? BreakerState.OPEN : BreakerState.CLOSED);
    }
  }

  /** Listens to one breaker. */
  private final class Relay implements CacheListener {
    volatile boolean open;
    volatile boolean retired;

    @Override
    public void onBreaker(BreakerState state) {
      open = state == BreakerState.OPEN && !retired;
      changed();
    }

    void retire() {
      retired = true;
      relays.remove(this);
      changed();
    }
  }
}
