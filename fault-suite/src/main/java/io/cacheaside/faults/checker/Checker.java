package io.cacheaside.faults.checker;

import io.cacheaside.faults.history.Event;
import io.cacheaside.faults.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges a history. The rules look at one key at a time, so that a history of any length is judged
 * in passes: each takes a share of the keys, and as many are made as the bound on memory asks for.
 */
public final class Checker {
  private static final long BYTES_PER_PASS = 64L << 20;

  private final Conditions conditions;

  /** Creates a checker for histories that were made under these conditions. */
  public Checker(Conditions conditions) {
    this.conditions = conditions;
  }

  /** Judges a history in files. */
  public Findings check(History history) {
    int passes = (int) (1 + history.bytes() / BYTES_PER_PASS);
    Findings findings = new Findings();
    for (int pass = 0; pass < passes; pass++) {
      Map<Integer, List<Event>> keys = new HashMap<>();
      int share = pass;
      history.forEach(
          event -> {
            if (Math.floorMod(event.key(), passes) == share) {
              keys.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event);
            }
          });
      keys.values().forEach(events -> judge(events, findings));
    }
    return findings;
  }

  /** Judges a history in memory. */
  public Findings check(List<Event> events) {
    Map<Integer, List<Event>> keys = new HashMap<>();
    events.forEach(event -> keys.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event));
    Findings findings = new Findings();
    keys.values().forEach(list -> judge(list, findings));
    return findings;
  }

  private void judge(List<Event> events, Findings findings) {
    for (Event event : events) {
      switch (event.kind()) {
        case READ, WRITTEN -> findings.operation();
        case READ_FAILED, WRITE_FAILED -> {
          findings.operation();
          findings.failed(event);
        }
        default -> {}
      }
    }
    KeyHistory key = new KeyHistory(events);
    new ReadRules(key, conditions, findings).check();
    new WriteRules(key, conditions, findings).check();
    new LeaseRules(key, conditions, findings).check();
  }
}
