package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.objenesis.instantiator.ObjectInstantiator;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import io.cacheaside.spi.CodecException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of an object that is no record: its fields, those of superclasses first, by name within
 * each class. Fields are reached by method handles, which check types, never by Unsafe.
 */
final class ObjectForm extends Serializer<Object> {
  private final Class<?> type;
  private final ObjectInstantiator<?> instantiator;
  private Member[] members = {};
  private MethodHandle[] setters = {};

  ObjectForm(Class<?> type) {
    this.type = type;
    this.instantiator = instantiator(type);
  }

  private static ObjectInstantiator<?> instantiator(Class<?> type) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return () -> construct(constructor);
    } catch (NoSuchMethodException e) {
      return new StdInstantiatorStrategy().newInstantiatorOf(type);
    }
  }

  private static Object construct(Constructor<?> constructor) {
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      String name = constructor.getDeclaringClass().getName();
      throw new CodecException(
          "the constructor of " + name + " threw " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new CodecException("an instance cannot be made: " + e, e);
    }
  }

  /** Returns the ways to read a field, and makes it accessible. */
  static Getters getters(Field field) throws IllegalAccessException {
    field.setAccessible(true);
    return new Getters.OfHandle(MethodHandles.lookup().unreflectGetter(field));
  }

  /** Completes the form; separate, as an object may contain its like. */
  void complete(List<Field> fields, Member[] members) throws IllegalAccessException {
    MethodHandle[] handles = new MethodHandle[members.length];
    MethodType shape = MethodType.methodType(void.class, Object.class, Object.class);
    for (int i = 0; i < handles.length; i++) {
      handles[i] = MethodHandles.lookup().unreflectSetter(fields.get(i)).asType(shape);
    }
    this.members = members;
    this.setters = handles;
  }

  @Override
  public void write(Kryo kryo, Output output, Object value) {
    for (Member member : members) {
      member.write(kryo, output, value);
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> ignored) {
    Object value = instantiator.newInstance();
    for (int i = 0; i < setters.length; i++) {
      set(setters[i], value, members[i].read(kryo, input));
    }
    return value;
  }

  private void set(MethodHandle setter, Object owner, @Nullable Object value) {
    try {
      setter.invokeExact(owner, value);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new CodecException("a field of " + type.getName() + " cannot be set", e);
    }
  }
}
