package io.cacheaside.faults.checker;

import io.cacheaside.faults.history.Event;
import io.cacheaside.faults.history.EventKind;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must become of writes.
 *
 * <ul>
 *   <li>Versions grow: a write that began after another one was committed has a higher version, and
 *       no two have the same. That is the database's promise; the other rules rest on it.
 *   <li>After a write that ended, a delete of its key was acknowledged that was sent after the
 *       commit, unless its client was killed. So every undelivered key was delivered. That Redis
 *       came back empty after the commit is as good, and so is that the region was cleared since.
 * </ul>
 */
final class WriteRules {
  private final KeyHistory key;
  private final Conditions conditions;
  private final Findings findings;

  WriteRules(KeyHistory key, Conditions conditions, Findings findings) {
    this.key = key;
    this.conditions = conditions;
    this.findings = findings;
  }

  void check() {
    checkOrder();
    for (Event end : key.of(EventKind.WRITTEN)) {
      Event commit = key.commits().get(end.number());
      if (commit == null) {
        findings.violation(Rule.MONOTONE, end, "the write ended without a commit");
      } else if (key.acknowledged(commit) == Long.MAX_VALUE
          && !conditions.killed().contains(end.client())
          && !conditions.emptiedAfter(commit.end())
          && !isClearedSince(commit.end())) {
        findings.violation(Rule.LOST_INVALIDATION, end, "no delete was acknowledged after it");
      }
    }
  }

  private boolean isClearedSince(long time) {
    return key.of(EventKind.CLEARED).stream().anyMatch(cleared -> cleared.begin() >= time);
  }

  private void checkOrder() {
    List<Event> byBegin = key.of(EventKind.COMMITTED);
    List<Event> byEnd = byBegin.stream().sorted(Comparator.comparingLong(Event::end)).toList();
    Set<Long> versions = new HashSet<>();
    long highest = 0;
    int ended = 0;
    for (Event commit : byBegin) {
      while (byEnd.get(ended).end() < commit.begin()) {
        highest = Math.max(highest, byEnd.get(ended++).number());
      }
      if (commit.number() <= highest) {
        findings.violation(
            Rule.MONOTONE, commit, "version " + highest + " was committed before it began");
      }
      if (!versions.add(commit.number())) {
        findings.violation(Rule.MONOTONE, commit, "the version was committed twice");
      }
    }
  }
}
