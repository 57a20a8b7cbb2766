package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import io.cacheaside.spi.CodecException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Makes method handles from which records come. */
final class RecordReaders {
  /**
   * A wider record takes too much stack until it is compiled, and then is too large to become one
   * piece of code.
   */
  static final int MOST_COMPONENTS = 32;

  private static final MethodType READER =
      MethodType.methodType(Object.class, Kryo.class, Input.class);
  private static final MethodHandle CONSTRUCTOR_THREW =
      own(
          "throwInstead",
          MethodType.methodType(Object.class, Place.class, Class.class, Throwable.class));

  private RecordReaders() {}

  private static MethodHandle own(String name, MethodType type) {
    try {
      return MethodHandles.lookup().findStatic(RecordReaders.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns a handle that takes Kryo and the input. In it each component's reader is called by the
   * one before it, and the constructor by the last. All of them are constants to the compiler,
   * which makes one piece of code of the whole, without boxes or an array. Until it does, each
   * component takes two frames of the stack.
   */
  static MethodHandle inOneGo(
      Place place, Class<?> type, MethodHandle constructor, Member[] members) {
    MethodHandle reader =
        MethodHandles.dropArguments(
            guarded(place, type, constructor), members.length, READER.parameterList());
    for (int i = members.length - 1; i >= 0; i--) {
      Class<?> component = constructor.type().parameterType(i);
      MethodHandle part = members[i].reader().asType(READER.changeReturnType(component));
      reader = MethodHandles.foldArguments(reader, i, part);
    }
    return reader.asType(READER);
  }

  /** Returns a handle that takes an array of all components. */
  static MethodHandle fromArray(Place place, Class<?> type, MethodHandle constructor) {
    MethodHandle spread =
        constructor.asSpreader(Object[].class, constructor.type().parameterCount());
    return guarded(place, type, spread).asType(MethodType.methodType(Object.class, Object[].class));
  }

  private static MethodHandle guarded(Place place, Class<?> type, MethodHandle constructor) {
    MethodHandle handler =
        MethodHandles.insertArguments(CONSTRUCTOR_THREW, 0, place, type)
            .asType(MethodType.methodType(type, Throwable.class));
    return MethodHandles.catchException(constructor, Throwable.class, handler);
  }

  @SuppressWarnings("UnusedMethod") // through its handle
  private static Object throwInstead(Place place, Class<?> type, Throwable e) {
    if (e instanceof VirtualMachineError fatal) {
      throw fatal;
    }
    throw constructorThrew(place, type, e);
  }

  /** Returns what is thrown in place of what a constructor threw. */
  static CodecException constructorThrew(Place place, Class<?> type, Throwable e) {
    return new CodecException(
        "%s cannot be read: the constructor of %s threw %s"
            .formatted(place, type.getName(), Thrown.text(e)),
        e);
  }
}
