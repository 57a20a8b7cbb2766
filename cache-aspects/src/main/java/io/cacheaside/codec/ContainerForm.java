package io.cacheaside.codec;

import static java.util.Objects.requireNonNull;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.CodecException;
import org.jspecify.annotations.Nullable;

/**
 * The form of a container of the JDK where another class is declared and the container is allowed:
 * what its own position would write.
 */
final class ContainerForm extends Serializer<Object> {
  private @Nullable Slot slot;

  /** Completes the form; separate, as a container may contain its like. */
  void complete(Slot position) {
    this.slot = position;
  }

  @Override
  public void write(Kryo kryo, Output output, Object value) {
    requireNonNull(slot).write(kryo, output, value);
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> ignored) {
    Object value = requireNonNull(slot).read(kryo, input);
    if (value == null) {
      throw new CodecException("null stands where a collection or a map is needed", null);
    }
    return value;
  }
}
