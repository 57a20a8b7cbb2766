package io.cacheaside.codec;

import io.cacheaside.spi.CodecException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a collection is read back as. The ordinal stands in payloads (order changes need a new
 * {@link Fingerprint#VERSION}).
 */
enum CollectionKind {
  ARRAY_LIST(ArrayList.class),
  LINKED_LIST(LinkedList.class),
  COPY_ON_WRITE_LIST(CopyOnWriteArrayList.class),
  FIXED_LIST(List.class),
  LIST_OF(List.class),
  UNMODIFIABLE_LIST(List.class),
  UNMODIFIABLE_COLLECTION(Collection.class),
  HASH_SET(HashSet.class),
  LINKED_SET(LinkedHashSet.class),
  CONCURRENT_SET(Set.class),
  SET_OF(Set.class),
  UNMODIFIABLE_SET(Set.class),
  ENUM_SET(EnumSet.class),
  TREE_SET(TreeSet.class),
  UNMODIFIABLE_SORTED_SET(NavigableSet.class),
  ARRAY_DEQUE(ArrayDeque.class);

  private static final CollectionKind[] KINDS = values();
  private static final ClassValue<KindOrNone> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected KindOrNone computeValue(Class<?> type) {
          return new KindOrNone(classify(type));
        }
      };

  private record KindOrNone(@Nullable CollectionKind kind) {}

  /** What is read is an instance of this. */
  final Class<?> type;

  CollectionKind(Class<?> type) {
    this.type = type;
  }

  /** Returns the kind for a class, or null if its instances cannot be written. */
  static @Nullable CollectionKind of(Class<?> type) {
    return type == ArrayList.class ? ARRAY_LIST : BY_CLASS.get(type).kind();
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

  static CollectionKind read(int number) {
    if (number < 0 || number >= KINDS.length) {
      throw new CodecException("there is no collection kind " + number, null);
    }
    return KINDS[number];
  }

  boolean isSorted() {
    return this == TREE_SET || this == UNMODIFIABLE_SORTED_SET;
  }

  /** Returns whether the order of the elements is nobody's choice. */
  boolean isUnordered() {
    return this == HASH_SET || this == CONCURRENT_SET || this == SET_OF;
  }

  /** Returns whether a class is none of the JDK's. */
  static boolean isOfALibrary(Class<?> type) {
    return type.getClassLoader() != null;
  }

  private static @Nullable CollectionKind classify(Class<?> type) {
    if (isOfALibrary(type)) {
      return LibraryCollections.collection(type);
    }
    for (CollectionKind kind : KINDS) {
      if (kind.type == type && !type.isInterface()) {
        return kind;
      }
    }
    CollectionKind unmodifiable = classifyUnmodifiable(type.getName());
    return unmodifiable != null ? unmodifiable : classifyOther(type);
  }

  private static @Nullable CollectionKind classifyUnmodifiable(String name) {
    return switch (name) {
      case "java.util.ImmutableCollections$List12",
          "java.util.ImmutableCollections$ListN",
          "java.util.ImmutableCollections$SubList" ->
          LIST_OF;
      case "java.util.ImmutableCollections$Set12", "java.util.ImmutableCollections$SetN" -> SET_OF;
      case "java.util.Collections$EmptyList",
          "java.util.Collections$SingletonList",
          "java.util.Collections$CopiesList",
          "java.util.Collections$UnmodifiableList",
          "java.util.Collections$UnmodifiableRandomAccessList" ->
          UNMODIFIABLE_LIST;
      case "java.util.Collections$UnmodifiableCollection",
          "java.util.Collections$UnmodifiableSequencedCollection" ->
          UNMODIFIABLE_COLLECTION;
      case "java.util.Collections$EmptySet",
          "java.util.Collections$SingletonSet",
          "java.util.Collections$UnmodifiableSet",
          "java.util.Collections$UnmodifiableSequencedSet" ->
          UNMODIFIABLE_SET;
      case "java.util.Collections$UnmodifiableSortedSet",
          "java.util.Collections$UnmodifiableNavigableSet",
          "java.util.Collections$UnmodifiableNavigableSet$EmptyNavigableSet" ->
          UNMODIFIABLE_SORTED_SET;
      case "java.util.Arrays$ArrayList" -> FIXED_LIST;
      case "java.util.concurrent.ConcurrentHashMap$KeySetView" -> CONCURRENT_SET;
      default -> null;
    };
  }

  /** Views, wrappers and rarer classes become the plain collection that is equal to them. */
  private static @Nullable CollectionKind classifyOther(Class<?> type) {
    if (!type.getName().startsWith("java.util.") || Queue.class.isAssignableFrom(type)) {
      return null;
    }
    if (EnumSet.class.isAssignableFrom(type)) {
      return ENUM_SET;
    }
    if (SortedSet.class.isAssignableFrom(type)) {
      return TREE_SET;
    }
    return Set.class.isAssignableFrom(type) ? LINKED_SET : ARRAY_LIST;
  }

  /** Returns a collection to add to, of which {@link #finish} makes what the kind stands for. */
  @SuppressWarnings("JdkObsolete") // whoever caches a LinkedList gets one back
  Collection<Object> start(int size, SortOrder order, @Nullable Class<?> enumType) {
    return switch (this) {
      case LINKED_LIST -> new LinkedList<>();
      case HASH_SET -> new HashSet<>(capacity(size));
      case LINKED_SET, UNMODIFIABLE_SET -> new LinkedHashSet<>(capacity(size));
      case CONCURRENT_SET -> ConcurrentHashMap.newKeySet(capacity(size));
      case TREE_SET, UNMODIFIABLE_SORTED_SET -> new TreeSet<>(order.comparator());
      case ENUM_SET -> {
        if (enumType == null) {
          throw new CodecException("an EnumSet stands where no enum is declared", null);
        }
        yield emptyEnumSet(enumType);
      }
      case ARRAY_DEQUE -> new ArrayDeque<>(capacity(size));
      default -> new ArrayList<>(capacity(size));
    };
  }

  /** A start for so many elements that does not yet cost their memory: they may never come. */
  static int capacity(int size) {
    return Math.min(size, 512) + (Math.min(size, 512) >> 1);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the caller knows an enum
  private static Collection<Object> emptyEnumSet(Class<?> enumType) {
    return (Collection) EnumSet.noneOf((Class) enumType);
  }

  /** Makes what the kind stands for out of the collected elements. */
  Collection<Object> finish(Collection<Object> elements) {
    return switch (this) {
      case COPY_ON_WRITE_LIST -> new CopyOnWriteArrayList<>(elements);
      case FIXED_LIST -> Arrays.asList(elements.toArray());
      case LIST_OF -> // that of Stream.toList() may hold null
          elements.contains(null)
              ? Collections.unmodifiableList((List<Object>) elements)
              : List.copyOf(elements);
      case UNMODIFIABLE_LIST -> Collections.unmodifiableList((List<Object>) elements);
      case UNMODIFIABLE_COLLECTION -> Collections.unmodifiableCollection(elements);
      case SET_OF -> Set.of(elements.toArray());
      case UNMODIFIABLE_SET -> Collections.unmodifiableSet((Set<Object>) elements);
      case UNMODIFIABLE_SORTED_SET ->
          Collections.unmodifiableNavigableSet((NavigableSet<Object>) elements);
      default -> elements;
    };
  }
}
