package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;

/** Method handles that read a primitive: they take Kryo, which they ignore, and the input. */
final class PrimitiveReaders {
  private static final Map<Class<?>, MethodHandle> ALL =
      Map.of(
          int.class, signed("readVarInt", int.class),
          long.class, signed("readVarLong", long.class),
          double.class, plain("readDouble", double.class),
          boolean.class, plain("readBoolean", boolean.class),
          float.class, plain("readFloat", float.class),
          short.class, plain("readShort", short.class),
          byte.class, plain("readByte", byte.class),
          char.class, plain("readChar", char.class));

  private PrimitiveReaders() {}

  /** Returns the one that reads what {@link Leaves} writes for the type's box. */
  static MethodHandle of(Class<?> type) {
    MethodHandle reader = ALL.get(type);
    if (reader == null) {
      throw new IllegalArgumentException(type + " is not primitive");
    }
    return reader;
  }

  /** Of variable length, for numbers with a sign. */
  private static MethodHandle signed(String name, Class<?> type) {
    MethodHandle read = ofInput(name, MethodType.methodType(type, boolean.class));
    return withKryo(MethodHandles.insertArguments(read, 1, false));
  }

  private static MethodHandle plain(String name, Class<?> type) {
    return withKryo(ofInput(name, MethodType.methodType(type)));
  }

  private static MethodHandle ofInput(String name, MethodType type) {
    try {
      return MethodHandles.lookup().findVirtual(Input.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle withKryo(MethodHandle read) {
    return MethodHandles.dropArguments(read, 0, Kryo.class);
  }
}
