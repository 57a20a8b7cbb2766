package io.cacheaside.faults.workload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What one client does in one run. Rows 0 to {@code sharedKeys - 1} are read and written by all
 * clients; each has {@link #OWN_KEYS} more for a thread that probes how long calls take when nobody
 * else asks for the same row.
 *
 * @param client the number of the process in the history
 * @param seat which of the clients it is, from 0; one that replaces another takes its seat
 * @param side whether to use CacheAside or the textbook
 * @param redisUri the Redis
 * @param app the first part of all keys
 * @param sharedKeys how many rows all clients share
 * @param readers threads that read
 * @param writers threads that write
 * @param paceMicros pause of a reader after each call, in µs; of a writer ten times that
 * @param ttl of the entries
 * @param lease of the loads
 * @param history the file to write
 */
public record Assignment(
    int client,
    int seat,
    Side side,
    String redisUri,
    String app,
    int sharedKeys,
    int readers,
    int writers,
    int paceMicros,
    Duration ttl,
    Duration lease,
    Path history) {

  /** How many rows a client has for itself. */
  public static final int OWN_KEYS = 8;

  private static final String SEPARATOR = "\t";

  /** How the rows are cached. */
  public enum Side {
    /** Annotations. */
    CACHE_ASIDE,
    /** GET, SET, DEL. */
    NAIVE
  }

  /** Returns how many rows the database needs for this many clients. */
  public static int rows(int sharedKeys, int clients) {
    return sharedKeys + clients * OWN_KEYS;
  }

  /** Returns the first of the rows that this client has for itself. */
  int firstOwnKey() {
    return sharedKeys + seat * OWN_KEYS;
  }

  String toLine() {
    return String.join(
        SEPARATOR,
        List.of(
            Integer.toString(client),
            Integer.toString(seat),
            side.name(),
            redisUri,
            app,
            Integer.toString(sharedKeys),
            Integer.toString(readers),
            Integer.toString(writers),
            Integer.toString(paceMicros),
            Long.toString(ttl.toMillis()),
            Long.toString(lease.toMillis()),
            history.toString()));
  }

  static Assignment ofLine(String line) {
    List<String> words = List.of(line.split(SEPARATOR, -1));
    return new Assignment(
        Integer.parseInt(words.get(0)),
        Integer.parseInt(words.get(1)),
        Side.valueOf(words.get(2)),
        words.get(3),
        words.get(4),
        Integer.parseInt(words.get(5)),
        Integer.parseInt(words.get(6)),
        Integer.parseInt(words.get(7)),
        Integer.parseInt(words.get(8)),
        Duration.ofMillis(Long.parseLong(words.get(9))),
        Duration.ofMillis(Long.parseLong(words.get(10))),
        Path.of(words.get(11)));
  }
}
