package io.cacheaside.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.CodecException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A position for maps: 0 for null, or the kind, the order if sorted, the size, the entries. */
final class MapSlot implements Slot {
  private final Place place;
  private final Class<?> declared;
  private final Slot key;
  private final Slot value;
  private final @Nullable Class<?> enumType;

  /** {@code enumType} is the type of the keys, or null if that is no enum. */
  MapSlot(Place place, Class<?> declared, Slot key, Slot value, @Nullable Class<?> enumType) {
    this.place = place;
    this.declared = declared;
    this.key = key;
    this.value = value;
    this.enumType = enumType;
  }

  @Override
  public void write(Kryo kryo, Output output, @Nullable Object map) {
    CanonicalOutput.mark(output, place);
    if (map == null) {
      output.writeByte(0);
      return;
    }
    MapKind kind = kindOf(map);
    output.writeByte(kind.number() + 1);
    if (kind.isSorted()) {
      output.writeByte(SortOrder.of(place, ((SortedMap<?, ?>) map).comparator()).number());
    }
    // the size of a live map may change between counting and writing
    writeEntries(
        kryo,
        output,
        map instanceof ConcurrentMap<?, ?> live && !kind.isSorted()
            ? new HashMap<>(live)
            : (Map<?, ?>) map,
        kind.isUnordered());
  }

  private void writeEntries(Kryo kryo, Output output, Map<?, ?> map, boolean unordered) {
    int size = map.size();
    output.writeVarInt(size, true);
    CanonicalOutput canonical = unordered && output instanceof CanonicalOutput c ? c : null;
    int[] starts = new int[canonical == null ? 0 : size + 1];
    int written = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (written < starts.length) {
        starts[written] = output.position();
      }
      key.write(kryo, output, entry.getKey());
      value.write(kryo, output, entry.getValue());
      written++;
    }
    if (written != size) {
      throw new CodecException(place + " changed while it was being encoded", null);
    }
    if (canonical != null) {
      starts[size] = output.position();
      canonical.sort(starts);
    }
  }

  private MapKind kindOf(Object map) {
    MapKind kind = MapKind.of(map.getClass());
    if (kind == MapKind.ENUM_MAP && enumType == null) {
      kind = MapKind.LINKED_MAP;
    }
    if (kind == null || !declared.isAssignableFrom(kind.type) || !declared.isInstance(map)) {
      throw new CodecException(CollectionSlot.unexpected(place, declared, map), null);
    }
    if (CollectionKind.isOfALibrary(map.getClass())) {
      PersistenceState.requireLoaded(place, map);
    }
    return kind;
  }

  @Override
  public @Nullable Object read(Kryo kryo, Input input) {
    int number = input.readByte();
    if (number == 0) {
      return null;
    }
    MapKind kind = MapKind.read(number - 1);
    if (!declared.isAssignableFrom(kind.type)) {
      throw new CodecException(place + " holds a " + kind + ", which does not fit", null);
    }
    SortOrder order = kind.isSorted() ? SortOrder.read(input.readByte()) : SortOrder.UNSPECIFIED;
    int size = SafeInput.readSize(input, 2);
    Map<Object, Object> entries = kind.start(size, order, enumType);
    for (int i = 0; i < size; i++) {
      put(entries, key.read(kryo, input), value.read(kryo, input));
    }
    if (entries.size() != size) {
      throw new CodecException(place + " holds the same key twice", null);
    }
    return kind.finish(entries);
  }

  @SuppressWarnings("NullAway") // which maps take null is theirs to say
  private void put(Map<Object, Object> entries, @Nullable Object key, @Nullable Object value) {
    try {
      entries.put(key, value);
    } catch (RuntimeException e) { // from the key's hashCode, equals or compareTo
      throw new CodecException(place + " does not take one of its keys back: " + Thrown.text(e), e);
    }
  }
}
