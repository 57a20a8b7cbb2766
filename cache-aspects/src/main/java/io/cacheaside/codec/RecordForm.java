package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.CodecException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The form of a record: its components in their order, through accessors and the constructor. */
final class RecordForm extends Serializer<Object> {
  private final Class<?> type;
  private final MethodHandles.Lookup lookup;
  private final MethodHandle constructor;
  private Member[] members = {};

  RecordForm(Class<?> type) throws IllegalAccessException, NoSuchMethodException {
    super(false, true);
    this.type = type;
    this.lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    Class<?>[] components =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    this.constructor =
        lookup
            .findConstructor(type, MethodType.methodType(void.class, components))
            .asSpreader(Object[].class, components.length)
            .asType(MethodType.methodType(Object.class, Object[].class));
  }

  /** Returns the ways to read a component. */
  Getters getters(RecordComponent component) throws IllegalAccessException, NoSuchMethodException {
    MethodType shape = MethodType.methodType(component.getType());
    MethodHandle accessor = lookup.findVirtual(type, component.getAccessor().getName(), shape);
    return lookup.hasFullPrivilegeAccess() // not if a class loader of its own loaded the record
        ? new Getters.OfMethod(lookup, accessor)
        : new Getters.OfHandle(accessor);
  }

  /** Completes the form; separate, as a record may contain itself. */
  void complete(Member[] members) {
    this.members = members;
  }

  @Override
  public void write(Kryo kryo, Output output, Object value) {
    for (Member member : members) {
      member.write(kryo, output, value);
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> ignored) {
    @Nullable Object[] values = new @Nullable Object[members.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = members[i].read(kryo, input);
    }
    try {
      return (Object) constructor.invokeExact(values);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new CodecException("the constructor of " + type.getName() + " threw " + e, e);
    }
  }
}
