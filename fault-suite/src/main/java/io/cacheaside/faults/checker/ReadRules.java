package io.cacheaside.faults.checker;

import io.cacheaside.faults.history.Event;
import io.cacheaside.faults.history.EventKind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a read may return. Let v be the version that it returned.
 *
 * <ul>
 *   <li>v is not below any version that was committed before a delete of the key was sent, if that
 *       delete was acknowledged before the read began.
 *   <li>v is not below any version whose write ended in the same JVM before the read began,
 *       acknowledged or not.
 *   <li>v was not overwritten longer ago than an entry may live, whatever happened.
 *   <li>v is not above the number of writes that had begun when the read ended.
 * </ul>
 *
 * A read that is older than the last commit and breaks none of these is counted under its excuse. A
 * read that overlaps a write may return either version.
 */
final class ReadRules {
  private final KeyHistory key;
  private final Conditions conditions;
  private final Findings findings;
  private final Map<Integer, Timeline> ownWrites = new HashMap<>();
  private final Timeline committed = new Timeline();
  private final long[] begun;
  private final long lifetimeNanos;

  ReadRules(KeyHistory key, Conditions conditions, Findings findings) {
    this.key = key;
    this.conditions = conditions;
    this.findings = findings;
    for (Event end : key.of(EventKind.WRITTEN)) {
      ownWrites
          .computeIfAbsent(end.client(), client -> new Timeline())
          .add(end.end(), end.number());
    }
    ownWrites.values().forEach(Timeline::sort);
    key.commits().values().forEach(commit -> committed.add(commit.end(), commit.number()));
    committed.sort();
    begun = key.of(EventKind.WRITE_BEGUN).stream().mapToLong(Event::begin).toArray();
    lifetimeNanos =
        conditions.hardTtl().toNanos()
            + conditions.slack().toNanos()
            + conditions.longestStallNanos();
  }

  void check() {
    key.of(EventKind.READ).forEach(this::check);
  }

  private void check(Event read) {
    long version = read.number();
    if (version > begunBefore(read.end())) {
      findings.violation(
          Rule.PHANTOM, read, begunBefore(read.end()) + " writes had begun when it ended");
    }
    if (version >= committed.highestBefore(read.begin())) {
      return;
    }
    Event overwriting = overwriting(version);
    if (overwriting != null && read.begin() - overwriting.end() > lifetimeNanos) {
      findings.violation(
          Rule.HARD_TTL,
          read,
          "overwritten " + millis(read.begin() - overwriting.end()) + " ms before it began");
      return;
    }
    long floor = key.floorAt(read.begin());
    Timeline own = ownWrites.get(read.client());
    if (version < floor) {
      judge(read, floor);
    } else if (own != null && version < own.highestBefore(read.begin())) {
      findings.violation(
          Rule.OWN_WRITES,
          read,
          "this JVM had ended the write of " + own.highestBefore(read.begin()));
    } else {
      findings.excused(excuse(version, read), age(overwriting, read));
    }
  }

  /** The read is older than an acknowledged delete: only a failover can excuse that. */
  private void judge(Event read, long floor) {
    Event overwriting = overwriting(read.number());
    if (overwriting != null && allUndone(overwriting.end(), read.begin())) {
      findings.excused(Excuse.ROLLED_BACK, age(overwriting, read));
    } else {
      findings.violation(
          Rule.FRESHNESS, read, "version " + floor + " was acknowledged before it began");
    }
  }

  /** Returns whether every delete that was acknowledged in this time may have been undone. */
  private boolean allUndone(long from, long to) {
    if (!conditions.mayRollBack()) {
      return false;
    }
    boolean deletesUndone =
        key.of(EventKind.DELETED).stream()
            .filter(delete -> delete.detail() == 1 && delete.begin() >= from && delete.end() < to)
            .allMatch(delete -> conditions.mayBeUndone(delete.end()));
    return deletesUndone
        && key.of(EventKind.WRITTEN).stream()
            .filter(end -> end.detail() == 1 && end.begin() >= from && end.end() < to)
            .allMatch(end -> conditions.mayBeUndone(end.end()));
  }

  /** Returns the commit of the first known version above this one. */
  private @Nullable Event overwriting(long version) {
    Map.Entry<Long, Event> next = key.commits().higherEntry(version);
    return next == null ? null : next.getValue();
  }

  private Excuse excuse(long version, Event read) {
    Event commit = overwriting(version);
    if (commit == null || commit.number() != version + 1) {
      return Excuse.WRITER_DIED; // the write between was committed by one who could not say so
    }
    Event end = key.written(commit.number());
    boolean killed = conditions.killed().contains(commit.client());
    if (end == null) {
      return killed ? Excuse.WRITER_DIED : Excuse.UNDER_WAY;
    }
    if (end.end() >= read.begin()) {
      return Excuse.UNDER_WAY;
    }
    return killed && key.acknowledged(commit) == Long.MAX_VALUE
        ? Excuse.OUTBOX_LOST
        : Excuse.UNDELIVERED;
  }

  private static long age(@Nullable Event overwriting, Event read) {
    return overwriting == null ? 0 : Math.max(0, read.begin() - overwriting.end());
  }

  private long begunBefore(long time) {
    return Search.firstAfter(begun.length, i -> begun[i], time);
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
