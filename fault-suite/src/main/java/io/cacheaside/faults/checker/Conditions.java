package io.cacheaside.faults.checker;

import io.cacheaside.faults.history.Window;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a history was made under, as far as the promises depend on it.
 *
 * @param hardTtl of every entry
 * @param lease of every load
 * @param slack by how much clocks, populates under way and the machine may lengthen a lifetime; not
 *     the stalls of {@code windows}, which are added by the checker
 * @param rollbackLag how long before a failover a delete may be acknowledged and yet not replicated
 * @param settling how long after a failover acknowledged deletes may still be undone
 * @param killed the clients that were killed
 * @param windows the faults
 */
public record Conditions(
    Duration hardTtl,
    Duration lease,
    Duration slack,
    Duration rollbackLag,
    Duration settling,
    Set<Integer> killed,
    List<Window> windows) {

  /** Returns how long the longest fault stalled anything, in ns. */
  long longestStallNanos() {
    return windows.stream().mapToLong(window -> window.end() - window.begin()).max().orElse(0);
  }

  /** Returns whether any of the faults may undo deletes. */
  boolean mayRollBack() {
    return windows.stream().anyMatch(window -> window.effects().rollsBack());
  }

  /** Returns whether a delete that was acknowledged at this time may have been undone. */
  boolean mayBeUndone(long acknowledged) {
    return windows.stream()
        .anyMatch(
            window ->
                window.effects().rollsBack()
                    && acknowledged >= window.begin() - rollbackLag.toNanos()
                    && acknowledged <= window.end() + settling.toNanos());
  }

  /**
   * Returns whether Redis was emptied after this time, which is as good as a delete of each key.
   */
  boolean emptiedAfter(long time) {
    return windows.stream().anyMatch(window -> window.effects().empties() && window.end() >= time);
  }

  /** Returns whether a fault may have removed entries and leases in this time. */
  boolean mayBeLost(long from, long to) {
    return windows.stream()
        .anyMatch(window -> window.effects().loses() && window.overlaps(from, to));
  }
}
