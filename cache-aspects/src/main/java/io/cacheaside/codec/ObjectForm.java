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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of an object that is no record: its fields, those of superclasses first, by name within
 * each class. Fields are reached by method handles, which check types, never by Unsafe.
 */
final class ObjectForm extends Serializer<Object> {
  private final ObjectInstantiator<?> instantiator;
  private Member[] members = {};
  private FieldReader[] readers = {};

  /** Asks an object which interceptor Hibernate has put into it; null if it cannot have one. */
  private final @Nullable MethodHandle interceptorOf;

  private final Place place;

  ObjectForm(Class<?> type, Place place) throws IllegalAccessException {
    this.instantiator = instantiator(type, place);
    this.interceptorOf = PersistenceState.interceptorOf(type);
    this.place = place;
  }

  private static ObjectInstantiator<?> instantiator(Class<?> type, Place place)
      throws IllegalAccessException {
    Constructor<?> constructor;
    try {
      constructor = type.getDeclaredConstructor();
    } catch (NoSuchMethodException e) {
      return new StdInstantiatorStrategy().newInstantiatorOf(type);
    }
    constructor.setAccessible(true);
    MethodHandle handle =
        MethodHandles.lookup()
            .unreflectConstructor(constructor)
            .asType(MethodType.methodType(Object.class));
    return () -> construct(handle, type, place);
  }

  private static Object construct(MethodHandle constructor, Class<?> type, Place place) {
    try {
      return (Object) constructor.invokeExact();
    } catch (Throwable e) {
      if (e instanceof VirtualMachineError fatal) {
        throw fatal;
      }
      throw RecordReaders.constructorThrew(place, type, e);
    }
  }

  /** Returns the ways to read a field, and makes it accessible. */
  static Getters getters(Field field) throws IllegalAccessException {
    field.setAccessible(true);
    return new Getters(MethodHandles.lookup().unreflectGetter(field));
  }

  /** Completes the form; separate, as an object may contain its like. */
  void complete(List<Field> fields, Member[] members) throws IllegalAccessException {
    FieldReader[] readers = new FieldReader[members.length];
    for (int i = 0; i < readers.length; i++) {
      MethodHandle setter = MethodHandles.lookup().unreflectSetter(fields.get(i));
      readers[i] = FieldReader.of(setter, members[i]);
    }
    this.members = members;
    this.readers = readers;
  }

  @Override
  public void write(Kryo kryo, Output output, Object value) {
    if (interceptorOf != null) {
      PersistenceState.requireAttributes(place, interceptorOf, value);
    }
    for (Member member : members) {
      member.write(kryo, output, value);
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> ignored) {
    Object value = instantiator.newInstance();
    try {
      for (FieldReader reader : readers) {
        reader.read(kryo, input, value);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) { // which nothing in there throws
      throw new CodecException("a field cannot be set", e);
    }
    return value;
  }
}
