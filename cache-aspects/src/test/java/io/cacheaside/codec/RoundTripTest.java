package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.codec.Shop.Address;
import io.cacheaside.codec.Shop.Circle;
import io.cacheaside.codec.Shop.Counter;
import io.cacheaside.codec.Shop.Customer;
import io.cacheaside.codec.Shop.Empty;
import io.cacheaside.codec.Shop.Failed;
import io.cacheaside.codec.Shop.Free;
import io.cacheaside.codec.Shop.Ok;
import io.cacheaside.codec.Shop.Order;
import io.cacheaside.codec.Shop.Page;
import io.cacheaside.codec.Shop.Pair;
import io.cacheaside.codec.Shop.Primitives;
import io.cacheaside.codec.Shop.Result;
import io.cacheaside.codec.Shop.Shape;
import io.cacheaside.codec.Shop.Square;
import io.cacheaside.codec.Shop.Status;
import io.cacheaside.codec.Shop.Tree;
import io.cacheaside.codec.Shop.Triangle;
import io.cacheaside.codec.Shop.Unit;
import io.cacheaside.spi.Codec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
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
import java.util.Arrays;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values come back equal; {@link CollectionsTest} has the collections. */
final class RoundTripTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @SuppressWarnings("JavaUtilDate")
  static Stream<Arguments> leaves() {
    return Stream.of(
        arguments(String.class, ""),
        arguments(String.class, "plain"),
        arguments(String.class, "é漢字\uD83D\uDE00\0 and long ".repeat(50)),
        arguments(CharSequence.class, "text"),
        arguments(int.class, Integer.MIN_VALUE),
        arguments(boolean.class, true),
        arguments(char.class, 'x'),
        arguments(byte.class, (byte) -1),
        arguments(Short.class, (short) -300),
        arguments(Long.class, Long.MIN_VALUE),
        arguments(Float.class, Float.NaN),
        arguments(Double.class, -0.0),
        arguments(Number.class, 5),
        arguments(Number.class, new BigDecimal("5.10")),
        arguments(BigInteger.class, BigInteger.ONE.shiftLeft(500).negate()),
        arguments(BigDecimal.class, new BigDecimal("1E+6144")),
        arguments(BigDecimal.class, new BigDecimal("-0.000")),
        arguments(BigDecimal.class, new BigDecimal("-1.28")),
        arguments(BigDecimal.class, new BigDecimal("2.55")),
        arguments(BigDecimal.class, new BigDecimal("-32769")),
        arguments(BigDecimal.class, new BigDecimal("9223372036854775.807")),
        arguments(BigDecimal.class, new BigDecimal("-9223372036854775.808")),
        arguments(BigDecimal.class, new BigDecimal("9223372036854775.808")),
        arguments(BigDecimal.class, new BigDecimal("-9223372036854775.809")),
        arguments(UUID.class, new UUID(Long.MIN_VALUE, 7)),
        arguments(Locale.class, Locale.forLanguageTag("zh-Hant-TW-u-nu-thai")),
        arguments(Locale.class, Locale.ROOT),
        arguments(Currency.class, Currency.getInstance("CHF")),
        arguments(URI.class, URI.create("https://x.example/a?b=c#d")),
        arguments(BitSet.class, BitSet.valueOf(new long[] {0, 5})),
        arguments(Date.class, new Date(-5)),
        arguments(OptionalInt.class, OptionalInt.empty()),
        arguments(OptionalInt.class, OptionalInt.of(-1)),
        arguments(OptionalLong.class, OptionalLong.of(Long.MAX_VALUE)),
        arguments(OptionalDouble.class, OptionalDouble.of(0.1)),
        arguments(Status.class, Status.NEW),
        arguments(Month.class, Month.MAY),
        arguments(Empty.class, new Empty()));
  }

  static Stream<Arguments> times() {
    LocalDate date = LocalDate.of(2024, 2, 29);
    LocalTime time = LocalTime.of(23, 59, 59, 999_999_999);
    LocalDateTime overlap = LocalDateTime.of(2024, 10, 27, 2, 30);
    return Stream.of(
        arguments(Instant.class, Instant.MIN),
        arguments(Instant.class, Instant.MAX),
        arguments(Duration.class, Duration.ofSeconds(-1, 5)),
        arguments(Period.class, Period.of(1, -2, 3)),
        arguments(LocalDate.class, LocalDate.MIN),
        arguments(LocalTime.class, time),
        arguments(LocalDateTime.class, date.atTime(time)),
        arguments(OffsetTime.class, time.atOffset(ZoneOffset.ofHours(-18))),
        arguments(OffsetDateTime.class, date.atTime(time).atOffset(ZoneOffset.ofTotalSeconds(61))),
        arguments(Year.class, Year.of(-5)),
        arguments(YearMonth.class, YearMonth.of(2024, 2)),
        arguments(MonthDay.class, MonthDay.of(2, 29)),
        arguments(ZoneOffset.class, ZoneOffset.MAX),
        arguments(ZoneId.class, BERLIN),
        arguments(ZoneId.class, ZoneOffset.UTC),
        arguments(ZoneId.class, ZoneId.of("UTC+01:00")),
        arguments(ZonedDateTime.class, date.atTime(time).atZone(BERLIN)),
        arguments(
            ZonedDateTime.class, ZonedDateTime.ofLocal(overlap, BERLIN, ZoneOffset.ofHours(1))),
        arguments(
            ZonedDateTime.class, ZonedDateTime.ofLocal(overlap, BERLIN, ZoneOffset.ofHours(2))));
  }

  static Stream<Arguments> objects() {
    record Local(int a, Optional<String> b) {}
    Page<Address> last = new Page<>(List.of(), new Address[0], Map.of(), null);
    Address home = new Address("s", "t", -1);
    return Stream.of(
        arguments(new Declared<Customer>() {}.type(), Shop.customer(1)),
        arguments(
            new Declared<Primitives>() {}.type(),
            new Primitives((byte) 1, (short) 2, '3', 4, 5, 6.5f, 7.5, true, 8)),
        arguments(Local.class, new Local(1, Optional.of("b"))),
        arguments(
            new Declared<Pair<List<Pair<String, Status>>, Optional<UUID>>>() {}.type(),
            new Pair<>(List.of(new Pair<>("a", Status.NEW)), Optional.empty())),
        arguments(
            new Declared<Page<Address>>() {}.type(),
            new Page<>(List.of(home), new Address[] {home}, Map.of("a", home), last)),
        arguments(Tree.class, new Tree("a", new Tree("b", null, List.of()), List.of())),
        arguments(
            new Declared<List<Shape>>() {}.type(),
            List.of(new Circle(1), new Square(2), Unit.POINT, new Triangle(), new Free(7))),
        arguments(new Declared<Result<Address>>() {}.type(), new Failed<>("why", new Ok<>(home))),
        arguments(Order.class, new Order("o", 5, new Order("p", -6, null))),
        arguments(
            new Declared<Optional<Map.Entry<String, Integer>>>() {}.type(),
            Optional.of(Map.entry("a", 1))));
  }

  static Stream<Arguments> arrays() {
    return Stream.of(
        arguments(boolean[].class, new boolean[] {true, false}),
        arguments(byte[].class, new byte[] {1, -1}),
        arguments(short[].class, new short[] {1, -1}),
        arguments(char[].class, new char[] {'a', '漢'}),
        arguments(int[].class, new int[] {1, Integer.MIN_VALUE}),
        arguments(long[].class, new long[] {1, Long.MIN_VALUE}),
        arguments(float[].class, new float[] {1, -0f}),
        arguments(double[].class, new double[] {1, Double.MIN_VALUE}),
        arguments(int[].class, new int[5000]),
        arguments(String[].class, new String[] {"a", null, "é"}),
        arguments(Integer[].class, new Integer[3000]),
        arguments(long[][][].class, new long[][][] {{{1}, {}}, {}, {null}}),
        arguments(
            new Declared<Pair<String, Integer>[]>() {}.type(),
            new Pair<?, ?>[] {new Pair<>("a", 1), null}),
        arguments(Shape[].class, new Shape[] {new Circle(2), null}));
  }

  @ParameterizedTest
  @MethodSource({"leaves", "times", "objects", "arrays"})
  void value_encodedAndDecoded_isEqualAndOfTheSameClass(java.lang.reflect.Type type, Object value) {
    Codec.TypeCodec codec = Declared.codec(type);
    byte[] bytes = codec.encode(value, Declared.HEADROOM);
    byte[] shifted = new byte[bytes.length + 3];
    Arrays.fill(shifted, (byte) -1);
    System.arraycopy(bytes, 0, shifted, 1, bytes.length);
    int length = bytes.length - Declared.HEADROOM;
    Object decoded = codec.decode(shifted, 1 + Declared.HEADROOM, length);
    assertThat(Objects.deepEquals(decoded, value)).as("%s", decoded).isTrue();
    if (!List.class.isInstance(value)) {
      assertThat(ValueBody.classOf(decoded)).isEqualTo(ValueBody.classOf(value));
    }
    assertThat(codec.encode(decoded, Declared.HEADROOM)).isEqualTo(bytes);
  }

  @Test
  void classWithoutPlainConstructor_decoded_hasNoTransientState() {
    Codec.TypeCodec codec = Declared.codec(Order.class);
    Order order = new Order("o", 5, null);
    assertThat(order.hashCode()).isEqualTo(order.keptHash());
    Order decoded = (Order) Declared.decode(codec, codec.encode(order, 0));
    assertThat(decoded.keptHash()).isZero();
    assertThat(decoded.hashCode()).isEqualTo(order.hashCode());
  }

  @Test
  void classWithPlainConstructor_decoded_hasInitialTransientState() {
    Codec.TypeCodec codec = Declared.codec(Counter.class);
    Counter decoded = (Counter) Declared.decode(codec, codec.encode(new Counter(5), 0));
    assertThat(decoded.count()).isEqualTo(5);
    assertThat(decoded.log()).isEmpty();
  }

  @Test
  void headroom_isLeftFreeAndZero() {
    Codec.TypeCodec codec = Declared.codec(String.class);
    codec.encode("x".repeat(1000), 0);
    assertThat(codec.encode("ab", 96)).hasSize(98).startsWith(new byte[96]);
    assertThatThrownBy(() -> codec.encode("ab", Coder.MAX_HEADROOM + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void mapEntry_settable_staysSettable() {
    Codec.TypeCodec codec = new Declared<Map.Entry<String, Integer>>() {}.codec();
    Object decoded =
        Declared.decode(codec, codec.encode(new java.util.AbstractMap.SimpleEntry<>("a", 1), 0));
    assertThat(decoded).isExactlyInstanceOf(java.util.AbstractMap.SimpleEntry.class);
  }
}
