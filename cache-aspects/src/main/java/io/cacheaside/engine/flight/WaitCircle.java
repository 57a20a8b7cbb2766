package io.cacheaside.engine.flight;

import io.cacheaside.engine.support.Bypass;
import io.cacheaside.spi.CacheListener.BypassReason;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds waits that could never end: a load that, directly or through other threads, waits for its
 * own flight. Recursion is a circle of one.
 *
 * <p>Each waiting thread says for which flight it waits <em>before</em> it looks for a circle, so
 * of the threads that close one at least one sees it.
 */
public final class WaitCircle {
  private final ConcurrentHashMap<Thread, Flight> waitsFor = new ConcurrentHashMap<>();

  /**
   * Notes that the current thread begins to wait for the flight.
   *
   * @throws Bypass if the flight waits for the current thread
   */
  public void enter(Flight flight) {
    Thread me = Thread.currentThread();
    try {
      waitsFor.put(me, flight);
      Flight next = flight;
      // A flight that landed holds nobody up, whatever its leader does now.
      for (int hops = 0; next != null && !next.landing().isDone() && hops < 1_000; hops++) {
        if (next.leader() == me) {
          throw Bypass.because(BypassReason.RECURSION);
        }
        next = flightOf(next.leader());
      }
    } catch (Throwable e) {
      leave();
      throw e;
    }
  }

  /** Ends the current thread's wait. */
  public void leave() {
    waitsFor.remove(Thread.currentThread());
  }

  private @Nullable Flight flightOf(Thread leader) {
    return waitsFor.get(leader);
  }
}
