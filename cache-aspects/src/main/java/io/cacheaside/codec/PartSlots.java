package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.CodecException;
import java.lang.reflect.Array;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The positions for the JDK's smaller generic types: arrays, optionals, map entries. */
final class PartSlots {
  private PartSlots() {}

  /** A position for arrays of objects: 0 for null, or the length plus 1 and the elements. */
  record OfArray(Place place, Class<?> type, Slot element) implements Slot {
    @Override
    public void write(Kryo kryo, Output output, @Nullable Object value) {
      CanonicalOutput.mark(output, place);
      if (value == null) {
        output.writeVarInt(0, true);
        return;
      }
      if (value.getClass() != type) {
        throw new CodecException(
            "%s holds a %s instead of the declared %s; create the array with the declared class"
                .formatted(place, value.getClass().getTypeName(), type.getTypeName()),
            null);
      }
      Object[] elements = (Object[]) value;
      output.writeVarInt(elements.length + 1, true);
      for (Object e : elements) {
        element.write(kryo, output, e);
      }
    }

    @Override
    public @Nullable Object read(Kryo kryo, Input input) {
      int length = input.readVarInt(true) - 1;
      if (length == -1) {
        return null;
      }
      if (length < 0 || length > input.limit() - input.position()) {
        throw new CodecException(
            "%,d elements are announced, but %,d bytes are left"
                .formatted(length, input.limit() - input.position()),
            null);
      }
      int capacity = Math.min(length, 512); // the rest may never come
      @Nullable Object[] elements =
          (@Nullable Object[]) Array.newInstance(type.getComponentType(), capacity);
      for (int i = 0; i < length; i++) {
        if (i == elements.length) {
          elements = Arrays.copyOf(elements, Math.min(length, 2 * elements.length));
        }
        elements[i] = element.read(kryo, input);
      }
      return elements;
    }
  }

  /** A position for {@code Optional}: 0 for null, 1 if empty, 2 and the value. */
  record OfOptional(Place place, Slot element) implements Slot {
    @Override
    public void write(Kryo kryo, Output output, @Nullable Object value) {
      CanonicalOutput.mark(output, place);
      if (value == null) {
        output.writeByte(0);
        return;
      }
      if (!(value instanceof Optional<?> optional)) {
        throw new CodecException(Refusals.unexpected(place, Optional.class, value), null);
      }
      output.writeByte(optional.isPresent() ? 2 : 1);
      if (optional.isPresent()) {
        element.write(kryo, output, optional.get());
      }
    }

    @Override
    public @Nullable Object read(Kryo kryo, Input input) {
      return switch (input.readByte()) {
        case 0 -> null;
        case 1 -> Optional.empty();
        case 2 -> {
          Object value = element.read(kryo, input);
          if (value != null) {
            yield Optional.of(value);
          }
          throw new CodecException(place + " holds an optional of null", null);
        }
        default -> throw new CodecException(place + " begins with neither 0, 1 nor 2", null);
      };
    }
  }

  /**
   * A position for {@code Map.Entry}: 0 for null, 1 for an immutable entry, 2 for one that can be
   * set, then key and value.
   */
  record OfEntry(Place place, Slot key, Slot value) implements Slot {
    @Override
    public void write(Kryo kryo, Output output, @Nullable Object entry) {
      CanonicalOutput.mark(output, place);
      if (entry == null) {
        output.writeByte(0);
        return;
      }
      if (!(entry instanceof Map.Entry<?, ?> e) || !Refusals.isJdk(entry.getClass())) {
        throw new CodecException(Refusals.unexpected(place, Map.Entry.class, entry), null);
      }
      boolean settable = entry.getClass() == AbstractMap.SimpleEntry.class;
      output.writeByte(settable ? 2 : 1);
      key.write(kryo, output, e.getKey());
      value.write(kryo, output, e.getValue());
    }

    @Override
    public @Nullable Object read(Kryo kryo, Input input) {
      byte marker = input.readByte();
      if (marker < 0 || marker > 2) {
        throw new CodecException(place + " begins with neither 0, 1 nor 2", null);
      }
      if (marker == 0) {
        return null;
      }
      return entry(marker == 2, key.read(kryo, input), value.read(kryo, input));
    }

    @SuppressWarnings("NullAway") // entries may hold null
    private static Object entry(boolean settable, @Nullable Object key, @Nullable Object value) {
      return settable
          ? new AbstractMap.SimpleEntry<>(key, value)
          : new AbstractMap.SimpleImmutableEntry<>(key, value);
    }
  }
}
