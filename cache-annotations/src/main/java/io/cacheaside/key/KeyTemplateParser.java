package io.cacheaside.key;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over one template, from left to right. */
final class KeyTemplateParser {

  private final String text;
  private final List<KeyTemplate.Part> parts = new ArrayList<>();
  private KeyTemplate.@Nullable Placeholder undelimited;
  private KeyTemplate.@Nullable Placeholder starred;
  private int next;

  KeyTemplateParser(String text) {
    this.text = text;
  }

  List<KeyTemplate.Part> parse() {
    if (text.isEmpty()) {
      throw error(0, "a key must not be empty; write for example \"user:{id}\"");
    }
    if (text.length() > KeyTemplate.MAX_LENGTH) {
      throw error(
          KeyTemplate.MAX_LENGTH,
          "has %d characters; the longest template has %d"
              .formatted(text.length(), KeyTemplate.MAX_LENGTH));
    }
    while (next < text.length()) {
      parts.add(text.charAt(next) == '{' ? placeholder() : literal());
    }
    return List.copyOf(parts);
  }

  private KeyTemplate.Literal literal() {
    int start = next;
    for (; next < text.length() && text.charAt(next) != '{'; next++) {
      char c = text.charAt(next);
      checkLiteral(c);
      if (KeyCharacters.isDelimiter(c)) {
        undelimited = null;
      }
    }
    return new KeyTemplate.Literal(text.substring(start, next));
  }

  private void checkLiteral(char c) {
    if (c == '}') {
      throw error(next, "'}' at %s closes nothing; write {parameter}");
    }
    if (KeyCharacters.isReserved(c)) {
      throw error(next, "'" + c + "' at %s is reserved for the texts of values; leave it out");
    }
    if (KeyCharacters.isControl(c)) {
      throw error(
          next,
          "the control character " + KeyCharacters.name(c) + " at %s is not allowed; leave it out");
    }
    if (KeyCharacters.isUnpairedSurrogate(text, next)) {
      throw error(
          next,
          KeyCharacters.name(c) + " at %s is half of a surrogate pair; write the whole character");
    }
  }

  private KeyTemplate.Placeholder placeholder() {
    int open = next;
    int close = text.indexOf('}', open);
    int nested = text.indexOf('{', open + 1);
    if (nested >= 0 && (close < 0 || nested < close)) {
      throw error(
          nested,
          "'{' at %s is inside the placeholder that opens at position "
              + (open + 1)
              + "; close that with '}' first");
    }
    if (close < 0) {
      throw error(open, "'{' at %s is never closed; write {parameter}");
    }
    var placeholder = placeholder(open, close);
    if (undelimited != null) {
      throw error(open, ambiguous(undelimited, placeholder));
    }
    if (placeholder.isStarred()) {
      if (starred != null) {
        throw error(open, twoStars(starred, placeholder));
      }
      starred = placeholder;
    }
    undelimited = placeholder;
    next = close + 1;
    return placeholder;
  }

  private KeyTemplate.Placeholder placeholder(int open, int close) {
    if (close == open + 1) {
      throw error(open, "\"{}\" at %s names no parameter; write {parameter}");
    }
    int star = KeyTemplate.Placeholder.NO_STAR;
    List<String> names = new ArrayList<>();
    for (int start = open + 1; start <= close; ) {
      int dot = text.indexOf('.', start);
      int end = dot >= 0 && dot < close ? dot : close;
      boolean elements = text.charAt(end - 1) == '*' && end - 1 > start;
      int nameEnd = elements ? end - 1 : end;
      checkIdentifier(start, nameEnd);
      if (elements) {
        if (star != KeyTemplate.Placeholder.NO_STAR) {
          throw error(nameEnd, "the second '*' of a placeholder at %s; keep one");
        }
        star = names.size();
      }
      names.add(text.substring(start, nameEnd));
      start = end + 1;
    }
    return new KeyTemplate.Placeholder(
        names.get(0), names.subList(1, names.size()), star, open + 1);
  }

  private void checkIdentifier(int start, int end) {
    if (start == end) {
      throw error(start, "a name is missing at %s; write {parameter} or {parameter.property}");
    }
    for (int i = start; i < end; i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      boolean fits =
          i == start
              ? Character.isJavaIdentifierStart(c)
              : Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
      if (!fits) {
        throw error(
            i,
            found(i)
                + " at %s cannot stand in a name; write {parameter} or {parameter.property},"
                + " without spaces");
      }
    }
  }

  private String found(int index) {
    return KeyCharacters.isPrintable(text, index)
        ? "'" + Character.toString(text.codePointAt(index)) + "'"
        : KeyCharacters.name(text.charAt(index));
  }

  private static String ambiguous(KeyTemplate.Placeholder left, KeyTemplate.Placeholder right) {
    return "no delimiter between %s at position %d and %s at position %d, so different values could give one key; write for example %s:%s"
        .formatted(left, left.position(), right, right.position(), left, right);
  }

  private static String twoStars(KeyTemplate.Placeholder left, KeyTemplate.Placeholder right) {
    return "%s at position %d and %s at position %d both stand for each element of a value; a template has one '*': write one of them without, or pass a collection of objects that have both values"
        .formatted(left, left.position(), right, right.position());
  }

  /** {@code %s} in the problem becomes the position; a template's own text is never a format. */
  private KeyTemplateException error(int index, String problem) {
    return new KeyTemplateException(
        text, index + 1, problem.replace("%s", "position " + (index + 1)));
  }
}
