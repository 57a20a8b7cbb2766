package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.CodecException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.TimeZone;

/** The content of a value that is not null and whose class is settled. May take no byte at all. */
interface ValueBody {
  void write(Kryo kryo, Output output, Object value);

  Object read(Kryo kryo, Input input);

  /** Returns the class that stands for the value's in an allow-list. */
  static Class<?> classOf(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.getDeclaringClass(); // a constant with a body has a class of its own
    }
    if (value instanceof ZoneId && !(value instanceof ZoneOffset)) {
      return ZoneId.class; // its class is hidden in the JDK
    }
    return value instanceof TimeZone ? TimeZone.class : value.getClass(); // hidden, too
  }

  /** An object with parts, written and read by Kryo, which counts the depth. */
  record Nested(Class<?> type, Serializer<Object> serializer) implements ValueBody {
    @Override
    public void write(Kryo kryo, Output output, Object value) {
      checkDepth(kryo);
      kryo.writeObject(output, value, serializer);
    }

    @Override
    public Object read(Kryo kryo, Input input) {
      checkDepth(kryo);
      return kryo.readObject(input, type, serializer);
    }

    private void checkDepth(Kryo kryo) {
      if (kryo.getDepth() >= Coder.MAX_DEPTH) {
        throw new CodecException(
            "objects lie more than %d deep within objects, the innermost is a %s; a chain of objects"
                    .formatted(Coder.MAX_DEPTH, type.getName())
                + " belongs in a list, and a cycle cannot be cached",
            null);
      }
    }
  }
}
