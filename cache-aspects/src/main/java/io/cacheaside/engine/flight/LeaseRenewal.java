package io.cacheaside.engine.flight;

import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Survived;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the leases of long loads alive. One sweep over all flights for every third of a lease,
 * instead of a timer for each load.
 */
public final class LeaseRenewal implements Runnable {
  private final Store store;
  private final Flights flights;
  private final Clocks clocks;
  private final long leaseMillis;
  private final long minAgeNanos;
  private final long maxAgeNanos;

  /** Creates the work, which somebody has to run. */
  public LeaseRenewal(EngineContext context, Flights flights) {
    this.store = context.store();
    this.flights = flights;
    this.clocks = context.clocks();
    this.leaseMillis = context.options().lease().toMillis();
    this.minAgeNanos = context.options().lease().toNanos() / 6;
    this.maxAgeNanos = context.options().loadTimeout().toNanos();
  }

  @Override
  public void run() {
    List<Flight> running = new ArrayList<>();
    flights.forEach(running::add);
    long now = clocks.nanos();
    Throwable failure = null;
    for (Flight flight : running) {
      try {
        renew(flight, now - flight.startedNanos);
      } catch (Throwable e) {
        failure = e; // of one; the others need theirs all the same
      }
    }
    if (failure != null) {
      Survived.say("a lease could not be renewed, the next round tries again", failure);
    }
  }

  private void renew(Flight flight, long ageNanos) {
    LeaseToken token = flight.token;
    if (token != null
        && ageNanos >= minAgeNanos
        && ageNanos <= maxAgeNanos
        && flight.epoch == store.epoch()
        && !flight.isInvalidated()
        && !flight.landing().isDone()) {
      store.renew(flight.key, token, leaseMillis);
    }
  }
}
