package io.cacheaside.benchmarks.starved;

import java.util.List;

/**
 * Something that a JVM did.
 *
 * @param nanos when, by {@link System#nanoTime}, which is one clock for all JVMs of a machine
 * @param kind what
 * @param detail a reason, a state or an outcome
 */
record Event(long nanos, Kind kind, String detail) {
  /** What a JVM may do. */
  enum Kind {
    /** Its first answer from Redis came. */
    READY,
    /** The method ran; when the lease was asked for, if it was, because entries live from then. */
    LOAD,
    /** A value that was loaded under a lease went to Redis, or not. */
    POPULATE,
    /** A call went past the cache. */
    BYPASS,
    /** A caller had waited for a command timeout and asked the store whose fault that is. */
    OVERDUE,
    /** The circuit breaker opened or closed. */
    BREAKER
  }

  static Event now(Kind kind, Object detail) {
    return new Event(System.nanoTime(), kind, detail.toString());
  }

  String toLine() {
    return nanos + " " + kind + " " + detail;
  }

  static Event ofLine(String line) {
    List<String> words = List.of(line.split(" ", 3));
    return new Event(Long.parseLong(words.get(0)), Kind.valueOf(words.get(1)), words.get(2));
  }
}
