package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.CodecException;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.TimeZone;

/** The forms of dates and calendars as they were before {@code java.time}. */
@SuppressWarnings("JavaUtilDate") // whoever caches a Date gets one back
final class OldTimes {
  private OldTimes() {}

  static void addTo(Map<Class<?>, ValueBody> bodies) {
    bodies.put(
        Date.class,
        Leaves.<Date>leaf(
            (o, v) -> o.writeVarLong(v.getTime(), true), i -> new Date(i.readVarLong(true))));
    bodies.put(
        TimeZone.class,
        Leaves.<TimeZone>leaf(
            (o, v) -> o.writeString(idOf(v)), i -> TimeZone.getTimeZone(Leaves.readText(i))));
    bodies.put(
        GregorianCalendar.class,
        Leaves.<GregorianCalendar>leaf(OldTimes::writeCalendar, OldTimes::readCalendar));
    bodies.putAll(jdbc());
  }

  private static Map<Class<?>, ValueBody> jdbc() {
    try {
      Class.forName("java.sql.Timestamp");
    } catch (ClassNotFoundException e) {
      return Map.of(); // a Java without that module
    }
    return Jdbc.bodies();
  }

  private static String idOf(TimeZone zone) {
    TimeZone known = TimeZone.getTimeZone(zone.getID());
    if (!known.getID().equals(zone.getID()) || !known.hasSameRules(zone)) {
      throw new CodecException(
          "the time zone \"%s\" is no known one; use one that TimeZone.getTimeZone gives"
              .formatted(zone.getID()),
          null);
    }
    return zone.getID();
  }

  /** What {@code equals} compares; of a copy, as to ask for the time computes it. */
  private static void writeCalendar(Output output, GregorianCalendar value) {
    GregorianCalendar copy = (GregorianCalendar) value.clone();
    output.writeString(idOf(copy.getTimeZone()));
    output.writeVarLong(copy.getGregorianChange().getTime(), false);
    output.writeBoolean(copy.isLenient());
    output.writeByte(copy.getFirstDayOfWeek());
    output.writeByte(copy.getMinimalDaysInFirstWeek());
    output.writeVarLong(copy.getTimeInMillis(), false);
  }

  private static GregorianCalendar readCalendar(Input input) {
    GregorianCalendar value =
        new GregorianCalendar(TimeZone.getTimeZone(Leaves.readText(input)), java.util.Locale.ROOT);
    value.setGregorianChange(new Date(input.readVarLong(false)));
    value.setLenient(input.readBoolean());
    value.setFirstDayOfWeek(checkDay(input.readByte()));
    value.setMinimalDaysInFirstWeek(checkDay(input.readByte()));
    value.setTimeInMillis(input.readVarLong(false));
    value.get(Calendar.ERA); // computes the fields, as after any other way to such a calendar
    return value;
  }

  private static int checkDay(int day) {
    if (day < 1 || day > 7) {
      throw new CodecException(day + " stands where a day of the week is needed", null);
    }
    return day;
  }

  /** The classes of the module java.sql, which not every Java has. */
  private static final class Jdbc {
    private static final int NANOS_OF_SECOND = 1_000_000_000;

    static Map<Class<?>, ValueBody> bodies() {
      return Map.of(
          java.sql.Timestamp.class,
          Leaves.<java.sql.Timestamp>leaf(Jdbc::write, Jdbc::read),
          java.sql.Date.class,
          Leaves.<java.sql.Date>leaf(
              (o, v) -> o.writeVarLong(v.getTime(), false),
              i -> new java.sql.Date(i.readVarLong(false))),
          java.sql.Time.class,
          Leaves.<java.sql.Time>leaf(
              (o, v) -> o.writeVarLong(v.getTime(), false),
              i -> new java.sql.Time(i.readVarLong(false))));
    }

    private static void write(Output output, java.sql.Timestamp value) {
      output.writeVarLong(value.getTime(), false);
      output.writeVarInt(value.getNanos(), true);
    }

    private static java.sql.Timestamp read(Input input) {
      java.sql.Timestamp value = new java.sql.Timestamp(input.readVarLong(false));
      int nanos = input.readVarInt(true);
      if (nanos < 0 || nanos >= NANOS_OF_SECOND) {
        throw new CodecException(nanos + " stands where nanoseconds are needed", null);
      }
      value.setNanos(nanos);
      return value;
    }
  }
}
