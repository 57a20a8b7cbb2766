package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.CodecException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A position for collections: 0 for null, or the kind, the order if sorted, the size, the elements.
 */
final class CollectionSlot implements Slot {
  private final Place place;
  private final Class<?> declared;
  private final Slot element;
  private final @Nullable Class<?> enumType;

  /** {@code enumType} is the type of the elements, or null if that is no enum. */
  CollectionSlot(Place place, Class<?> declared, Slot element, @Nullable Class<?> enumType) {
    this.place = place;
    this.declared = declared;
    this.element = element;
    this.enumType = enumType;
  }

  @Override
  public void write(Kryo kryo, Output output, @Nullable Object value) {
    CanonicalOutput.mark(output, place);
    if (value == null) {
      output.writeByte(0);
      return;
    }
    CollectionKind kind = kindOf(value);
    output.writeByte(kind.number() + 1);
    if (kind.isSorted()) {
      output.writeByte(SortOrder.of(place, ((SortedSet<?>) value).comparator()).number());
    }
    if (kind == CollectionKind.ARRAY_LIST && value instanceof ArrayList<?> list) {
      writeList(kryo, output, list);
      return;
    }
    Object[] elements = ((Collection<?>) value).toArray(); // the size of a live one may change
    output.writeVarInt(elements.length, true);
    if (kind.isUnordered() && output instanceof CanonicalOutput canonical) {
      writeSorted(kryo, canonical, elements);
      return;
    }
    for (Object e : elements) {
      element.write(kryo, output, e);
    }
  }

  private void writeSorted(Kryo kryo, CanonicalOutput output, Object[] elements) {
    int[] starts = new int[elements.length + 1];
    for (int i = 0; i < elements.length; i++) {
      starts[i] = output.position();
      element.write(kryo, output, elements[i]);
    }
    starts[elements.length] = output.position();
    output.sort(starts);
  }

  private void writeList(Kryo kryo, Output output, List<?> list) {
    int size = list.size();
    output.writeVarInt(size, true);
    for (int i = 0; i < size; i++) {
      element.write(kryo, output, list.get(i));
    }
    if (list.size() != size) {
      throw new CodecException(place + " changed while it was being encoded", null);
    }
  }

  private CollectionKind kindOf(Object value) {
    CollectionKind kind = CollectionKind.of(value.getClass());
    if (kind == CollectionKind.ENUM_SET && enumType == null) {
      kind = CollectionKind.LINKED_SET;
    }
    if (kind == null || !declared.isAssignableFrom(kind.type) || !declared.isInstance(value)) {
      throw new CodecException(unexpected(place, declared, value), null);
    }
    if (CollectionKind.isOfALibrary(value.getClass())) {
      PersistenceState.requireLoaded(place, value);
    }
    return kind;
  }

  /** Returns the message for a collection or map that has no kind. */
  static String unexpected(Place place, Class<?> declared, Object value) {
    String found = value.getClass().getTypeName();
    return ("%s holds %s, which cannot be read back as the declared %s; copy it to a usual collection"
            + " of java.util")
        .formatted(place, found, declared.getTypeName());
  }

  @Override
  public @Nullable Object read(Kryo kryo, Input input) {
    int number = input.readByte();
    if (number == 0) {
      return null;
    }
    CollectionKind kind = CollectionKind.read(number - 1);
    if (!declared.isAssignableFrom(kind.type)) {
      throw new CodecException(place + " holds a " + kind + ", which does not fit", null);
    }
    SortOrder order = kind.isSorted() ? SortOrder.read(input.readByte()) : SortOrder.UNSPECIFIED;
    int size = SafeInput.readSize(input, 1);
    Collection<Object> elements = kind.start(size, order, enumType);
    for (int i = 0; i < size; i++) {
      add(elements, element.read(kryo, input));
    }
    if (elements.size() != size) {
      throw new CodecException(place + " holds the same element twice", null);
    }
    try {
      return kind.finish(elements);
    } catch (IllegalArgumentException e) { // from Set.of, with the element in its message
      throw new CodecException(place + " holds the same element twice", e);
    }
  }

  @SuppressWarnings("NullAway") // which collections take null is theirs to say
  private void add(Collection<Object> elements, @Nullable Object element) {
    try {
      elements.add(element);
    } catch (RuntimeException e) { // from its hashCode, equals or compareTo
      throw new CodecException(
          place + " does not take one of its elements back: " + Thrown.text(e), e);
    }
  }
}
