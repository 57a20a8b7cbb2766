package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Lists;
import com.google.common.collect.MapMaker;
import com.google.common.collect.Sets;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import kotlin.collections.CollectionsKt;
import kotlin.collections.MapsKt;
import kotlin.collections.SetsKt;
import org.hibernate.collection.spi.PersistentBag;
import org.hibernate.collection.spi.PersistentList;
import org.hibernate.collection.spi.PersistentMap;
import org.hibernate.collection.spi.PersistentSet;
import org.hibernate.collection.spi.PersistentSortedMap;
import org.hibernate.collection.spi.PersistentSortedSet;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The collections of libraries come back as those of the JDK that stand for their interfaces. */
final class LibraryCollectionsTest {
  private static final Type LIST = new Declared<List<String>>() {}.type();
  private static final Type SET = new Declared<Set<String>>() {}.type();
  private static final Type SORTED_SET = new Declared<SortedSet<String>>() {}.type();
  private static final Type COLLECTION = new Declared<Collection<String>>() {}.type();
  private static final Type MAP = new Declared<Map<String, Integer>>() {}.type();
  private static final Type SORTED_MAP = new Declared<SortedMap<String, Integer>>() {}.type();

  private static final Class<?> READ_ONLY_LIST =
      Collections.unmodifiableList(new ArrayList<>()).getClass();
  private static final Class<?> READ_ONLY_SET =
      Collections.unmodifiableSet(new HashSet<>()).getClass();
  private static final Class<?> READ_ONLY_SORTED_SET =
      Collections.unmodifiableNavigableSet(new TreeSet<>()).getClass();
  private static final Class<?> READ_ONLY_MAP =
      Collections.unmodifiableMap(new HashMap<>()).getClass();
  private static final Class<?> READ_ONLY_SORTED_MAP =
      Collections.unmodifiableNavigableMap(new TreeMap<>()).getClass();

  private static final @Nullable SharedSessionContractImplementor NO_SESSION = null;

  private record Found(Type type, Object value, Object equal, Class<?> comesBackAs) {
    @Override
    public String toString() {
      return value.getClass().getName();
    }
  }

  static Stream<Found> kotlin() {
    List<String> built = CollectionsKt.createListBuilder();
    built.addAll(List.of("a", "b", "c"));
    CollectionsKt.build(built);
    Set<String> set = SetsKt.build(SetsKt.createSetBuilder());
    Map<String, Integer> map = MapsKt.createMapBuilder();
    map.put("a", 1);
    MapsKt.build(map);
    kotlin.collections.ArrayDeque<String> deque = new kotlin.collections.ArrayDeque<>(List.of("a"));
    return Stream.of(
        new Found(LIST, CollectionsKt.emptyList(), List.of(), READ_ONLY_LIST),
        new Found(LIST, built, List.of("a", "b", "c"), READ_ONLY_LIST),
        new Found(LIST, built.subList(1, 3), List.of("b", "c"), READ_ONLY_LIST),
        new Found(
            LIST, CollectionsKt.asReversed(List.of("a", "b")), List.of("b", "a"), READ_ONLY_LIST),
        new Found(
            LIST,
            CollectionsKt.asReversedMutable(new ArrayList<>(List.of("a", "b"))),
            List.of("b", "a"),
            ArrayList.class),
        new Found(LIST, deque, List.of("a"), ArrayList.class),
        new Found(SET, SetsKt.emptySet(), Set.of(), READ_ONLY_SET),
        new Found(SET, set, Set.of(), READ_ONLY_SET),
        new Found(SET, map.keySet(), Set.of("a"), READ_ONLY_SET),
        new Found(MAP, MapsKt.emptyMap(), Map.of(), READ_ONLY_MAP),
        new Found(MAP, map, Map.of("a", 1), READ_ONLY_MAP));
  }

  static Stream<Found> guava() {
    return Stream.of(
        new Found(LIST, ImmutableList.of(), List.of(), READ_ONLY_LIST),
        new Found(LIST, ImmutableList.of("a"), List.of("a"), READ_ONLY_LIST),
        new Found(LIST, ImmutableList.of("a", "b").reverse(), List.of("b", "a"), READ_ONLY_LIST),
        new Found(LIST, ImmutableSet.of("b", "a").asList(), List.of("b", "a"), READ_ONLY_LIST),
        new Found(COLLECTION, ImmutableList.of("a", "b"), List.of("a", "b"), READ_ONLY_LIST),
        new Found(LIST, Lists.reverse(Arrays.asList("a", "b")), List.of("b", "a"), ArrayList.class),
        new Found(SET, ImmutableSet.of(), Set.of(), READ_ONLY_SET),
        new Found(SET, ImmutableSet.of("a"), Set.of("a"), READ_ONLY_SET),
        new Found(SET, ImmutableSet.of("b", "a"), Set.of("a", "b"), READ_ONLY_SET),
        new Found(SET, Sets.union(Set.of("a"), Set.of("b")), Set.of("a", "b"), LinkedHashSet.class),
        new Found(
            SORTED_SET, ImmutableSortedSet.of("b", "a"), Set.of("a", "b"), READ_ONLY_SORTED_SET),
        new Found(
            SORTED_SET,
            ImmutableSortedSet.<String>reverseOrder().add("a", "b").build(),
            Set.of("a", "b"),
            READ_ONLY_SORTED_SET),
        new Found(MAP, ImmutableMap.of(), Map.of(), READ_ONLY_MAP),
        new Found(MAP, ImmutableMap.of("b", 2, "a", 1), Map.of("a", 1, "b", 2), READ_ONLY_MAP),
        new Found(SORTED_MAP, ImmutableSortedMap.of("b", 2), Map.of("b", 2), READ_ONLY_SORTED_MAP));
  }

  static Stream<Found> hibernate() {
    return Stream.of(
        new Found(
            LIST,
            new PersistentBag<>(NO_SESSION, new ArrayList<>(List.of("a"))),
            List.of("a"),
            ArrayList.class),
        new Found(
            COLLECTION,
            new PersistentBag<>(NO_SESSION, new ArrayList<>()),
            List.of(),
            ArrayList.class),
        new Found(
            LIST,
            new PersistentList<>(NO_SESSION, new ArrayList<>(List.of("a"))),
            List.of("a"),
            ArrayList.class),
        new Found(
            SET,
            new PersistentSet<>(NO_SESSION, new HashSet<>(Set.of("a"))),
            Set.of("a"),
            LinkedHashSet.class),
        new Found(
            SORTED_SET,
            new PersistentSortedSet<>(NO_SESSION, new TreeSet<>(Set.of("a", "b"))),
            Set.of("a", "b"),
            TreeSet.class),
        new Found(
            MAP,
            new PersistentMap<>(NO_SESSION, new HashMap<>(Map.of("a", 1))),
            Map.of("a", 1),
            LinkedHashMap.class),
        new Found(
            SORTED_MAP,
            new PersistentSortedMap<String, Integer>(NO_SESSION, new TreeMap<>(Map.of("a", 1))),
            Map.of("a", 1),
            TreeMap.class));
  }

  @ParameterizedTest
  @MethodSource({"kotlin", "guava", "hibernate"})
  void collection_ofALibrary_comesBackAsThatOfItsInterface(Found found) {
    Codec.TypeCodec codec = Declared.codec(found.type());
    Object decoded = Declared.decode(codec, codec.encodeAndVerify(found.value(), 0));
    assertThat(decoded.getClass()).isEqualTo(found.comesBackAs());
    assertThat(decoded).isEqualTo(found.equal());
    if (decoded instanceof SortedSet<?> sorted) {
      assertThat(List.copyOf(sorted)).isEqualTo(List.copyOf((Collection<?>) found.value()));
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(COLLECTION, HashMultiset.create(List.of("a"))),
        arguments(MAP, new MapMaker().weakKeys().makeMap()),
        arguments(MAP, MapsKt.withDefault(Map.of("a", 1), key -> 0)));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void collection_thatIsMoreThanItsInterface_isRefused(Type type, Object value) {
    Codec.TypeCodec codec = Declared.codec(type);
    assertThatThrownBy(() -> codec.encode(value, 0))
        .isInstanceOf(CodecException.class)
        .hasMessageEndingWith(
            "the value holds %s, which cannot be read back as the declared %s; copy it to a usual"
                + " collection of java.util",
            value.getClass().getName(), type == MAP ? "java.util.Map" : "java.util.Collection");
  }
}
