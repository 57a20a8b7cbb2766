package io.cacheaside.codec;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The collections of well-known libraries: they are written by their interface and read back as
 * that of the JDK. The libraries need not be there, so their classes are known by name. Classes of
 * others are not touched: they may hold more than their elements.
 */
final class LibraryCollections {
  private static final String KOTLIN = "kotlin.collections.";
  private static final String KOTLINX = "kotlinx.collections.immutable.";
  private static final String GUAVA = "com.google.common.collect.";
  private static final String HIBERNATE = "org.hibernate.collection.";

  /** Kotlin's that can be changed; its builders cannot, once they have built. */
  private static final Set<String> MUTABLE_OF_KOTLIN =
      Set.of(KOTLIN + "ReversedList", KOTLIN + "ArrayDeque");

  /** What says that a class is not what its interface of {@code java.util} says. */
  private static final Set<String> MORE =
      Set.of(
          GUAVA + "Multiset",
          GUAVA + "MapMakerInternalMap", // may compare keys by identity
          KOTLIN + "MapWithDefault");

  private LibraryCollections() {}

  /** Returns what a class that is none of the JDK is read back as, or null if it is not known. */
  static @Nullable CollectionKind collection(Class<?> type) {
    if (!isKnown(type) || Queue.class.isAssignableFrom(type)) {
      return null;
    }
    boolean isReadOnly = isReadOnly(type);
    if (List.class.isAssignableFrom(type)) {
      return isReadOnly ? CollectionKind.UNMODIFIABLE_LIST : CollectionKind.ARRAY_LIST;
    }
    if (SortedSet.class.isAssignableFrom(type)) {
      return isReadOnly ? CollectionKind.UNMODIFIABLE_SORTED_SET : CollectionKind.TREE_SET;
    }
    if (Set.class.isAssignableFrom(type)) {
      return isReadOnly ? CollectionKind.UNMODIFIABLE_SET : CollectionKind.LINKED_SET;
    }
    return isReadOnly ? CollectionKind.UNMODIFIABLE_COLLECTION : CollectionKind.ARRAY_LIST;
  }

  /** Returns the same for a map. */
  static @Nullable MapKind map(Class<?> type) {
    if (!isKnown(type)) {
      return null;
    }
    boolean isReadOnly = isReadOnly(type);
    if (SortedMap.class.isAssignableFrom(type)) {
      return isReadOnly ? MapKind.UNMODIFIABLE_SORTED_MAP : MapKind.TREE_MAP;
    }
    return isReadOnly ? MapKind.UNMODIFIABLE_MAP : MapKind.LINKED_MAP;
  }

  private static boolean isKnown(Class<?> type) {
    String name = type.getName();
    return (name.startsWith(KOTLIN)
            || name.startsWith(KOTLINX)
            || name.startsWith(GUAVA)
            || name.startsWith(HIBERNATE))
        && Supertypes.of(type).noneMatch(MORE::contains);
  }

  private static boolean isReadOnly(Class<?> type) {
    String name = type.getName();
    if (name.startsWith(GUAVA)) {
      return Supertypes.of(type)
          .anyMatch(
              each ->
                  each.equals(GUAVA + "ImmutableCollection")
                      || each.equals(GUAVA + "ImmutableMap"));
    }
    return !name.startsWith(HIBERNATE) && !MUTABLE_OF_KOTLIN.contains(name);
  }
}
