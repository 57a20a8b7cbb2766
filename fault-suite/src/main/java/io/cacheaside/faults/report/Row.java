package io.cacheaside.faults.report;

import io.cacheaside.faults.checker.Findings;
import java.util.List;

/**
 * One line of the table, with what stands below it.
 *
 * @param name of the fault
 * @param operations reads and writes
 * @param stale reads that no exception explains
 * @param lost invalidations
 * @param errors of the cache in the application
 * @param slowestNanos slowest call while a fault lasted, above its time in the database
 * @param recoveryNanos until hits, {@link Long#MAX_VALUE} if there were none
 * @param notes what explains the line
 * @param broken the promises that were broken, empty if none was
 */
public record Row(
    String name,
    long operations,
    long stale,
    long lost,
    long errors,
    long slowestNanos,
    long recoveryNanos,
    List<String> notes,
    List<String> broken) {

  /** Returns a line from what was found and measured. */
  static Row of(
      String name, Findings findings, CallTimes times, List<String> notes, List<String> broken) {
    return new Row(
        name,
        findings.operations(),
        findings.stale(),
        findings.lost(),
        findings.cacheErrors(),
        times.during().getMaxValue(),
        times.recoveryNanos(),
        notes,
        broken);
  }
}
