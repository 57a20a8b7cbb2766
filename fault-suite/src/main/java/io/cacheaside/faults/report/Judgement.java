package io.cacheaside.faults.report;

import io.cacheaside.faults.checker.Excuse;
import io.cacheaside.faults.checker.Findings;
import io.cacheaside.faults.checker.Rule;
import io.cacheaside.faults.history.Source;
import io.cacheaside.faults.nemesis.Fault;
import io.cacheaside.faults.nemesis.Fault.Promise.Redis;
import io.cacheaside.spi.CacheListener.BypassReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Compares what was found and measured with what is promised.
 *
 * <p>The bounds on durations are above the promises, because the machine that measures runs the
 * database, all clients and Redis at the same time: {@link #CALL_P99} for 60 ms, {@link #OPEN_P99}
 * for 1 ms, which the median has to keep. Recovery is judged by the promise itself.
 */
public final class Judgement {
  /** Of all calls while Redis is silent, above the load. */
  static final Duration CALL_P99 = Duration.ofMillis(80);

  /** Of the median call past an open breaker, above the load. */
  static final Duration OPEN_P50 = Duration.ofMillis(1);

  /** Of calls past an open breaker, above the load. */
  static final Duration OPEN_P99 = Duration.ofMillis(20);

  /** Of everything, if durations are not judged. */
  private static final Duration UNTIMED = Duration.ofSeconds(30);

  private static final double P99 = 99;

  private final boolean timed;

  /**
   * Creates a judgement.
   *
   * @param timed whether durations are judged by what is promised, or only by 30 s
   */
  public Judgement(boolean timed) {
    this.timed = timed;
  }

  /**
   * Returns the line of a run with CacheAside.
   *
   * @param undelivered invalidations that were still not delivered long after the last fault
   */
  public Row of(Fault<?> fault, Findings findings, CallTimes times, long undelivered) {
    List<String> broken = ofRun(findings, times, undelivered, fault.promise());
    return Row.of(fault.name(), findings, times, notes(findings, times), broken);
  }

  private List<String> ofRun(
      Findings findings, CallTimes times, long undelivered, Fault.Promise promise) {
    List<String> broken = new ArrayList<>(ofHistory(findings));
    if (undelivered > 0) {
      broken.add(undelivered + " invalidations were still not delivered 15 s after the end");
    }
    if (times.reads(Source.HIT) == 0) {
      broken.add("there was not one hit");
    }
    atMost(broken, "the slowest call", times.during().getMaxValue(), promise.slowest());
    atMost(broken, "recovery", times.recoveryNanos(), promise.recovery());
    long pastBreaker = times.bypasses(BypassReason.BREAKER_OPEN);
    if (promise.redis() == Redis.WELL && pastBreaker > 0) {
      broken.add(pastBreaker + " reads went past an open breaker, although Redis was well");
    }
    if (promise.redis() == Redis.SILENT) {
      long p99 = times.during().getValueAtPercentile(P99);
      atMost(broken, "p99 of the calls while it lasted", p99, CALL_P99);
      Histogram open = times.breakerOpen();
      if (open.getTotalCount() == 0) {
        broken.add("the breaker never opened");
      }
      atMost(broken, "p50 past the open breaker", open.getValueAtPercentile(50), OPEN_P50);
      atMost(broken, "p99 past the open breaker", open.getValueAtPercentile(P99), OPEN_P99);
    }
    return broken;
  }

  /**
   * Returns the line of a long outage.
   *
   * @param more what else is to be said about it
   * @param found the promises that were found broken before
   */
  public Row ofOutage(
      String name,
      Findings findings,
      CallTimes times,
      long undelivered,
      List<String> more,
      List<String> found) {
    List<String> broken = new ArrayList<>(found);
    broken.addAll(ofRun(findings, times, undelivered, Fault.Promise.SILENT));
    List<String> notes = notes(findings, times);
    notes.addAll(more);
    return Row.of(name, findings, times, notes, broken);
  }

  /** Returns the line of a run with the textbook's cache, which has to be rejected. */
  public Row ofNaive(Fault<?> fault, Findings findings, CallTimes times) {
    List<String> broken = new ArrayList<>();
    if (findings.stale() == 0) {
      broken.add("the textbook was not rejected: this run cannot show anything");
    }
    broken.addAll(ofDatabase(findings));
    return Row.of("naive: " + fault.name(), findings, times, notes(findings, times), broken);
  }

  private static List<String> ofHistory(Findings findings) {
    List<String> broken = new ArrayList<>();
    new TreeMap<>(findings.violations())
        .forEach((rule, count) -> broken.add(String.format(Locale.ROOT, "%,d x %s", count, rule)));
    broken.addAll(findings.examples());
    if (findings.cacheErrors() > 0) {
      broken.add(findings.cacheErrors() + " calls threw what the database did not");
    }
    broken.addAll(ofDatabase(findings));
    return broken;
  }

  private static List<String> ofDatabase(Findings findings) {
    List<String> broken = new ArrayList<>();
    if (findings.databaseErrors() > 0) {
      broken.add(findings.databaseErrors() + " calls failed in the database: the run is void");
    }
    if (findings.violations(Rule.MONOTONE) > 0) {
      broken.add("versions do not grow with time: the run is void");
    }
    return broken;
  }

  private void atMost(List<String> broken, String what, long nanos, Duration promised) {
    Duration limit = timed ? promised : UNTIMED;
    if (nanos > limit.toNanos()) {
      broken.add(what + " took " + Table.time(nanos) + "; allowed are " + limit.toMillis() + " ms");
    }
  }

  private static List<String> notes(Findings findings, CallTimes times) {
    List<String> notes = new ArrayList<>();
    StringBuilder sources = new StringBuilder("reads:");
    for (Source source : Source.values()) {
      sources.append(
          String.format(
              Locale.ROOT, " %,d %s", times.reads(source), source.name().toLowerCase(Locale.ROOT)));
    }
    notes.add(sources.toString());
    String bypasses = bypasses(times);
    if (!bypasses.isEmpty()) {
      notes.add("past the cache:" + bypasses);
    }
    notes.add(
        "calls above the load while it lasted: p50 "
            + at(times.during(), 50)
            + ", p99 "
            + at(times.during(), P99)
            + open(times.breakerOpen()));
    for (Map.Entry<Excuse, Long> entry : new TreeMap<>(findings.excused()).entrySet()) {
      notes.add(
          String.format(Locale.ROOT, "older reads, %s: %,d", entry.getKey(), entry.getValue()));
    }
    if (findings.worstAgeNanos() > 0) {
      notes.add("oldest of these: overwritten since " + Table.time(findings.worstAgeNanos()));
    }
    return notes;
  }

  private static String bypasses(CallTimes times) {
    StringBuilder reasons = new StringBuilder();
    for (BypassReason reason : BypassReason.values()) {
      long count = times.bypasses(reason);
      if (count > 0) {
        reasons.append(
            String.format(Locale.ROOT, " %,d %s", count, reason.name().toLowerCase(Locale.ROOT)));
      }
    }
    return reasons.toString();
  }

  private static String open(Histogram open) {
    return open.getTotalCount() == 0
        ? ""
        : "; past the open breaker p50 "
            + at(open, 50)
            + ", p99 "
            + at(open, P99)
            + ", max "
            + Table.time(open.getMaxValue());
  }

  private static String at(Histogram histogram, double percentile) {
    return Table.time(histogram.getValueAtPercentile(percentile));
  }
}
