package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** Sets a field to the value that it reads; what is primitive is not boxed. */
interface FieldReader {
  /** Throws what reading throws, and nothing checked: the handle is that of a field. */
  void read(Kryo kryo, Input input, Object owner) throws Throwable;

  /**
   * Returns the reader of a field.
   *
   * @param setter takes the owner and the value
   */
  // The bodies are blocks, for an expression would make the calls ones that return an object.
  static FieldReader of(MethodHandle setter, Member member) {
    Class<?> type = setter.type().parameterType(1);
    if (!type.isPrimitive()) {
      MethodHandle set = setter.asType(shape(Object.class));
      return (kryo, input, owner) -> {
        set.invokeExact(owner, member.read(kryo, input));
      };
    }
    MethodHandle set = setter.asType(shape(type));
    return switch (type.getName()) {
      case "int" ->
          (kryo, input, owner) -> {
            set.invokeExact(owner, input.readVarInt(false));
          };
      case "long" ->
          (kryo, input, owner) -> {
            set.invokeExact(owner, input.readVarLong(false));
          };
      case "double" ->
          (kryo, input, owner) -> {
            set.invokeExact(owner, input.readDouble());
          };
      case "boolean" ->
          (kryo, input, owner) -> {
            set.invokeExact(owner, input.readBoolean());
          };
      case "float" ->
          (kryo, input, owner) -> {
            set.invokeExact(owner, input.readFloat());
          };
      case "short" ->
          (kryo, input, owner) -> {
            set.invokeExact(owner, input.readShort());
          };
      case "byte" ->
          (kryo, input, owner) -> {
            set.invokeExact(owner, input.readByte());
          };
      default ->
          (kryo, input, owner) -> {
            set.invokeExact(owner, input.readChar());
          };
    };
  }

  private static MethodType shape(Class<?> value) {
    return MethodType.methodType(void.class, Object.class, value);
  }
}
