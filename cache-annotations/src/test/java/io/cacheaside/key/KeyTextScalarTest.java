package io.cacheaside.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract across releases, line by line. A change here changes the keys of every user. */
@SuppressWarnings("FloatingPointLiteralPrecision") // 2e23 is here because JDKs disagree on its text
class KeyTextScalarTest {

  enum Size {
    SMALL,
    LARGE {
      @Override
      public String toString() {
        return "not the name";
      }
    }
  }

  static Stream<Arguments> scalars() {
    return Stream.of(
        arguments(boolean.class, true, "true"),
        arguments(Boolean.class, false, "false"),
        arguments(byte.class, (byte) -128, "-128"),
        arguments(Short.class, (short) 300, "300"),
        arguments(int.class, -42, "-42"),
        arguments(long.class, 0L, "0"),
        arguments(Long.class, Long.MIN_VALUE, "-9223372036854775808"),
        arguments(char.class, 'x', "x"),
        arguments(Character.class, ':', "%3A"),
        arguments(String.class, "Az09-_.+", "Az09-_.+"),
        arguments(String.class, "a:b c%~", "a%3Ab%20c%25%7E"),
        arguments(String.class, "{[(<>)]},", "%7B%5B%28%3C%3E%29%5D%7D%2C"),
        arguments(String.class, "\n\u007f\u0085\u00a0é€😀", "%0A%7F%C2%85\u00a0é€😀"),
        arguments(String.class, "", "~e"),
        arguments(Size.class, Size.SMALL, "SMALL"),
        arguments(Size.class, Size.LARGE, "LARGE"),
        arguments(DayOfWeek.class, DayOfWeek.MONDAY, "MONDAY"),
        arguments(Month.class, Month.MAY, "MAY"),
        arguments(
            UUID.class,
            UUID.fromString("0B3F0BDC-72C5-4EF3-A1C4-0F29B6C5E2AA"),
            "0b3f0bdc-72c5-4ef3-a1c4-0f29b6c5e2aa"),
        arguments(URI.class, URI.create("http://a/b?c=d"), "http%3A%2F%2Fa%2Fb%3Fc%3Dd"),
        arguments(URI.class, URI.create(""), "~e"));
  }

  static Stream<Arguments> times() {
    LocalDateTime local = LocalDateTime.of(2026, 1, 2, 3, 4);
    return Stream.of(
        arguments(Instant.class, Instant.ofEpochMilli(1), "1970-01-01T00%3A00%3A00.001Z"),
        arguments(LocalDate.class, LocalDate.of(2026, 1, 2), "2026-01-02"),
        arguments(LocalTime.class, LocalTime.of(3, 4), "03%3A04"),
        arguments(LocalDateTime.class, local, "2026-01-02T03%3A04"),
        arguments(
            OffsetDateTime.class,
            local.atOffset(ZoneOffset.ofHours(1)),
            "2026-01-02T03%3A04+01%3A00"),
        arguments(OffsetTime.class, OffsetTime.of(3, 4, 5, 0, ZoneOffset.UTC), "03%3A04%3A05Z"),
        arguments(
            ZonedDateTime.class,
            local.atZone(ZoneId.of("Europe/Paris")),
            "2026-01-02T03%3A04+01%3A00%5BEurope%2FParis%5D"),
        arguments(ZoneId.class, ZoneId.of("Europe/Paris"), "Europe%2FParis"),
        arguments(ZoneId.class, ZoneOffset.UTC, "Z"),
        arguments(ZoneOffset.class, ZoneOffset.ofHours(-3), "-03%3A00"),
        arguments(Year.class, Year.of(2026), "2026"),
        arguments(YearMonth.class, YearMonth.of(2026, 1), "2026-01"),
        arguments(MonthDay.class, MonthDay.of(1, 2), "--01-02"),
        arguments(Duration.class, Duration.ofMillis(90_500), "PT1M30.5S"),
        arguments(Period.class, Period.of(1, 2, 3), "P1Y2M3D"));
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        arguments(BigInteger.class, BigInteger.ONE.shiftLeft(70), "1180591620717411303424"),
        arguments(BigDecimal.class, new BigDecimal("1.50"), "1.50"),
        arguments(BigDecimal.class, new BigDecimal("0.0000000001"), "0.0000000001"),
        arguments(BigDecimal.class, new BigDecimal("-7"), "-7"),
        arguments(BigDecimal.class, new BigDecimal("1E+3"), "1E+3"),
        arguments(
            BigDecimal.class, BigDecimal.ONE.scaleByPowerOfTen(-64), "0." + "0".repeat(63) + 1),
        arguments(BigDecimal.class, BigDecimal.ONE.scaleByPowerOfTen(-65), "1E-65"),
        arguments(BigDecimal.class, new BigDecimal("1E-999999999"), "1E-999999999"),
        arguments(BigDecimal.class, new BigDecimal("1E+999999999"), "1E+999999999"),
        arguments(double.class, 0.1, "0.1"),
        arguments(double.class, -0.0, "-0.0"),
        arguments(double.class, 42.0, "42.0"),
        arguments(double.class, 9_999_999.0, "9999999.0"),
        arguments(double.class, 1e7, "1.0E7"),
        arguments(double.class, 12345678.25, "1.234567825E7"),
        arguments(double.class, 0.001, "0.001"),
        arguments(double.class, -0.00012, "-1.2E-4"),
        arguments(double.class, 0.1 + 0.2, "0.30000000000000004"),
        arguments(double.class, 2e23, "2.0E23"),
        arguments(double.class, Double.MIN_VALUE, "4.9E-324"),
        arguments(double.class, Double.MAX_VALUE, "1.7976931348623157E308"),
        arguments(Double.class, Double.NaN, "NaN"),
        arguments(Double.class, Double.NEGATIVE_INFINITY, "-Infinity"),
        arguments(float.class, 0.1f, "0.1"),
        arguments(float.class, 3f, "3.0"),
        arguments(float.class, 1e10f, "1.0E10"),
        arguments(Float.class, Float.MIN_VALUE, "1.4E-45"),
        arguments(Float.class, Float.MAX_VALUE, "3.4028235E38"));
  }

  @ParameterizedTest
  @MethodSource({"scalars", "times", "numbers"})
  void append_scalar_isItsText(Class<?> type, Object value, String text) {
    assertThat(text(type, value)).isEqualTo(text);
  }

  @Test
  void append_halfASurrogatePair_isHexAndNotAQuestionMark() {
    assertThat(text(String.class, "a" + '\ud83d')).isEqualTo("a%uD83D");
    assertThat(text(char.class, '\ude00')).isEqualTo("%uDE00");
  }

  @ParameterizedTest
  @MethodSource({"scalars", "times", "numbers"})
  void append_null_isATilde(Class<?> type, Object value, String text) {
    assertThat(text(type, null)).isEqualTo("~").isNotEqualTo(text);
  }

  private static String text(Class<?> type, @Nullable Object value) {
    KeyBuffer buffer = new KeyBuffer();
    KeyText.forType(type).append(value, buffer);
    return buffer.toString();
  }
}
