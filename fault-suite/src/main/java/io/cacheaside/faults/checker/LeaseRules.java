package io.cacheaside.faults.checker;

import io.cacheaside.faults.history.Event;
import io.cacheaside.faults.history.EventKind;
import io.cacheaside.faults.history.Populated;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about leases from outside. A grant happened somewhere between the sending of its
 * acquire and the arrival of the answer; "before" means that the two intervals do not touch.
 *
 * <ul>
 *   <li>A populate that was stored was not sent after another lease of the key had been granted
 *       that is younger than its own. This holds always, but for a failover that brings back what
 *       was there before.
 *   <li>A lease was granted only when the one granted before it had ended: by a delete, a release
 *       or a populate that had been sent by then, by its deadline, or by a fault that removes
 *       leases. Renewals are not looked at, so a lease is taken to be alive for its first term
 *       only.
 * </ul>
 */
final class LeaseRules {
  /** The server counts in milliseconds of its own clock. */
  private static final long CLOCK_NANOS = Duration.ofMillis(50).toNanos();

  /** How long after it was sent a delete may run at the latest. */
  private static final long LATEST_EXECUTION_NANOS = Duration.ofMinutes(1).toNanos();

  private final KeyHistory key;
  private final Conditions conditions;
  private final Findings findings;
  private final List<Event> grants;
  private final Map<Long, Event> grantOf = new HashMap<>();
  private final Map<Long, Event> endOf = new HashMap<>();

  LeaseRules(KeyHistory key, Conditions conditions, Findings findings) {
    this.key = key;
    this.conditions = conditions;
    this.findings = findings;
    this.grants =
        key.of(EventKind.GRANTED).stream().sorted(Comparator.comparingLong(Event::end)).toList();
    grants.forEach(grant -> grantOf.put(grant.number(), grant));
    key.of(EventKind.RELEASED).forEach(this::ends);
    key.of(EventKind.POPULATED).forEach(this::ends);
  }

  private void ends(Event event) {
    endOf.merge(event.number(), event, (a, b) -> a.begin() <= b.begin() ? a : b);
  }

  void check() {
    key.of(EventKind.POPULATED).forEach(this::checkPopulate);
    for (Event grant : grants) {
      Event before = lastGrantBefore(grant.begin());
      if (before != null && isAlive(before, grant)) {
        findings.violation(
            Rule.TWO_LEASES, grant, "the lease granted at " + before.end() + " was alive");
      }
    }
  }

  private void checkPopulate(Event populate) {
    Event own = grantOf.get(populate.number());
    if (own == null || populate.detail() != Populated.STORED.number()) {
      return;
    }
    Event last = lastGrantBefore(populate.begin());
    if (last != null
        && last.number() != own.number()
        && last.begin() > own.end()
        && !conditions.mayBeUndone(populate.end())) {
      findings.violation(Rule.LOST_LEASE, populate, "another lease was granted at " + last.end());
    }
  }

  private boolean isAlive(Event earlier, Event later) {
    Event end = endOf.get(earlier.number());
    long term = conditions.lease().toNanos() - CLOCK_NANOS;
    return later.end() < earlier.begin() + term
        && (end == null || end.begin() > later.end())
        && !conditions.mayBeLost(earlier.begin(), later.end())
        && !mayBeDeleted(earlier.begin(), later.end());
  }

  /** A delete without acknowledgement may run at any time after it was sent. */
  private boolean mayBeDeleted(long from, long to) {
    List<Event> deletes = key.of(EventKind.DELETED);
    int after = Search.firstAfter(deletes.size(), i -> deletes.get(i).begin(), to);
    for (int i = after - 1; i >= 0; i--) {
      Event delete = deletes.get(i);
      if (delete.detail() == 0 || delete.end() >= from) {
        return true;
      }
      if (delete.begin() < from - LATEST_EXECUTION_NANOS) {
        return false;
      }
    }
    return false;
  }

  /** Returns the grant that was certainly made last before this time. */
  private @Nullable Event lastGrantBefore(long time) {
    int after = Search.firstAfter(grants.size(), i -> grants.get(i).end(), time - 1);
    return after == 0 ? null : grants.get(after - 1);
  }
}
