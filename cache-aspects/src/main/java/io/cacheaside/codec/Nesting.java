package io.cacheaside.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The types around the one that is being planned. A class may contain itself with other type
 * arguments, and those again: such types have no end, and double in size at each level if an
 * argument occurs twice.
 */
final class Nesting {
  /** More nesting than any sane type has, less than a thread's stack has room for. */
  private static final int DEEPEST = 200;

  /** More type arguments than any sane type has, few enough to be compared often. */
  private static final int LARGEST = 1000;

  private final Deque<Level> levels = new ArrayDeque<>();

  private record Level(ResolvedType type, Place place) {}

  /**
   * Goes into a type.
   *
   * @throws IllegalArgumentException if it is too deep or too large
   */
  void enter(ResolvedType type, Place place) {
    levels.addLast(new Level(type, place));
    if (levels.size() > DEEPEST || type.size() > LARGEST) {
      throw new IllegalArgumentException(refusal(place));
    }
  }

  void leave() {
    levels.removeLast();
  }

  private String refusal(Place place) {
    List<Level> suspects = mostFrequent();
    for (Level inner : suspects) {
      ResolvedType outer = suspects.get(0).type();
      if (inner.type().size() > outer.size()) {
        return "%s is declared %s within %s, so the type arguments grow without end; declare %s with the same type arguments at each level"
            .formatted(
                inner.place(),
                inner.type().shortName(),
                outer.shortName(),
                outer.raw().getSimpleName());
      }
    }
    return "%s: the types within it nest more than %d levels deep or have more than %d type arguments; return a type with fewer types in one another"
        .formatted(place.root(), DEEPEST, LARGEST);
  }

  /** Returns the levels of the class that occurs most often, which is the one that recurs. */
  private List<Level> mostFrequent() {
    Map<Class<?>, List<Level>> byClass = new LinkedHashMap<>();
    for (Level level : levels) {
      Class<?> raw = level.type().raw();
      if (!raw.isArray() && !Refusals.isJdk(raw)) {
        byClass.computeIfAbsent(raw, each -> new ArrayList<>()).add(level);
      }
    }
    return byClass.values().stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
  }
}
