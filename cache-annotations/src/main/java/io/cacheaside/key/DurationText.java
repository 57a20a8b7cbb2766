package io.cacheaside.key;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * The text of durations in annotations and configuration: whole numbers with the units {@code d},
 * {@code h}, {@code m}, {@code s} and {@code ms}, from large to small and each at most once ({@code
 * "5m"}, {@code "250ms"}, {@code "1h30m"}), or ISO-8601 ({@code "PT5M"}).
 *
 * <p>A day has 24 hours. The unit of precision is the millisecond, as in Redis.
 */
public final class DurationText {

  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
  private static final String EXAMPLES =
      "write for example \"5m\", \"250ms\", \"1h30m\" or \"PT5M\"";

  private final String text;
  private long millis;
  private int next;

  private DurationText(String text) {
    this.text = text;
  }

  /**
   * Reads a duration of zero or more milliseconds.
   *
   * @throws IllegalArgumentException if the text is none, is negative, is finer than a millisecond
   *     or has more milliseconds than a {@code long}; the message says what was found and what to
   *     write
   */
  public static Duration parse(String text) {
    return text.startsWith("P") ? parseIso(text) : new DurationText(text).parseUnits();
  }

  /**
   * Reads a duration of at least one millisecond, in an annotation.
   *
   * @throws IllegalArgumentException as {@link #parse}, and if the duration is zero; where the text
   *     names a property, as Spring fills them in, the message says where durations are configured
   */
  public static Duration positive(String text) {
    if (text.contains("${") || text.contains("#{")) {
      throw new IllegalArgumentException(
          "\"%s\" is not a duration, but a constant has to stand there; write for example \"5m\", and"
                  .formatted(text)
              + " configure others by the settings region.<name>.ttl and region.<name>.negative-ttl");
    }
    Duration duration = parse(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a positive duration; write for example \"5m\"");
    }
    return duration;
  }

  /**
   * Returns the shortest text that {@link #parse} reads as this duration: {@code "1h30m"}, or
   * {@code "0s"}. A duration that cannot be read (negative, or finer than a millisecond) is given
   * in ISO-8601.
   */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.isNegative() || duration.toNanosPart() % 1_000_000 != 0) {
      return duration.toString();
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }

  private static Duration parseIso(String text) {
    Duration duration;
    try {
      duration = Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not a duration: it begins with P but is not ISO-8601; %s"
              .formatted(text, EXAMPLES),
          e);
    }
    if (duration.isNegative()) {
      throw refused(text, "it is negative");
    }
    if (duration.toNanosPart() % 1_000_000 != 0) {
      throw refused(text, "it is finer than a millisecond");
    }
    try {
      return Duration.ofMillis(duration.toMillis());
    } catch (ArithmeticException e) {
      throw tooLong(text);
    }
  }

  private Duration parseUnits() {
    if (text.isEmpty()) {
      throw refused(text, "it is empty");
    }
    for (int largest = 0; next < text.length(); ) {
      long number = number();
      int unit = unit(largest);
      try {
        millis = Math.addExact(millis, Math.multiplyExact(number, MILLIS[unit]));
      } catch (ArithmeticException e) {
        throw tooLong(text);
      }
      largest = unit + 1;
    }
    return Duration.ofMillis(millis);
  }

  private long number() {
    int start = next;
    while (next < text.length() && isDigit(text.charAt(next))) {
      next++;
    }
    if (next == start) {
      throw refused(text, "found " + found(start) + " where a whole number was expected");
    }
    try {
      return Long.parseLong(text.substring(start, next));
    } catch (NumberFormatException e) {
      throw tooLong(text);
    }
  }

  /** Reads a unit and returns its index, which must be at least {@code largest}. */
  private int unit(int largest) {
    int start = next;
    while (next < text.length() && text.charAt(next) >= 'a' && text.charAt(next) <= 'z') {
      next++;
    }
    String found = text.substring(start, next);
    for (int unit = 0; unit < UNITS.length; unit++) {
      if (UNITS[unit].equals(found)) {
        if (unit < largest) {
          throw refused(
              text,
              "\"%s\" after \"%s\"; units go from large to small, each once"
                  .formatted(found, UNITS[largest - 1]));
        }
        return unit;
      }
    }
    throw refused(
        text,
        "found %s where a unit (d, h, m, s or ms) was expected"
            .formatted(found.isEmpty() ? found(start) : "\"" + found + "\""));
  }

  private String found(int index) {
    if (index == text.length()) {
      return "the end";
    }
    return "'" + Character.toString(text.codePointAt(index)) + "'";
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static IllegalArgumentException tooLong(String text) {
    return refused(text, "it is longer than " + Long.MAX_VALUE + " ms");
  }

  private static IllegalArgumentException refused(String text, String problem) {
    return new IllegalArgumentException(
        "\"%s\" is not a duration: %s; %s".formatted(text, problem, EXAMPLES));
  }
}
