package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.CodecException;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A position at which values of several classes may stand: 0 for null, or the class's number and
 * the value. A class's number is its rank by name among the classes of the position, so it depends
 * on nothing that happened before, two classes never share one, and the fingerprint, which covers
 * the list, changes with it.
 */
final class ChoiceSlot implements Slot {
  private final Place place;
  private final Class<?> declared;
  private final ValueBody[] bodies;
  private final IdentityHashMap<Class<?>, Integer> numbers = new IdentityHashMap<>();

  /** Those that objects of many classes stand for. */
  private final List<Class<?>> containers;

  /** {@code classes} are sorted by name. */
  ChoiceSlot(Place place, Class<?> declared, List<Class<?>> classes, List<ValueBody> bodies) {
    this.place = place;
    this.declared = declared;
    this.bodies = bodies.toArray(new ValueBody[0]);
    for (Class<?> type : classes) {
      numbers.put(type, numbers.size());
    }
    this.containers = classes.stream().filter(TypePlanner::isContainer).toList();
  }

  @Override
  public void write(Kryo kryo, Output output, @Nullable Object value) {
    CanonicalOutput.mark(output, place);
    if (value == null) {
      output.writeVarInt(0, true);
      return;
    }
    Integer number = numbers.get(ValueBody.classOf(value));
    if (number == null) {
      number = numberOfContainer(value);
    }
    if (number == null) {
      throw new CodecException(Refusals.unexpected(place, declared, value), null);
    }
    output.writeVarInt(number + 1, true);
    bodies[number].write(kryo, output, value);
  }

  private @Nullable Integer numberOfContainer(Object value) {
    for (Class<?> container : containers) {
      if (container.isInstance(value)) {
        return numbers.get(container);
      }
    }
    return null;
  }

  @Override
  public @Nullable Object read(Kryo kryo, Input input) {
    int number = input.readVarInt(true);
    if (number < 0 || number > bodies.length) {
      throw new CodecException(
          "%s has class number %,d, but only %,d classes are known there"
              .formatted(place, number, bodies.length),
          null);
    }
    return number == 0 ? null : bodies[number - 1].read(kryo, input);
  }
}
