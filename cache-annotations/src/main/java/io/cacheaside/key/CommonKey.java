package io.cacheaside.key;

import io.cacheaside.key.TextPattern.Step;
import io.cacheaside.key.TextPattern.UnknownTextException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds a key that two templates with different literal text have in common. */
final class CommonKey {
  /** More than nearly all pairs need; those of which the texts begin alike for long need more. */
  static final int MAX_WAYS = 20_000;

  private final TextPattern one;
  private final TextPattern other;

  /** How each pair of states was reached first. */
  private final Map<Place, Way> ways = new HashMap<>();

  private final Deque<Place> open = new ArrayDeque<>();

  private CommonKey(TextPattern one, TextPattern other) {
    this.one = one;
    this.other = other;
  }

  /** A state in each of the patterns. */
  private record Place(int one, int other) {}

  /**
   * A step to a place.
   *
   * @param from where it began, null at the begin
   * @param over the character, 0 for none
   */
  private record Way(@Nullable Place from, char over) {}

  /**
   * Returns a key that either pattern admits, as short as there is one; null if there is none.
   *
   * @throws UnknownTextException if that takes too many steps to tell
   */
  static @Nullable String of(TextPattern one, TextPattern other) throws UnknownTextException {
    return new CommonKey(one, other).find();
  }

  /** Returns whether the literal texts at the begin fit; nearly always they do not. */
  static boolean beginAlike(KeyTemplate one, KeyTemplate other) {
    String text = beginning(one);
    String otherText = beginning(other);
    int length = Math.min(text.length(), otherText.length());
    return text.regionMatches(0, otherText, 0, length);
  }

  private static String beginning(KeyTemplate template) {
    return template.parts().get(0) instanceof KeyTemplate.Literal literal ? literal.text() : "";
  }

  private @Nullable String find() throws UnknownTextException {
    reach(new Place(0, 0), new Way(null, (char) 0));
    for (Place place = open.poll(); place != null; place = open.poll()) {
      if (one.isEnd(place.one()) && other.isEnd(place.other())) {
        return text(place);
      }
      if (ways.size() > MAX_WAYS) {
        throw new UnknownTextException();
      }
      for (Step step : one.from(place.one())) {
        if (step.over() == null) {
          reach(new Place(step.to(), place.other()), new Way(place, (char) 0));
        } else {
          stepBoth(place, step);
        }
      }
      for (Step step : other.from(place.other())) {
        if (step.over() == null) {
          reach(new Place(place.one(), step.to()), new Way(place, (char) 0));
        }
      }
    }
    return null;
  }

  private void stepBoth(Place place, Step step) {
    for (Step otherStep : other.from(place.other())) {
      if (step.over() != null && otherStep.over() != null) {
        char common = step.over().common(otherStep.over());
        if (common != 0) {
          reach(new Place(step.to(), otherStep.to()), new Way(place, common));
        }
      }
    }
  }

  /** What costs no character comes first, so that the shortest text is found. */
  private void reach(Place place, Way way) {
    if (ways.putIfAbsent(place, way) == null) {
      if (way.over() == 0) {
        open.addFirst(place);
      } else {
        open.addLast(place);
      }
    }
  }

  private String text(Place end) {
    StringBuilder text = new StringBuilder();
    Way way = Objects.requireNonNull(ways.get(end));
    while (way.from() != null) {
      if (way.over() != 0) {
        text.append(way.over());
      }
      way = Objects.requireNonNull(ways.get(way.from()));
    }
    return text.reverse().toString();
  }
}
