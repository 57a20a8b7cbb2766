package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.CodecException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A position at which values of exactly one class stand: 0 for null, or 1 and the value. A record,
 * because to the compiler the parts of a constant record are constants as well.
 */
record ExactSlot(Place place, Class<?> type, ValueBody body) implements Slot {
  @Override
  public void write(Kryo kryo, Output output, @Nullable Object value) {
    CanonicalOutput.mark(output, place);
    if (value == null) {
      output.writeByte(0);
      return;
    }
    if (value.getClass() != type && ValueBody.classOf(value) != type && !isZone(value)) {
      throw new CodecException(Refusals.unexpected(place, type, value), null);
    }
    output.writeByte(1);
    body.write(kryo, output, value);
  }

  private boolean isZone(Object value) {
    return type == ZoneId.class && value instanceof ZoneId;
  }

  @Override
  public @Nullable Object read(Kryo kryo, Input input) {
    byte marker = input.readByte();
    if (marker == 1) {
      return body.read(kryo, input);
    }
    if (marker != 0) {
      throw new CodecException(place + " begins with " + marker + " instead of 0 or 1", null);
    }
    return null;
  }

  /** A position for strings, whose own form has room for null. */
  record Text(Place place) implements Slot {
    @Override
    public void write(Kryo kryo, Output output, @Nullable Object value) {
      CanonicalOutput.mark(output, place);
      if (value != null && value.getClass() != String.class) {
        throw new CodecException(Refusals.unexpected(place, String.class, value), null);
      }
      output.writeString((String) value);
    }

    @Override
    public @Nullable Object read(Kryo kryo, Input input) {
      return input.readString();
    }
  }
}
