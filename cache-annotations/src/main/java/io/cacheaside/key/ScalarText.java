package io.cacheaside.key;

import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The texts of the types whose values have no parts. */
final class ScalarText {

  /** The types whose {@code toString} differs whenever {@code equals} does, and never changes. */
  private static final List<Class<?>> BY_TO_STRING =
      List.of(
          java.util.UUID.class,
          URI.class,
          BigInteger.class,
          Instant.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          OffsetTime.class,
          ZonedDateTime.class,
          ZoneId.class,
          ZoneOffset.class,
          Year.class,
          YearMonth.class,
          MonthDay.class,
          Duration.class,
          Period.class);

  private static final Map<Class<?>, KeyText> BY_TYPE = new HashMap<>();

  static {
    put(boolean.class, Boolean.class, new ByToString(Boolean.class));
    put(byte.class, Byte.class, new Whole(Byte.class));
    put(short.class, Short.class, new Whole(Short.class));
    put(int.class, Integer.class, new Whole(Integer.class));
    put(long.class, Long.class, new Whole(Long.class));
    put(char.class, Character.class, new Letter());
    put(float.class, Float.class, new Single());
    put(double.class, Double.class, new Real());
    BY_TYPE.put(String.class, new Text());
    BY_TYPE.put(BigDecimal.class, new Decimal());
    for (Class<?> type : BY_TO_STRING) {
      BY_TYPE.put(type, new ByToString(type));
    }
  }

  /** The full names of all types listed here. */
  static final Set<String> NAMES =
      BY_TYPE.keySet().stream().map(Class::getName).collect(Collectors.toUnmodifiableSet());

  private ScalarText() {}

  private static void put(Class<?> primitive, Class<?> box, KeyText text) {
    BY_TYPE.put(primitive, text);
    BY_TYPE.put(box, text);
  }

  /** Returns the writer for a scalar type, or null if the type is none. Enums are not listed. */
  static @Nullable KeyText of(Class<?> type) {
    return BY_TYPE.get(type);
  }

  /** Byte to long, in decimal. */
  private static final class Whole extends KeyText {
    private final Class<?> type;

    Whole(Class<?> type) {
      super(KeyForm.scalar(type.getName()));
      this.type = type;
    }

    @Override
    void write(Object value, KeyBuffer target) {
      // the cast keeps a Double that was smuggled into a List<Long> from losing its fraction
      target.appendLong(((Number) type.cast(value)).longValue());
    }
  }

  private static final class Text extends KeyText {
    Text() {
      super(KeyForm.scalar(String.class.getName()));
    }

    @Override
    void write(Object value, KeyBuffer target) {
      writeEscaped((String) value, target);
    }
  }

  private static final class Letter extends KeyText {
    Letter() {
      super(KeyForm.scalar(Character.class.getName()));
    }

    @Override
    void write(Object value, KeyBuffer target) {
      target.appendEscaped((char) value);
    }
  }

  private static final class Single extends KeyText {
    Single() {
      super(KeyForm.scalar(Float.class.getName()));
    }

    @Override
    void write(Object value, KeyBuffer target) {
      target.appendEscaped(FloatingText.of((float) value));
    }
  }

  private static final class Real extends KeyText {
    Real() {
      super(KeyForm.scalar(Double.class.getName()));
    }

    @Override
    void write(Object value, KeyBuffer target) {
      target.appendEscaped(FloatingText.of((double) value));
    }
  }

  private static final class Decimal extends KeyText {
    private static final int MAX_PLAIN_SCALE = 64;

    Decimal() {
      super(KeyForm.scalar(BigDecimal.class.getName()));
    }

    @Override
    void write(Object value, KeyBuffer target) {
      // Plain text has at most 64 decimals; toString beyond that has more, or an exponent. So the
      // two never meet, and 1E-999999999 does not become a text of a gigabyte.
      BigDecimal decimal = (BigDecimal) value;
      boolean plain = decimal.scale() >= 0 && decimal.scale() <= MAX_PLAIN_SCALE;
      target.appendEscaped(plain ? decimal.toPlainString() : decimal.toString());
    }
  }

  private static final class ByToString extends KeyText {
    private final Class<?> type;

    ByToString(Class<?> type) {
      super(KeyForm.scalar(type.getName()));
      this.type = type;
    }

    @Override
    void write(Object value, KeyBuffer target) {
      writeEscaped(type.cast(value).toString(), target);
    }
  }

  /** An enum constant, by its name. */
  static final class Constant extends KeyText {
    private final Class<?> type;

    Constant(Class<?> type) {
      super(KeyForm.ofEnum(constants(type)));
      this.type = type;
    }

    /** To look at the fields does not initialize the class. */
    private static List<String> constants(Class<?> type) {
      try {
        return Arrays.stream(type.getFields())
            .filter(Field::isEnumConstant)
            .map(Field::getName)
            .toList();
      } catch (LinkageError e) { // another field is of a class that is missing
        return List.of();
      }
    }

    @Override
    void write(Object value, KeyBuffer target) {
      target.appendEscaped(((Enum<?>) type.cast(value)).name());
    }
  }
}
