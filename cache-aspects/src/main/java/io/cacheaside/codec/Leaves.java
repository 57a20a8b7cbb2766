package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.TimeSerializers;
import io.cacheaside.spi.CodecException;
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
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The classes of the JDK that are values without parts, each with its form. */
final class Leaves {
  /** What {@code Number} may stand for. */
  static final List<Class<?>> NUMBERS =
      List.of(
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigInteger.class,
          BigDecimal.class);

  /**
   * The largest scale of a decimal, either way: decimal128 needs 6,176, and one of a billion is a
   * few bytes that become gigabytes in toPlainString.
   */
  static final int LARGEST_SCALE = 10_000;

  private static final Map<Class<?>, ValueBody> BODIES = new HashMap<>();

  static {
    PrimitiveArrays.addTo(BODIES);
    addText();
    addNumbers();
    addTime();
    addOptionals();
    OldTimes.addTo(BODIES);
  }

  /** What may stand where {@code Date} is declared: mappers put JDBC's classes there. */
  static final List<Class<?>> DATES =
      BODIES.keySet().stream().filter(Date.class::isAssignableFrom).toList();

  private Leaves() {}

  /** Returns the form of a class, or null if the class is no such value. */
  static @Nullable ValueBody of(Class<?> type) {
    return BODIES.get(type);
  }

  private static void addText() {
    add(String.class, Output::writeString, Leaves::readText);
    add(Boolean.class, Output::writeBoolean, Input::readBoolean);
    add(Character.class, Output::writeChar, Input::readChar);
    add(Locale.class, Leaves::writeLocale, i -> Locale.forLanguageTag(readText(i)));
    add(Currency.class, (o, v) -> o.writeString(v.getCurrencyCode()), Leaves::readCurrency);
    add(URI.class, (o, v) -> o.writeString(v.toString()), i -> URI.create(readText(i)));
    add(UUID.class, Leaves::writeUuid, i -> new UUID(i.readLong(), i.readLong()));
    add(BitSet.class, (o, v) -> writeBytes(o, v.toByteArray()), i -> BitSet.valueOf(readBytes(i)));
  }

  private static void addNumbers() {
    add(Byte.class, Output::writeByte, Input::readByte);
    add(Short.class, (o, v) -> o.writeShort(v), Input::readShort);
    add(Integer.class, (o, v) -> o.writeVarInt(v, false), i -> i.readVarInt(false));
    add(Long.class, (o, v) -> o.writeVarLong(v, false), i -> i.readVarLong(false));
    add(Float.class, Output::writeFloat, Input::readFloat);
    add(Double.class, Output::writeDouble, Input::readDouble);
    add(
        BigInteger.class,
        (o, v) -> writeBytes(o, v.toByteArray()),
        i -> new BigInteger(readBytes(i)));
    add(BigDecimal.class, Leaves::writeDecimal, Leaves::readDecimal);
  }

  private static void addTime() {
    add(Instant.class, new TimeSerializers.InstantSerializer());
    add(Duration.class, new TimeSerializers.DurationSerializer());
    add(Period.class, new TimeSerializers.PeriodSerializer());
    add(LocalDate.class, new TimeSerializers.LocalDateSerializer());
    add(LocalTime.class, new TimeSerializers.LocalTimeSerializer());
    add(LocalDateTime.class, new TimeSerializers.LocalDateTimeSerializer());
    add(OffsetTime.class, new TimeSerializers.OffsetTimeSerializer());
    add(OffsetDateTime.class, new TimeSerializers.OffsetDateTimeSerializer());
    add(Year.class, new TimeSerializers.YearSerializer());
    add(YearMonth.class, new TimeSerializers.YearMonthSerializer());
    add(MonthDay.class, new TimeSerializers.MonthDaySerializer());
    add(ZoneOffset.class, new TimeSerializers.ZoneOffsetSerializer());
    add(ZoneId.class, (o, v) -> o.writeString(v.getId()), i -> ZoneId.of(readText(i)));
    add(ZonedDateTime.class, Leaves::writeZoned, Leaves::readZoned);
  }

  private static void addOptionals() {
    add(
        OptionalInt.class,
        (o, v) -> {
          o.writeBoolean(v.isPresent());
          v.ifPresent(n -> o.writeVarInt(n, false));
        },
        i -> i.readBoolean() ? OptionalInt.of(i.readVarInt(false)) : OptionalInt.empty());
    add(
        OptionalLong.class,
        (o, v) -> {
          o.writeBoolean(v.isPresent());
          v.ifPresent(n -> o.writeVarLong(n, false));
        },
        i -> i.readBoolean() ? OptionalLong.of(i.readVarLong(false)) : OptionalLong.empty());
    add(
        OptionalDouble.class,
        (o, v) -> {
          o.writeBoolean(v.isPresent());
          v.ifPresent(o::writeDouble);
        },
        i -> i.readBoolean() ? OptionalDouble.of(i.readDouble()) : OptionalDouble.empty());
  }

  private static void writeLocale(Output output, Locale locale) {
    String tag = locale.toLanguageTag();
    if (!Locale.forLanguageTag(tag).equals(locale)) {
      throw new CodecException(
          "the locale \"%s\" has no language tag that stands for it; use a well-formed locale"
              .formatted(locale),
          null);
    }
    output.writeString(tag);
  }

  private static Currency readCurrency(Input input) {
    return Currency.getInstance(readText(input));
  }

  private static void writeUuid(Output output, UUID id) {
    output.writeLong(id.getMostSignificantBits());
    output.writeLong(id.getLeastSignificantBits());
  }

  private static void writeDecimal(Output output, BigDecimal value) {
    output.writeVarInt(checkScale(value.scale()), false);
    writeBytes(output, value.unscaledValue().toByteArray());
  }

  private static BigDecimal readDecimal(Input input) {
    int scale = checkScale(input.readVarInt(false));
    int size = SafeInput.readSize(input, 1);
    return size == 0 || size > Long.BYTES
        ? new BigDecimal(new BigInteger(input.readBytes(size)), scale)
        : BigDecimal.valueOf(readLong(input, size), scale);
  }

  /** Reads a two's complement number of one to eight bytes, as {@link BigInteger} writes it. */
  private static long readLong(Input input, int size) {
    long number = input.readByte(); // keeps its sign
    for (int i = 1; i < size; i++) {
      number = number << Byte.SIZE | input.readByteUnsigned();
    }
    return number;
  }

  private static int checkScale(int scale) {
    if (scale < -LARGEST_SCALE || scale > LARGEST_SCALE) {
      throw new CodecException(
          "a BigDecimal's scale must be -%,d to %,d, but is %,d"
              .formatted(LARGEST_SCALE, LARGEST_SCALE, scale),
          null);
    }
    return scale;
  }

  /** With the offset, which Kryo's own form loses when clocks are set back. */
  private static void writeZoned(Output output, ZonedDateTime value) {
    output.writeVarLong(value.toLocalDate().toEpochDay(), false);
    output.writeVarLong(value.toLocalTime().toNanoOfDay(), true);
    output.writeVarInt(value.getOffset().getTotalSeconds(), false);
    output.writeString(value.getZone().getId());
  }

  private static ZonedDateTime readZoned(Input input) {
    LocalDate date = LocalDate.ofEpochDay(input.readVarLong(false));
    LocalTime time = LocalTime.ofNanoOfDay(input.readVarLong(true));
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(input.readVarInt(false));
    ZoneId zone = ZoneId.of(readText(input));
    return ZonedDateTime.ofInstant(LocalDateTime.of(date, time), offset, zone);
  }

  static void writeBytes(Output output, byte[] bytes) {
    output.writeVarInt(bytes.length, true);
    output.writeBytes(bytes);
  }

  static byte[] readBytes(Input input) {
    return input.readBytes(SafeInput.readSize(input, 1));
  }

  static String readText(Input input) {
    String text = input.readString();
    if (text == null) {
      throw new CodecException("null stands where text is needed", null);
    }
    return text;
  }

  private static <T> void add(Class<T> type, Writer<T> writer, Reader<T> reader) {
    BODIES.put(type, leaf(writer, reader));
  }

  static <T> ValueBody leaf(Writer<T> writer, Reader<T> reader) {
    return new Leaf<>(writer, reader);
  }

  private static <T> void add(Class<T> type, Serializer<T> serializer) {
    BODIES.put(type, new OfKryo<>(type, serializer));
  }

  /** A value in a form of its own. */
  private record Leaf<T>(Writer<T> writer, Reader<T> reader) implements ValueBody {
    @Override
    @SuppressWarnings("unchecked") // slots check the class of what they write
    public void write(Kryo kryo, Output output, Object value) {
      writer.write(output, (T) value);
    }

    @Override
    public Object read(Kryo kryo, Input input) {
      return reader.read(input);
    }
  }

  /** A value in Kryo's form. */
  private record OfKryo<T>(Class<T> type, Serializer<T> serializer) implements ValueBody {
    @Override
    public void write(Kryo kryo, Output output, Object value) {
      serializer.write(kryo, output, type.cast(value));
    }

    @Override
    public Object read(Kryo kryo, Input input) {
      return serializer.read(kryo, input, type);
    }
  }

  /** Writes a value of one class. */
  interface Writer<T> {
    void write(Output output, T value);
  }

  /** Reads a value of one class. */
  interface Reader<T> {
    T read(Input input);
  }
}
