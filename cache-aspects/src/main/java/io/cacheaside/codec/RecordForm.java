package io.cacheaside.codec;

import static java.util.Objects.requireNonNull;

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

/**
 * The form of a record: its components in their order, from its fields and through its constructor.
 */
final class RecordForm extends Serializer<Object> {
  private final Class<?> type;
  private final Place place;
  private final MethodHandles.Lookup lookup;
  private Member[] members = {};

  /** Reads all components and makes the record, or null if that is done by {@link #maker}. */
  private @Nullable MethodHandle reader;

  /** Makes the record of an array of components. */
  private @Nullable MethodHandle maker;

  RecordForm(Class<?> type, Place place) throws IllegalAccessException {
    super(false, true);
    this.type = type;
    this.place = place;
    this.lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  /**
   * Returns the ways to read a component: by its field, as an accessor may mask it, copy it, or
   * throw.
   */
  Getters getters(RecordComponent component) throws IllegalAccessException, NoSuchFieldException {
    return new Getters(lookup.findGetter(type, component.getName(), component.getType()));
  }

  /**
   * Completes the form; separate, as a record may contain itself.
   *
   * @param nestsDeep whether the record may lie within itself, as deep as one likes
   */
  void complete(Member[] members, boolean nestsDeep)
      throws IllegalAccessException, NoSuchMethodException {
    Class<?>[] components =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    MethodHandle constructor =
        lookup.findConstructor(type, MethodType.methodType(void.class, components));
    this.members = members;
    if (nestsDeep || members.length > RecordReaders.MOST_COMPONENTS) {
      this.maker = RecordReaders.fromArray(place, type, constructor);
    } else {
      this.reader = RecordReaders.inOneGo(place, type, constructor, members);
    }
  }

  @Override
  public void write(Kryo kryo, Output output, Object value) {
    for (Member member : members) {
      member.write(kryo, output, value);
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<?> ignored) {
    MethodHandle whole = reader;
    try {
      return whole == null
          ? (Object) requireNonNull(maker).invokeExact(components(kryo, input))
          : (Object) whole.invokeExact(kryo, input);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) { // which no reader throws
      throw new CodecException(type.getName() + " cannot be read", e);
    }
  }

  private @Nullable Object[] components(Kryo kryo, Input input) {
    @Nullable Object[] values = new @Nullable Object[members.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = members[i].read(kryo, input);
    }
    return values;
  }
}
