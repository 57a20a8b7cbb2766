package io.cacheaside.faults.history;

import java.nio.ByteBuffer;

/**
 * One thing that a client did. Times are {@link System#nanoTime}, which on one Linux machine is the
 * same clock in every JVM; the suite checks that before it relies on it.
 *
 * @param kind what happened
 * @param detail depends on the kind
 * @param reason for a read past the cache: see {@link Reasons}; else 0
 * @param client the number of the client process; a process that replaces another has a new one
 * @param key the row's number
 * @param thread the number of the client's thread, 0 for what the store did
 * @param loadMicros how long the call was in the database itself, in µs; -1 if it was not
 * @param number a version or a token, depending on the kind
 * @param begin when the call began
 * @param end when the call ended
 */
public record Event(
    EventKind kind,
    int detail,
    int reason,
    int client,
    int key,
    int thread,
    int loadMicros,
    long number,
    long begin,
    long end) {

  /** The length of an event in a file, in bytes. */
  static final int BYTES = 48;

  static Event read(ByteBuffer from, int at) {
    return new Event(
        EventKind.of(from.get(at)),
        from.get(at + 1),
        from.get(at + 2),
        from.getInt(at + 4),
        from.getInt(at + 8),
        from.getInt(at + 12),
        from.getInt(at + 16),
        from.getLong(at + 24),
        from.getLong(at + 32),
        from.getLong(at + 40));
  }

  /** Writes everything but the kind, which makes the event valid and comes last. */
  void writeBody(ByteBuffer to, int at) {
    to.put(at + 1, (byte) detail);
    to.put(at + 2, (byte) reason);
    to.putInt(at + 4, client);
    to.putInt(at + 8, key);
    to.putInt(at + 12, thread);
    to.putInt(at + 16, loadMicros);
    to.putLong(at + 24, number);
    to.putLong(at + 32, begin);
    to.putLong(at + 40, end);
  }

  /** Returns where the value of a read came from. */
  public Source source() {
    return Source.of(detail);
  }

  /** Returns the duration of the call without its own time in the database, in ns. */
  public long nanosAboveLoad() {
    return Math.max(0, end - begin - Math.max(0, loadMicros) * 1_000L);
  }
}
