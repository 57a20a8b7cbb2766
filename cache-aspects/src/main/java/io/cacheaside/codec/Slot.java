package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * A position of a declared type: a field, an element, a key, the root. Writes at least one byte,
 * and reads nothing but null and what the declared type admits. Immutable.
 */
interface Slot {
  void write(Kryo kryo, Output output, @Nullable Object value);

  @Nullable Object read(Kryo kryo, Input input);

  /** The handle of {@link #read}. */
  MethodHandle READ = handleOfRead();

  private static MethodHandle handleOfRead() {
    MethodType type = MethodType.methodType(Object.class, Kryo.class, Input.class);
    try {
      return MethodHandles.lookup().findVirtual(Slot.class, "read", type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
