package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import org.jspecify.annotations.Nullable;

/**
 * A position of a declared type: a field, an element, a key, the root. Writes at least one byte,
 * and reads nothing but null and what the declared type admits. Immutable.
 */
interface Slot {
  void write(Kryo kryo, Output output, @Nullable Object value);

  @Nullable Object read(Kryo kryo, Input input);
}
