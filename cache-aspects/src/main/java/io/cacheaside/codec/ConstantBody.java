package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.CodecException;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * An object that a static field of its class holds: its number among those of the class, or 0 and
 * the fields of any other object. Of a class with a single instance, no byte at all.
 */
final class ConstantBody implements ValueBody {
  private final Class<?> type;
  private final MethodHandle[] getters;
  private final @Nullable ValueBody others;

  /** {@code others} is the form of other objects, or null if there are none. */
  ConstantBody(Class<?> type, MethodHandle[] getters, @Nullable ValueBody others) {
    this.type = type;
    this.getters = getters.clone();
    this.others = others;
  }

  @Override
  public void write(Kryo kryo, Output output, Object value) {
    if (others == null) {
      return;
    }
    for (int i = 0; i < getters.length; i++) {
      if (constant(i) == value) {
        output.writeVarInt(i + 1, true);
        return;
      }
    }
    output.writeVarInt(0, true);
    others.write(kryo, output, value);
  }

  @Override
  public Object read(Kryo kryo, Input input) {
    int number = others == null ? 1 : input.readVarInt(true);
    if (number == 0 && others != null) {
      return others.read(kryo, input);
    }
    if (number < 1 || number > getters.length) {
      throw new CodecException(type.getName() + " has no constant number " + number, null);
    }
    Object constant = constant(number - 1);
    if (constant == null) {
      throw new CodecException(type.getName() + " is not initialised yet", null);
    }
    return constant;
  }

  private @Nullable Object constant(int index) {
    try {
      return (Object) getters[index].invokeExact();
    } catch (Throwable e) {
      throw new CodecException(type.getName() + " cannot be initialised: " + Thrown.text(e), e);
    }
  }
}
