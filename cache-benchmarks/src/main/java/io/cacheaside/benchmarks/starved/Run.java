package io.cacheaside.benchmarks.starved;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What several JVMs did that began together.
 *
 * @param startNanos when the first was started
 * @param jvms the events of each, and how many calls it made
 */
record Run(long startNanos, List<Jvm> jvms) {
  /** No entry ends earlier after its lease was asked for: 2 s less the jitter of a tenth. */
  private static final long ENTRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1_800);

  /** What one did. */
  record Jvm(List<Event> events, long calls) {
    /** Returns when its first answer came, or the end of time if none did. */
    long readyNanos() {
      return of(Event.Kind.READY).mapToLong(Event::nanos).findFirst().orElse(Long.MAX_VALUE);
    }

    Stream<Event> of(Event.Kind kind) {
      return events.stream().filter(event -> event.kind() == kind);
    }
  }

  /**
   * The loads between two expiries: all that begin before the first one's entry can end.
   *
   * @param nanos when the first of them began
   * @param loads of JVMs that had had an answer before
   * @param starting of JVMs that had not
   */
  record Expiry(long nanos, int loads, int starting) {
    @Override
    public String toString() {
      return starting == 0 ? Integer.toString(loads) : loads + "+" + starting;
    }
  }

  private record Load(long nanos, boolean starting) {}

  /** Returns all expiries of the key; the first is that it was not there yet. */
  List<Expiry> expiries() {
    List<Load> loads = new ArrayList<>();
    for (Jvm jvm : jvms) {
      long ready = jvm.readyNanos();
      jvm.of(Event.Kind.LOAD).forEach(e -> loads.add(new Load(e.nanos(), e.nanos() < ready)));
    }
    loads.sort(Comparator.comparingLong(Load::nanos));
    List<Expiry> expiries = new ArrayList<>();
    for (int first = 0; first < loads.size(); ) {
      long begin = loads.get(first).nanos();
      int next = first;
      int starting = 0;
      while (next < loads.size() && loads.get(next).nanos() - begin < ENTRY_NANOS) {
        starting += loads.get(next).starting() ? 1 : 0;
        next++;
      }
      expiries.add(new Expiry(begin, next - first - starting, starting));
      first = next;
    }
    return expiries;
  }

  /** Returns whether Redis was used as if the JVMs had had all the time in the world. */
  boolean isKept() {
    List<Expiry> expiries = expiries();
    return !expiries.isEmpty()
        && count(Event.Kind.BREAKER) == 0
        && expiries.stream().allMatch(expiry -> expiry.loads() + expiry.starting() <= 1);
  }

  long count(Event.Kind kind) {
    return jvms.stream().flatMap(jvm -> jvm.of(kind)).count();
  }

  /** Returns one line for a table. */
  String summary() {
    List<Expiry> expiries = expiries();
    return String.format(
        Locale.ROOT,
        "%s  loads %s  first answers after %s s  past the cache %s  breaker %s  overdue %d"
            + "  calls %,d",
        isKept() ? "ok    " : "MISSED",
        expiries.stream().map(Expiry::toString).collect(Collectors.joining(" ")),
        jvms.stream().map(jvm -> seconds(jvm.readyNanos())).collect(Collectors.joining(" ")),
        byDetail(Event.Kind.BYPASS),
        byDetail(Event.Kind.BREAKER),
        count(Event.Kind.OVERDUE),
        jvms.stream().mapToLong(Jvm::calls).sum());
  }

  private String seconds(long nanos) {
    return nanos == Long.MAX_VALUE
        ? "never"
        : String.format(Locale.ROOT, "%.1f", (nanos - startNanos) / 1e9);
  }

  private String byDetail(Event.Kind kind) {
    Map<String, Long> counts =
        jvms.stream()
            .flatMap(jvm -> jvm.of(kind))
            .collect(Collectors.groupingBy(Event::detail, TreeMap::new, Collectors.counting()));
    return counts.isEmpty() ? "-" : counts.toString();
  }

  /** Returns what happened, in order, each with its second and the number of the JVM. */
  List<String> story() {
    record Line(Event event, int jvm) {}
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < jvms.size(); i++) {
      for (Event event : jvms.get(i).events()) {
        lines.add(new Line(event, i + 1));
      }
    }
    return lines.stream()
        .sorted(Comparator.comparingLong(line -> line.event().nanos()))
        .map(
            line ->
                String.format(
                    Locale.ROOT,
                    "  %7.3f  JVM %d  %s %s",
                    (line.event().nanos() - startNanos) / 1e9,
                    line.jvm(),
                    line.event().kind(),
                    line.event().detail()))
        .toList();
  }
}
