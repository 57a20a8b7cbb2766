package io.cacheaside.processor;

import io.cacheaside.key.KeyTemplate;
import io.cacheaside.key.KeyTemplate.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A template without the names in it: its literals have to be equal to another's, and a placeholder
 * stands for any other, or for a value that was written out. Immutable.
 */
final class KeyShape {
  private static final String HOLE = "{}";
  private static final String ANY_VALUE = "(\\{\\}|[\\p{Alnum}._+-]+)";

  private final String text;
  private final Pattern pattern;

  KeyShape(KeyTemplate template) {
    StringBuilder shape = new StringBuilder();
    StringBuilder regex = new StringBuilder();
    for (KeyTemplate.Part part : template.parts()) {
      boolean fixed = part instanceof Literal;
      shape.append(part instanceof Literal literal ? literal.text() : HOLE);
      regex.append(fixed ? Pattern.quote(((Literal) part).text()) : ANY_VALUE);
    }
    this.text = shape.toString();
    this.pattern = Pattern.compile(regex.toString());
  }

  /** Returns the literals, with an empty pair of braces for each placeholder. */
  String text() {
    return text;
  }

  /**
   * What another template has where this one has a placeholder.
   *
   * @param number of the other's placeholder, from 0 on; -1 for a value that is written out
   * @param text that value
   */
  record Filling(int number, String text) {
    boolean isWrittenOut() {
      return number < 0;
    }
  }

  /**
   * Returns what another template has where this one has its placeholders, in their order.
   *
   * @return null if the other template has another form
   */
  @Nullable List<Filling> match(KeyShape other) {
    Matcher matcher = pattern.matcher(other.text);
    if (!matcher.matches()) {
      return null;
    }
    List<Filling> fillings = new ArrayList<>();
    for (int group = 1; group <= matcher.groupCount(); group++) {
      String found = matcher.group(group);
      int number = found.equals(HOLE) ? other.holesBefore(matcher.start(group)) : -1;
      fillings.add(new Filling(number, found));
    }
    return fillings;
  }

  private int holesBefore(int end) {
    int count = 0;
    for (int at = text.indexOf(HOLE); at >= 0 && at < end; at = text.indexOf(HOLE, at + 1)) {
      count++;
    }
    return count;
  }
}
