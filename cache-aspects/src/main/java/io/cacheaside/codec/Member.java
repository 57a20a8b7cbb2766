package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A field or component: takes it from its owner to the output, and reads a value for it. */
interface Member {
  void write(Kryo kryo, Output output, Object owner);

  @Nullable Object read(Kryo kryo, Input input);

  /** Returns the member of a primitive type, which is written without room for null. */
  static Member primitive(Class<?> type, Getters getters) {
    if (type == int.class) {
      ToIntFunction<Object> get = getters.ints();
      return member(
          (o, owner) -> o.writeVarInt(get.applyAsInt(owner), false), Leaves.of(Integer.class));
    }
    if (type == long.class) {
      ToLongFunction<Object> get = getters.longs();
      return member(
          (o, owner) -> o.writeVarLong(get.applyAsLong(owner), false), Leaves.of(Long.class));
    }
    if (type == double.class) {
      ToDoubleFunction<Object> get = getters.doubles();
      return member((o, owner) -> o.writeDouble(get.applyAsDouble(owner)), Leaves.of(Double.class));
    }
    if (type == boolean.class) {
      Predicate<Object> get = getters.booleans();
      return member((o, owner) -> o.writeBoolean(get.test(owner)), Leaves.of(Boolean.class));
    }
    Function<Object, Object> get = getters.objects();
    if (type == float.class) {
      return member((o, owner) -> o.writeFloat((Float) get.apply(owner)), Leaves.of(Float.class));
    }
    if (type == short.class) {
      return member((o, owner) -> o.writeShort((Short) get.apply(owner)), Leaves.of(Short.class));
    }
    if (type == byte.class) {
      return member((o, owner) -> o.writeByte((Byte) get.apply(owner)), Leaves.of(Byte.class));
    }
    return member(
        (o, owner) -> o.writeChar((Character) get.apply(owner)), Leaves.of(Character.class));
  }

  /** Returns the member of any other type. */
  static Member reference(Slot slot, Getters getters) {
    Function<Object, Object> get = getters.objects();
    return new Member() {
      @Override
      public void write(Kryo kryo, Output output, Object owner) {
        slot.write(kryo, output, get.apply(owner));
      }

      @Override
      public @Nullable Object read(Kryo kryo, Input input) {
        return slot.read(kryo, input);
      }
    };
  }

  private static Member member(PrimitiveWriter writer, @Nullable Body boxed) {
    Body body = java.util.Objects.requireNonNull(boxed);
    return new Member() {
      @Override
      public void write(Kryo kryo, Output output, Object owner) {
        writer.write(output, owner);
      }

      @Override
      public Object read(Kryo kryo, Input input) {
        return body.read(kryo, input);
      }
    };
  }

  /** Takes a primitive from its owner to the output. */
  interface PrimitiveWriter {
    void write(Output output, Object owner);
  }
}
