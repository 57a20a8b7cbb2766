package io.cacheaside.engine.flight;

import io.cacheaside.engine.region.Target;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The flights of this JVM that run, or ask for, a lease: found by key and token.
 *
 * <p>A flight is added <em>before</em> its lease is asked for, so that whoever learns from the
 * store that the lease is held finds the flight. A key has more than one entry while several
 * callers ask at once, or while a load whose lease was lost still runs.
 *
 * <p>Whether joining is allowed is not decided here: the caller needs an answer to a command sent
 * after it began (docs/protocol.md, the evidence rule).
 */
public final class Flights {
  private final ConcurrentHashMap<Key, Flight> newest = new ConcurrentHashMap<>();

  /**
   * Adds a flight, whose lease is asked for next, unless there is another of its key that will do.
   *
   * @param asks tells the flight when its lease is asked for
   * @param willDo must not use this
   * @return the flight that will do, else the added one
   */
  public Flight findOrAdd(Flight flight, AskClock asks, Predicate<Flight> willDo) {
    Flight[] found = {flight};
    newest.compute(
        flight.key,
        (key, head) -> {
          for (Flight f = head; f != null; f = f.older) {
            if (willDo.test(f)) {
              found[0] = f;
              return head;
            }
          }
          flight.askedAt = asks.tick();
          flight.older = head;
          return flight;
        });
    return found[0];
  }

  /** Takes a flight out: nobody joins it from now on. Nothing happens if it is gone already. */
  public void remove(Flight flight) {
    newest.computeIfPresent(flight.key, flight.removal);
  }

  static @Nullable Flight without(Flight head, Flight flight) {
    if (head == flight) {
      return flight.older;
    }
    for (Flight f = head; f != null; f = f.older) {
      if (f.older == flight) {
        f.older = flight.older;
        break;
      }
    }
    return head;
  }

  /** Returns the flight that runs under the token, or null if it is not one of this JVM. */
  public @Nullable Flight find(Key key, LeaseToken token) {
    Flight[] found = new Flight[1];
    forEach(
        key,
        flight -> {
          if (token.equals(flight.token)) {
            found[0] = flight;
          }
        });
    return found[0];
  }

  /**
   * Marks the flights of these entries: they neither populate nor are joined from now on. Those of
   * a region that is cleared have an old stamp.
   */
  public void invalidate(Collection<Target> targets) {
    if (newest.isEmpty()) {
      return;
    }
    for (Target target : targets) {
      if (target instanceof Target.Entry entry) {
        forEach(entry.key(), Flight::invalidate);
      }
    }
  }

  /** Calls the action for the flights of all keys. */
  void forEach(Consumer<Flight> action) {
    newest.keySet().forEach(key -> forEach(key, action));
  }

  /** Returns for how many keys there are flights. */
  public int size() {
    return newest.size();
  }

  /** The chain of a key is walked and changed under the map's lock of that key only. */
  private void forEach(Key key, Consumer<Flight> action) {
    newest.computeIfPresent(
        key,
        (k, head) -> {
          for (Flight f = head; f != null; f = f.older) {
            action.accept(f);
          }
          return head;
        });
  }
}
