package io.cacheaside.processor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The types around the one that is being walked, with the limits that the codec has. */
final class CodecNesting {
  /** As deep as the codec goes. */
  private static final int DEEPEST = 200;

  /** As many type arguments as the codec admits; more would take forever if they double. */
  private static final int LARGEST = 1000;

  private final String title;
  private final UnaryOperator<String> place;
  private final Deque<Level> levels = new ArrayDeque<>();

  private record Level(CodecType type, String path) {}

  /**
   * Begins outside of all types.
   *
   * @param title such as {@code return type Order}
   * @param place makes the beginning of a sentence from a path
   */
  CodecNesting(String title, UnaryOperator<String> place) {
    this.title = title;
    this.place = place;
  }

  /** Goes into a type; returns why that is too deep or too large, or null. */
  @Nullable String enter(CodecType type, String path) {
    levels.addLast(new Level(type, path));
    return levels.size() > DEEPEST || type.size() > LARGEST ? refusal() : null;
  }

  void leave() {
    levels.removeLast();
  }

  private String refusal() {
    List<Level> suspects = mostFrequent();
    for (Level inner : suspects) {
      CodecType outer = suspects.get(0).type();
      if (inner.type().size() > outer.size()) {
        return "%s is declared %s within %s, so the type arguments grow without end; declare %s with the same type arguments at each level"
            .formatted(
                place.apply(inner.path()),
                inner.type().shortName(),
                outer.shortName(),
                outer.element().getSimpleName());
      }
    }
    return "%s: the types within it nest more than %d levels deep or have more than %d type arguments; return a type with fewer types in one another"
        .formatted(title, DEEPEST, LARGEST);
  }

  /** Returns the levels of the class that occurs most often, which is the one that recurs. */
  private List<Level> mostFrequent() {
    Map<String, List<Level>> byClass = new LinkedHashMap<>();
    for (Level level : levels) {
      if (level.type().isDeclared() && !CodecLeaves.isJdk(level.type().name())) {
        byClass.computeIfAbsent(level.type().name(), each -> new ArrayList<>()).add(level);
      }
    }
    return byClass.values().stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
  }
}
