package io.cacheaside.faults.checker;

import io.cacheaside.faults.history.Event;
import io.cacheaside.faults.history.EventKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a checker found. Grows with the number of rules, not with the history. Not threadsafe. */
public final class Findings {
  private static final int EXAMPLES = 20;

  private final Map<Rule, Long> violations = new EnumMap<>(Rule.class);
  private final Map<Excuse, Long> excused = new EnumMap<>(Excuse.class);
  private final List<String> examples = new ArrayList<>();
  private long operations;
  private long cacheErrors;
  private long databaseErrors;
  private long worstAgeNanos;

  void operation() {
    operations++;
  }

  void failed(Event event) {
    if (event.detail() == 0) {
      databaseErrors++;
    } else {
      cacheErrors++;
    }
  }

  void violation(Rule rule, Event event, String why) {
    violations.merge(rule, 1L, Long::sum);
    if (examples.size() < EXAMPLES) {
      examples.add(rule.name() + " " + describe(event) + ": " + why);
    }
  }

  void excused(Excuse excuse, long ageNanos) {
    excused.merge(excuse, 1L, Long::sum);
    worstAgeNanos = Math.max(worstAgeNanos, ageNanos);
  }

  private static String describe(Event event) {
    return event.kind()
        + (event.kind() == EventKind.READ ? " " + event.source() : "")
        + " key "
        + event.key()
        + " number "
        + event.number()
        + " client "
        + event.client()
        + " at "
        + event.begin()
        + ".."
        + event.end();
  }

  /** Returns how many reads and writes there were, failed ones included. */
  public long operations() {
    return operations;
  }

  /** Returns how many calls threw something that did not come from the database. */
  public long cacheErrors() {
    return cacheErrors;
  }

  /** Returns how many calls threw because the database failed. */
  public long databaseErrors() {
    return databaseErrors;
  }

  /** Returns how often the rule was broken. */
  public long violations(Rule rule) {
    return violations.getOrDefault(rule, 0L);
  }

  /** Returns how many reads were stale without an excuse. */
  public long stale() {
    return violations.entrySet().stream()
        .filter(entry -> entry.getKey().isStaleness())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Returns how many invalidations were lost. */
  public long lost() {
    return violations(Rule.LOST_INVALIDATION);
  }

  /** Returns the rules that were broken, with how often. */
  public Map<Rule, Long> violations() {
    return Map.copyOf(violations);
  }

  /** Returns how many reads were older than the last commit, by the exception that allows it. */
  public Map<Excuse, Long> excused() {
    return Map.copyOf(excused);
  }

  /** Returns for how long the oldest excused value had been overwritten, in ns. */
  public long worstAgeNanos() {
    return worstAgeNanos;
  }

  /** Returns the first violations, each with the event that shows it. */
  public List<String> examples() {
    return List.copyOf(examples);
  }
}
