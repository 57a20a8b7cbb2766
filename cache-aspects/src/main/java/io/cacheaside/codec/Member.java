package io.cacheaside.codec;

import static java.util.Objects.requireNonNull;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
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

  /**
   * Returns a handle that does the same, takes Kryo and the input, and returns what is primitive
   * without a box.
   */
  MethodHandle reader();

  /** Returns the member of a primitive type, which is written without room for null. */
  static Member primitive(Class<?> type, Place place, Getters getters) {
    return new Primitive(
        place,
        writer(type, getters),
        requireNonNull(Leaves.of(boxOf(type))),
        PrimitiveReaders.of(type));
  }

  /** Returns the class that boxes a primitive type. */
  static Class<?> boxOf(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  private static PrimitiveWriter writer(Class<?> type, Getters getters) {
    if (type == int.class) {
      ToIntFunction<Object> get = getters.ints();
      return (o, owner) -> o.writeVarInt(get.applyAsInt(owner), false);
    }
    if (type == long.class) {
      ToLongFunction<Object> get = getters.longs();
      return (o, owner) -> o.writeVarLong(get.applyAsLong(owner), false);
    }
    if (type == double.class) {
      ToDoubleFunction<Object> get = getters.doubles();
      return (o, owner) -> o.writeDouble(get.applyAsDouble(owner));
    }
    if (type == boolean.class) {
      Predicate<Object> get = getters.booleans();
      return (o, owner) -> o.writeBoolean(get.test(owner));
    }
    Function<Object, Object> get = getters.objects();
    if (type == float.class) {
      return (o, owner) -> o.writeFloat((Float) get.apply(owner));
    }
    if (type == short.class) {
      return (o, owner) -> o.writeShort((Short) get.apply(owner));
    }
    if (type == byte.class) {
      return (o, owner) -> o.writeByte((Byte) get.apply(owner));
    }
    return (o, owner) -> o.writeChar((Character) get.apply(owner));
  }

  /** Returns the member of any other type. */
  static Member reference(Slot slot, Getters getters) {
    return new Reference(slot, getters.objects());
  }

  /** A member of a primitive type. */
  record Primitive(Place place, PrimitiveWriter writer, ValueBody boxed, MethodHandle reader)
      implements Member {
    @Override
    public void write(Kryo kryo, Output output, Object owner) {
      CanonicalOutput.mark(output, place);
      writer.write(output, owner);
    }

    @Override
    public Object read(Kryo kryo, Input input) {
      return boxed.read(kryo, input);
    }
  }

  /** A member of any other type. */
  record Reference(Slot slot, Function<Object, Object> get) implements Member {
    @Override
    public void write(Kryo kryo, Output output, Object owner) {
      slot.write(kryo, output, get.apply(owner));
    }

    @Override
    public @Nullable Object read(Kryo kryo, Input input) {
      return slot.read(kryo, input);
    }

    @Override
    public MethodHandle reader() {
      return Slot.READ.bindTo(slot);
    }
  }

  /** Takes a primitive from its owner to the output. */
  interface PrimitiveWriter {
    void write(Output output, Object owner);
  }
}
