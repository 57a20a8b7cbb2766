package io.cacheaside.codec;

import io.cacheaside.spi.CodecException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a map is read back as. The ordinal stands in payloads, as in {@link CollectionKind}. */
enum MapKind {
  HASH_MAP(HashMap.class),
  LINKED_MAP(LinkedHashMap.class),
  CONCURRENT_MAP(ConcurrentHashMap.class),
  TREE_MAP(TreeMap.class),
  ENUM_MAP(EnumMap.class),
  MAP_OF(Map.class),
  UNMODIFIABLE_MAP(Map.class),
  UNMODIFIABLE_SORTED_MAP(NavigableMap.class);

  private static final MapKind[] KINDS = values();
  private static final ClassValue<KindOrNone> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected KindOrNone computeValue(Class<?> type) {
          return new KindOrNone(classify(type));
        }
      };

  private record KindOrNone(@Nullable MapKind kind) {}

  /** What is read is an instance of this. */
  final Class<?> type;

  MapKind(Class<?> type) {
    this.type = type;
  }

  /** Returns the kind for a class, or null if its instances cannot be written. */
  static @Nullable MapKind of(Class<?> type) {
    return BY_CLASS.get(type).kind();
  }

  /** Returns whether positions of the declared type can be filled. */
  static boolean fits(Class<?> declared) {
    return Arrays.stream(KINDS).anyMatch(kind -> declared.isAssignableFrom(kind.type));
  }

  /** Returns the number that stands for this in payloads. */
  @SuppressWarnings("EnumOrdinal") // the fingerprint's version stands for the order
  int number() {
    return ordinal();
  }

  static MapKind read(int number) {
    if (number < 0 || number >= KINDS.length) {
      throw new CodecException("there is no map kind " + number, null);
    }
    return KINDS[number];
  }

  boolean isSorted() {
    return this == TREE_MAP || this == UNMODIFIABLE_SORTED_MAP;
  }

  /** Returns whether the order of the entries is nobody's choice. */
  boolean isUnordered() {
    return this == HASH_MAP || this == CONCURRENT_MAP || this == MAP_OF;
  }

  private static @Nullable MapKind classify(Class<?> type) {
    if (CollectionKind.isOfALibrary(type)) {
      return LibraryCollections.map(type);
    }
    if (type == IdentityHashMap.class) {
      return null;
    }
    for (MapKind kind : KINDS) {
      if (kind.type == type && !type.isInterface()) {
        return kind;
      }
    }
    MapKind unmodifiable = classifyUnmodifiable(type.getName());
    if (unmodifiable != null || !type.getName().startsWith("java.util.")) {
      return unmodifiable;
    }
    return SortedMap.class.isAssignableFrom(type) ? TREE_MAP : LINKED_MAP;
  }

  private static @Nullable MapKind classifyUnmodifiable(String name) {
    return switch (name) {
      case "java.util.ImmutableCollections$Map1", "java.util.ImmutableCollections$MapN" -> MAP_OF;
      case "java.util.Collections$EmptyMap",
          "java.util.Collections$SingletonMap",
          "java.util.Collections$UnmodifiableMap",
          "java.util.Collections$UnmodifiableSequencedMap" ->
          UNMODIFIABLE_MAP;
      case "java.util.Collections$UnmodifiableSortedMap",
          "java.util.Collections$UnmodifiableNavigableMap",
          "java.util.Collections$UnmodifiableNavigableMap$EmptyNavigableMap" ->
          UNMODIFIABLE_SORTED_MAP;
      default -> null;
    };
  }

  /** Returns a map to put into, of which {@link #finish} makes what the kind stands for. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // enumType is an enum
  Map<Object, Object> start(int size, SortOrder order, @Nullable Class<?> enumType) {
    int capacity = CollectionKind.capacity(size);
    return switch (this) {
      case HASH_MAP, MAP_OF -> new HashMap<>(capacity);
      case CONCURRENT_MAP -> new ConcurrentHashMap<>(capacity);
      case TREE_MAP, UNMODIFIABLE_SORTED_MAP -> new TreeMap<>(order.comparator());
      case ENUM_MAP -> {
        if (enumType == null) {
          throw new CodecException("an EnumMap stands where no enum is declared", null);
        }
        yield (Map) new EnumMap(enumType);
      }
      default -> new LinkedHashMap<>(capacity);
    };
  }

  /** Makes what the kind stands for out of the collected entries. */
  Map<Object, Object> finish(Map<Object, Object> entries) {
    return switch (this) {
      case MAP_OF -> Map.copyOf(entries);
      case UNMODIFIABLE_MAP -> Collections.unmodifiableMap(entries);
      case UNMODIFIABLE_SORTED_MAP ->
          Collections.unmodifiableNavigableMap((NavigableMap<Object, Object>) entries);
      default -> entries;
    };
  }
}
