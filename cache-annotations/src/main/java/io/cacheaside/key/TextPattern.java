package io.cacheaside.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a template, or a value in it, can be, as an automaton with steps that cost no
 * character. It may admit texts that no value has, such as the 99th of a month. That a value is
 * absent is left out. Not threadsafe while it is built.
 */
final class TextPattern {
  /** Types within types make it grow; beyond that nobody asks any more. */
  private static final int MAX_STATES = 4_000;

  private static final String DIGIT = "0123456789";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String ALPHANUMERIC = DIGIT + UPPER + "abcdefghijklmnopqrstuvwxyz";

  /** Some of the types whose text is like no other's; of the rest nothing is said. */
  private static final Map<String, String> OWN =
      Map.of(
          "boolean", "true|false",
          "java.util.UUID", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
          "java.time.LocalDate", "dddd-dd-dd",
          "java.time.YearMonth", "dddd-dd",
          "java.time.MonthDay", "--dd-dd");

  private final List<List<Step>> steps = new ArrayList<>();

  /** Where the text built so far ends. */
  private int end = state();

  /** A step to another state, over one of the characters, or over none. */
  record Step(@Nullable Characters over, int to) {}

  /** Thrown where nobody can tell, or not with reasonable effort. */
  static final class UnknownTextException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Returns the keys of a template.
   *
   * @param forms of its placeholders, in their order
   */
  static TextPattern of(KeyTemplate template, List<KeyForm> forms) throws UnknownTextException {
    TextPattern pattern = new TextPattern();
    int placeholder = 0;
    for (KeyTemplate.Part part : template.parts()) {
      if (part instanceof KeyTemplate.Literal literal) {
        pattern.literal(literal.text());
      } else {
        pattern.value(forms.get(placeholder++));
      }
    }
    return pattern;
  }

  /** Returns the steps from a state; the first is 0. */
  List<Step> from(int state) {
    return steps.get(state);
  }

  boolean isEnd(int state) {
    return state == end;
  }

  private int state() {
    steps.add(new ArrayList<>());
    return steps.size() - 1;
  }

  private void step(Characters over) throws UnknownTextException {
    if (steps.size() > MAX_STATES) {
      throw new UnknownTextException();
    }
    int next = state();
    steps.get(end).add(new Step(over, next));
    end = next;
  }

  private void literal(String text) throws UnknownTextException {
    for (int i = 0; i < text.length(); i++) {
      step(Characters.only(text.charAt(i)));
    }
  }

  private void oneOf(String characters) throws UnknownTextException {
    step(Characters.of(characters));
  }

  /** Repeats what {@code part} adds, any number of times from one on. */
  private void many(Part part) throws UnknownTextException {
    int start = state();
    skip(end, start);
    end = start;
    part.add();
    skip(end, start);
  }

  private void maybe(Part part) throws UnknownTextException {
    int start = end;
    part.add();
    skip(start, end);
  }

  private void either(List<Part> parts) throws UnknownTextException {
    int start = end;
    int common = state();
    for (Part part : parts) {
      end = state();
      skip(start, end);
      part.add();
      skip(end, common);
    }
    end = common;
  }

  private void skip(int from, int to) {
    steps.get(from).add(new Step(null, to));
  }

  /** Adds to the end. */
  private interface Part {
    void add() throws UnknownTextException;
  }

  private void value(KeyForm form) throws UnknownTextException {
    switch (form.kind()) {
      case UNKNOWN -> throw new UnknownTextException();
      case WHOLE -> whole();
      case FLOATING -> either(List.of(this::floating, () -> literal("NaN"), this::infinity));
      case DECIMAL -> decimal();
      case TEXT -> text(form);
      case OWN -> own(form);
      case LIST -> elements('[', form, ']');
      case SET -> elements('<', form, '>');
      case COLLECTION ->
          either(List.of(() -> elements('[', form, ']'), () -> elements('<', form, '>')));
      case COMPOSITE -> composite(form);
      case OPTIONAL -> value(form.parts().get(0));
    }
  }

  private void sign() throws UnknownTextException {
    maybe(() -> literal("-"));
  }

  private void digits() throws UnknownTextException {
    many(() -> oneOf(DIGIT));
  }

  private void whole() throws UnknownTextException {
    either(
        List.of(
            () -> literal("0"),
            () -> {
              sign();
              oneOf("123456789");
              maybe(this::digits);
            }));
  }

  private void floating() throws UnknownTextException {
    sign();
    digits();
    literal(".");
    digits();
    maybe(
        () -> {
          literal("E");
          sign();
          digits();
        });
  }

  private void infinity() throws UnknownTextException {
    sign();
    literal("Infinity");
  }

  private void decimal() throws UnknownTextException {
    sign();
    digits();
    maybe(
        () -> {
          literal(".");
          digits();
        });
    maybe(
        () -> {
          literal("E");
          oneOf("+-");
          digits();
        });
  }

  private void text(KeyForm form) throws UnknownTextException {
    Part escaped =
        () -> {
          literal("%");
          many(() -> oneOf("u" + DIGIT + "ABCDEF"));
        };
    Part plain = () -> step(Characters.ofValues());
    if (form.name().equals(KeyForm.CHARACTER)) {
      either(List.of(plain, escaped));
    } else {
      many(() -> either(List.of(plain, escaped)));
    }
  }

  private void own(KeyForm form) throws UnknownTextException {
    String pattern = OWN.get(form.name());
    List<String> texts = pattern == null ? form.texts() : Arrays.asList(pattern.split("\\|", -1));
    if (texts.isEmpty()) {
      throw new UnknownTextException();
    }
    List<Part> parts = new ArrayList<>();
    for (String text : texts) {
      parts.add(pattern == null || texts.size() > 1 ? () -> literal(text) : () -> places(text));
    }
    either(parts);
  }

  /** A {@code d} is any digit, an {@code x} any hexadecimal one. */
  private void places(String pattern) throws UnknownTextException {
    for (int i = 0; i < pattern.length(); i++) {
      switch (pattern.charAt(i)) {
        case 'd' -> oneOf(DIGIT);
        case 'x' -> oneOf(DIGIT + "abcdef");
        default -> literal(pattern.substring(i, i + 1));
      }
    }
  }

  private void elements(char open, KeyForm form, char close) throws UnknownTextException {
    if (form.parts().isEmpty()) {
      throw new UnknownTextException();
    }
    KeyForm element = form.parts().get(0);
    literal(String.valueOf(open));
    maybe(
        () -> {
          value(element);
          maybe(
              () ->
                  many(
                      () -> {
                        literal(",");
                        value(element);
                      }));
        });
    literal(String.valueOf(close));
  }

  private void composite(KeyForm form) throws UnknownTextException {
    if (form.parts().isEmpty()) {
      throw new UnknownTextException();
    }
    literal("(");
    for (int i = 0; i < form.parts().size(); i++) {
      literal(i == 0 ? "" : ",");
      value(form.parts().get(i));
    }
    literal(")");
  }

  /**
   * A set of characters of keys.
   *
   * @param ascii those of ASCII, for single ones of the rest too: its only one
   * @param others whether all that are not ASCII belong to it
   */
  record Characters(String ascii, boolean others) {
    private static final Characters OF_VALUES = new Characters(plain(), true);

    static Characters only(char c) {
      return new Characters(String.valueOf(c), false);
    }

    static Characters of(String characters) {
      return new Characters(characters, false);
    }

    /** Those that values keep as they are, the most readable first. */
    static Characters ofValues() {
      return OF_VALUES;
    }

    private static String plain() {
      StringBuilder plain = new StringBuilder("1a").append(ALPHANUMERIC);
      for (char c = 0; c < 128; c++) {
        if (KeyCharacters.isPlainAscii(c) && ALPHANUMERIC.indexOf(c) < 0) {
          plain.append(c);
        }
      }
      return plain.toString();
    }

    /** Returns a character of both, as readable as possible; 0 if there is none. */
    char common(Characters other) {
      boolean isSmaller = ascii.length() <= other.ascii.length();
      Characters small = isSmaller ? this : other;
      Characters large = isSmaller ? other : this;
      if (large.contains('1') && small.contains('1')) {
        return '1';
      }
      for (int i = 0; i < small.ascii.length(); i++) {
        char c = small.ascii.charAt(i);
        if (large.contains(c)) {
          return c;
        }
      }
      return 0;
    }

    private boolean contains(char c) {
      return ascii.indexOf(c) >= 0 || (others && c >= 0xA0);
    }
  }
}
