package io.cacheaside.config;

import io.cacheaside.key.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the value of a setting may be, and how it is written. Findings go on after the setting and
 * its value: "is not between 1 and 10". Immutable.
 *
 * @param <T> the values
 */
public class SettingType<T> {
  private final Function<String, T> reader;
  private final Function<T, String> writer;
  private final Function<T, @Nullable String> check;
  private final String range;

  private SettingType(
      Function<String, T> reader,
      Function<T, String> writer,
      Function<T, @Nullable String> check,
      String range) {
    this.reader = reader;
    this.writer = writer;
    this.check = check;
    this.range = range;
  }

  /**
   * Returns what a text stands for, which may be out of range.
   *
   * @throws IllegalArgumentException with a finding, if it stands for nothing
   */
  public final T read(String text) {
    return reader.apply(text);
  }

  /** Returns the text that is read as the value. */
  public final String write(T value) {
    return writer.apply(value);
  }

  /** Returns a finding if the value may not be, else null. */
  final @Nullable String finding(T value) {
    return check.apply(value);
  }

  /** Returns which values there are, in words; empty if that takes a sentence. */
  public final String range() {
    return range;
  }

  /** Returns what is set after a value was set, and then another one. */
  T merged(T before, T now) {
    return now;
  }

  /** Returns whether values must not be seen. */
  boolean isSecret() {
    return false;
  }

  /** Durations, the two bounds included. */
  public static SettingType<Duration> duration(String min, String max) {
    return ranged(SettingType::readDuration, DurationText::format, min, max);
  }

  private static Duration readDuration(String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      String withoutText = String.valueOf(e.getMessage()).substring(text.length() + 3);
      throw new IllegalArgumentException(withoutText, e);
    }
  }

  /** Whole numbers, the two bounds included. */
  public static SettingType<Integer> number(int min, int max) {
    return ranged(
        text -> readNumber(text, outside(min, max)),
        String::valueOf,
        String.valueOf(min),
        String.valueOf(max));
  }

  private static Integer readNumber(String text, String outside) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      boolean tooLarge = text.matches("[+-]?\\d+");
      throw new IllegalArgumentException(tooLarge ? outside : "is not a whole number", e);
    }
  }

  private static <T extends Comparable<T>> SettingType<T> ranged(
      Function<String, T> reader, Function<T, String> writer, String min, String max) {
    T least = reader.apply(min);
    T most = reader.apply(max);
    return new SettingType<>(
        reader,
        writer,
        value ->
            value.compareTo(least) >= 0 && value.compareTo(most) <= 0 ? null : outside(min, max),
        min + " to " + max);
  }

  private static String outside(Object min, Object max) {
    return "is not between " + min + " and " + max;
  }

  /** True or false. */
  public static SettingType<Boolean> flag() {
    return new SettingType<>(SettingType::readFlag, String::valueOf, value -> null, "true, false");
  }

  private static Boolean readFlag(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new IllegalArgumentException("is neither true nor false");
  }

  /** The constants of an enum, written in lower case with hyphens. */
  public static <E extends Enum<E>> SettingType<E> choice(Class<E> type) {
    return choice(type, value -> null);
  }

  /**
   * The constants of an enum, not all of which can be used everywhere.
   *
   * @param check returns why a constant cannot be used, or null
   */
  public static <E extends Enum<E>> SettingType<E> choice(
      Class<E> type, Function<E, @Nullable String> check) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(SettingType::constant).toList();
    return new SettingType<>(
        text -> readConstant(type, text, names),
        SettingType::constant,
        check,
        String.join(", ", names));
  }

  private static String constant(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E readConstant(
      Class<E> type, String text, List<String> names) {
    int index = names.indexOf(text);
    if (index < 0) {
      int last = names.size() - 1;
      throw new IllegalArgumentException(
          "is none of " + String.join(", ", names.subList(0, last)) + " and " + names.get(last));
    }
    return type.getEnumConstants()[index];
  }

  /**
   * Returns the same type, more of whose texts are read.
   *
   * @param canonical returns the text of this type that another one means
   */
  public final SettingType<T> alsoWritten(UnaryOperator<String> canonical) {
    return new SettingType<>(text -> read(canonical.apply(text)), writer, check, range);
  }

  /**
   * Texts of a form.
   *
   * @param check returns what is wrong with a text, or null
   */
  public static SettingType<String> text(Function<String, @Nullable String> check) {
    return new SettingType<>(text -> text, text -> text, check, "");
  }

  /**
   * Texts that are in no message.
   *
   * @param check throws an exception if a text is wrong, with a message that does not repeat it
   */
  public static SettingType<String> secret(Function<String, ?> check) {
    return new SettingType<>(text -> text, text -> text, text -> failure(check, text), "") {
      @Override
      boolean isSecret() {
        return true;
      }
    };
  }

  private static @Nullable String failure(Function<String, ?> check, String text) {
    try {
      Object unused = check.apply(text);
      return null;
    } catch (IllegalArgumentException e) {
      return ": " + e.getMessage();
    }
  }

  /** Lists of names with commas between them, which add up. */
  public static SettingType<List<String>> names() {
    return new SettingType<>(
        text -> List.of(text.strip().split("\\s*,\\s*", -1)),
        names -> String.join(", ", names),
        names ->
            names.stream().anyMatch(String::isBlank)
                ? "has an empty name in it; write names with commas between them"
                : null,
        "") {
      @Override
      List<String> merged(List<String> before, List<String> now) {
        List<String> all = new ArrayList<>(before);
        all.addAll(now);
        return List.copyOf(all);
      }
    };
  }
}
