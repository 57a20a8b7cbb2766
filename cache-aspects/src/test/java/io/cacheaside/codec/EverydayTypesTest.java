package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;

/** What DTOs of old and of new frameworks are made of. */
@SuppressWarnings("JavaUtilDate")
final class EverydayTypesTest {
  private static final Timestamp MOMENT =
      Timestamp.from(Instant.parse("2026-02-28T12:34:56.789012345Z"));
  private static final Timestamp BEFORE_1970 =
      Timestamp.from(Instant.parse("1905-01-01T00:00:00.000000001Z"));

  /** As mappers write them. */
  record Booking(Date created, Timestamp changed, java.sql.Date day, Time at, Calendar until) {}

  /** As Java's money libraries have it, without them. */
  record Money(BigDecimal amount, Currency currency) {}

  record Line(String product, Money price) {}

  static Stream<Arguments> values() {
    Type date = Date.class;
    return Stream.of(
        arguments(Timestamp.class, MOMENT),
        arguments(Timestamp.class, BEFORE_1970),
        arguments(Timestamp.class, new Timestamp(Long.MIN_VALUE / 1_000)),
        arguments(java.sql.Date.class, java.sql.Date.valueOf("2026-02-28")),
        arguments(Time.class, Time.valueOf("23:59:59")),
        arguments(date, new Date(5)),
        arguments(date, MOMENT),
        arguments(date, java.sql.Date.valueOf("2026-02-28")),
        arguments(date, Time.valueOf("23:59:59")),
        arguments(Calendar.class, calendar("America/New_York")),
        arguments(GregorianCalendar.class, calendar("GMT+05:30")),
        arguments(TimeZone.class, TimeZone.getTimeZone("Europe/Berlin")),
        arguments(TimeZone.class, TimeZone.getTimeZone("GMT-03:00")),
        arguments(
            Booking.class,
            new Booking(
                MOMENT,
                BEFORE_1970,
                java.sql.Date.valueOf("2026-02-28"),
                Time.valueOf("12:00:00"),
                calendar("UTC"))),
        arguments(
            new Declared<List<Line>>() {}.type(),
            List.of(
                new Line("tea", new Money(new BigDecimal("4.50"), Currency.getInstance("EUR"))))),
        arguments(new Declared<Iterable<String>>() {}.type(), new ArrayList<>(List.of("b", "a"))),
        arguments(new Declared<Iterable<String>>() {}.type(), Set.of("a")));
  }

  private static Calendar calendar(String zone) {
    GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone(zone), Locale.GERMANY);
    calendar.setTimeInMillis(1_772_000_000_123L);
    calendar.setMinimalDaysInFirstWeek(2);
    calendar.setLenient(false);
    calendar.setGregorianChange(new Date(0));
    return calendar;
  }

  @ParameterizedTest
  @MethodSource("values")
  void value_comesBackEqual(Type type, Object value) {
    assertThat(roundTrip(type, value)).isEqualTo(value).hasSameClassAs(value);
  }

  @Test
  void calendar_withFieldsThatAreNotComputedYet_isLeftAsItIs() {
    GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    calendar.clear();
    calendar.set(2026, Calendar.FEBRUARY, 31);
    Calendar decoded = (Calendar) roundTrip(Calendar.class, calendar);
    assertThat(calendar.toString()).contains("time=?");
    assertThat(decoded.getTimeInMillis()).isEqualTo(calendar.getTimeInMillis());
  }

  static Stream<Arguments> valuesWithoutForm() {
    return Stream.of(
        arguments(
            TimeZone.class,
            new SimpleTimeZone(5, "mine"),
            "TimeZone: the value cannot be encoded: the time zone \"mine\" is no known one; use one"
                + " that TimeZone.getTimeZone gives"),
        arguments(
            Calendar.class,
            Calendar.getInstance(
                TimeZone.getTimeZone("UTC"), Locale.forLanguageTag("th-TH-u-ca-buddhist")),
            "Calendar: the value holds sun.util.BuddhistCalendar, a class of the JDK that the codec"
                + " has no form for; use text, numbers or a record"));
  }

  @ParameterizedTest
  @MethodSource("valuesWithoutForm")
  void value_withoutForm_isRefused(Type type, Object value, String message) {
    Codec.TypeCodec codec = Declared.codec(type);
    assertThatThrownBy(() -> codec.encode(value, 0))
        .isInstanceOf(CodecException.class)
        .hasMessage("return type " + message);
  }

  static Stream<Arguments> pages() {
    List<Money> money = List.of(new Money(BigDecimal.ONE, Currency.getInstance("EUR")));
    Pageable second = PageRequest.of(1, 1, Sort.by(Sort.Order.desc("name").nullsLast()));
    Type page = new Declared<Page<Money>>() {}.type();
    Type slice = new Declared<Slice<Money>>() {}.type();
    return Stream.of(
        arguments(page, new PageImpl<>(money, second, 7)),
        arguments(page, new PageImpl<>(money)),
        arguments(page, Page.empty()),
        arguments(page, Page.empty(second)),
        arguments(new Declared<PageImpl<Money>>() {}.type(), new PageImpl<>(money, second, 7)),
        arguments(slice, new SliceImpl<>(money, second, true)),
        arguments(slice, new PageImpl<>(money, second, 7)),
        arguments(Pageable.class, second),
        arguments(Pageable.class, Pageable.unpaged(Sort.by("name").ascending())),
        arguments(Sort.class, Sort.unsorted()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_ofSpringData_comesBackEqual(Type type, Object value) {
    assertThat(roundTrip(type, value)).isEqualTo(value).hasSameClassAs(value);
  }

  private static Object roundTrip(Type type, Object value) {
    Codec.TypeCodec codec = Declared.codec(type);
    return Declared.decode(codec, codec.encodeAndVerify(value, 0));
  }
}
