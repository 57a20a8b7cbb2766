package io.cacheaside.sample.demo;

import java.util.List;
import java.util.StringJoiner;

/**
 * What came of one catalogue's traffic.
 *
 * @param requests how many were played: reads and changes of a price, also those that failed
 * @param changes how many prices were changed
 * @param reads how many reads were answered
 * @param hits how many of them from Redis
 * @param loads how many queries reached the database
 * @param stale how many reads brought what should have been gone
 * @param errors how many requests failed
 * @param p50Nanos within which half of the reads ended
 * @param p99Nanos within which 99 % of the reads ended
 * @param wallNanos from the first request to the last answer
 * @param cpuNanos of the JVM that played the requests, in that time, on all processors
 */
record TrafficFigures(
    long requests,
    long changes,
    long reads,
    long hits,
    long loads,
    long stale,
    long errors,
    long p50Nanos,
    long p99Nanos,
    long wallNanos,
    long cpuNanos) {

  /** Returns the figures that {@link #toWords} wrote. */
  static TrafficFigures of(List<Long> words) {
    return new TrafficFigures(
        words.get(0),
        words.get(1),
        words.get(2),
        words.get(3),
        words.get(4),
        words.get(5),
        words.get(6),
        words.get(7),
        words.get(8),
        words.get(9),
        words.get(10));
  }

  /** Returns the figures as numbers with spaces between them. */
  String toWords() {
    StringJoiner words = new StringJoiner(" ");
    List.of(
            requests, changes, reads, hits, loads, stale, errors, p50Nanos, p99Nanos, wallNanos,
            cpuNanos)
        .forEach(word -> words.add(word.toString()));
    return words.toString();
  }

  /** Returns the share of reads that were answered from Redis, in percent. */
  double hitRate() {
    return reads == 0 ? 0 : 100.0 * hits / reads;
  }

  double requestsPerSecond() {
    return requests / (wallNanos / 1e9);
  }

  /** Returns what a request costs the JVM: hits, loads and changes, and whatever else it does. */
  double cpuMicrosPerRequest() {
    return cpuNanos / 1e3 / requests;
  }
}
