package io.cacheaside.faults.checker;

import io.cacheaside.faults.history.Event;
import io.cacheaside.faults.history.EventKind;
import io.cacheaside.faults.history.Populated;
import io.cacheaside.faults.history.Source;
import io.cacheaside.faults.history.Window;
import io.cacheaside.faults.history.Window.Effects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A history that is written by hand. All times are in milliseconds; the TTL is 2,000, the lease
 * 1,000, the slack 500, the lag of replicas 100 and the time to settle 200. Key 7 and client 1,
 * unless another one is named.
 */
final class Script {
  private static final int KEY = 7;

  private final List<Event> events = new ArrayList<>();
  private final List<Window> windows = new ArrayList<>();
  private Set<Integer> killed = Set.of();
  private int client = 1;
  private int key = KEY;

  /** Names the client of the events that follow. */
  Script client(int number) {
    client = number;
    return this;
  }

  /** Names the key of the events that follow. */
  Script key(int number) {
    key = number;
    return this;
  }

  Script killed(Integer... clients) {
    killed = Set.of(clients);
    return this;
  }

  Script fault(long begin, long end, Effects effects) {
    windows.add(new Window(nanos(begin), nanos(end), -1, effects));
    return this;
  }

  /** A write that was committed 1 ms after its begin, deleted until 1 ms before its end. */
  Script write(long version, long begin, long end) {
    return committed(version, begin, begin + 1).deleted(begin + 1, end - 1).ended(version, end);
  }

  /** A write whose delete was not acknowledged. */
  Script undeliveredWrite(long version, long begin, long end) {
    committed(version, begin, begin + 1).undeleted(begin + 1, end - 1);
    return add(EventKind.WRITTEN, 0, version, begin, end);
  }

  Script committed(long version, long begin, long end) {
    add(EventKind.WRITE_BEGUN, 0, 0, begin, begin);
    return add(EventKind.COMMITTED, 0, version, begin, end);
  }

  Script ended(long version, long end) {
    return add(EventKind.WRITTEN, 1, version, end - 1, end);
  }

  Script deleted(long begin, long end) {
    return add(EventKind.DELETED, 1, 0, begin, end);
  }

  Script cleared(long begin, long end) {
    return add(EventKind.CLEARED, 1, 0, begin, end);
  }

  Script undeleted(long begin, long end) {
    return add(EventKind.DELETED, 0, 0, begin, end);
  }

  Script hit(long version, long begin, long end) {
    return add(EventKind.READ, Source.HIT.number(), version, begin, end);
  }

  Script granted(long token, long begin, long end) {
    return add(EventKind.GRANTED, 0, token, begin, end);
  }

  Script populated(long token, Populated outcome, long begin, long end) {
    return add(EventKind.POPULATED, outcome.number(), token, begin, end);
  }

  Script released(long token, long at) {
    return add(EventKind.RELEASED, 0, token, at, at);
  }

  Script failed(EventKind kind, int detail) {
    return add(kind, detail, 0, 1, 2);
  }

  private Script add(EventKind kind, int detail, long number, long begin, long end) {
    events.add(new Event(kind, detail, 0, client, key, 1, -1, number, nanos(begin), nanos(end)));
    return this;
  }

  List<Event> events() {
    return events;
  }

  Conditions conditions() {
    return new Conditions(
        Duration.ofMillis(2_000),
        Duration.ofMillis(1_000),
        Duration.ofMillis(500),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        killed,
        windows);
  }

  Findings check() {
    return new Checker(conditions()).check(events);
  }

  static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
