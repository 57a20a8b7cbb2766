package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.codec.Shop.Status;
import io.cacheaside.spi.Codec;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({"JdkObsolete", "NonApiType"})
final class CollectionsTest {
  private static final Type LIST = new Declared<List<String>>() {}.type();
  private static final Type SET = new Declared<Set<String>>() {}.type();
  private static final Type COLLECTION = new Declared<Collection<String>>() {}.type();
  private static final Type MAP = new Declared<Map<String, Integer>>() {}.type();

  static Stream<Arguments> sameClass() {
    List<String> abc = List.of("c", "a", "b");
    TreeSet<String> reversed = new TreeSet<>(Collections.reverseOrder());
    reversed.addAll(abc);
    TreeMap<String, Integer> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ignoringCase.put("B", 1);
    return Stream.of(
        arguments(LIST, new ArrayList<>(abc)),
        arguments(LIST, new ArrayList<>(Arrays.asList("a", null))),
        arguments(LIST, new LinkedList<>(abc)),
        arguments(LIST, new CopyOnWriteArrayList<>(abc)),
        arguments(LIST, Arrays.asList("a", null)),
        arguments(LIST, List.of()),
        arguments(LIST, List.of("a")),
        arguments(LIST, abc),
        arguments(COLLECTION, new HashSet<>(abc)),
        arguments(SET, new LinkedHashSet<>(abc)),
        arguments(SET, new TreeSet<>(abc)),
        arguments(new Declared<SortedSet<String>>() {}.type(), reversed),
        arguments(SET, Set.of("a")),
        arguments(SET, Set.of("a", "b", "c")),
        arguments(new Declared<EnumSet<Status>>() {}.type(), EnumSet.noneOf(Status.class)),
        arguments(new Declared<Set<Status>>() {}.type(), EnumSet.of(Status.NEW, Status.PAID)),
        arguments(MAP, new HashMap<>(Map.of("a", 1))),
        arguments(MAP, new LinkedHashMap<>(Map.of("a", 1, "b", 2))),
        arguments(new Declared<TreeMap<String, Integer>>() {}.type(), ignoringCase),
        arguments(MAP, new ConcurrentHashMap<>(Map.of("a", 1))),
        arguments(
            new Declared<ConcurrentMap<String, Integer>>() {}.type(), new ConcurrentHashMap<>()),
        arguments(new Declared<EnumMap<Status, String>>() {}.type(), new EnumMap<>(Status.class)),
        arguments(
            new Declared<Map<Status, String>>() {}.type(), new EnumMap<>(Map.of(Status.NEW, "n"))),
        arguments(MAP, Map.of()),
        arguments(MAP, Map.of("a", 1)),
        arguments(MAP, Map.of("a", 1, "b", 2)));
  }

  static Stream<Arguments> equalAndUnmodifiable() {
    List<String> list = new ArrayList<>(List.of("a", "b"));
    Set<String> set = new LinkedHashSet<>(list);
    TreeMap<String, Integer> map = new TreeMap<>(Map.of("a", 1));
    return Stream.of(
        arguments(LIST, Collections.unmodifiableList(list)),
        arguments(LIST, Collections.unmodifiableList(new LinkedList<>(list))),
        arguments(LIST, Collections.emptyList()),
        arguments(LIST, Collections.singletonList(null)),
        arguments(LIST, Collections.nCopies(3, "x")),
        arguments(LIST, List.of("a", "b", "c").subList(1, 3)),
        arguments(LIST, Stream.of("a", null).toList()),
        arguments(SET, Collections.unmodifiableSet(set)),
        arguments(SET, Collections.emptySet()),
        arguments(SET, Collections.singleton("a")),
        arguments(
            new Declared<SortedSet<String>>() {}.type(),
            Collections.unmodifiableSortedSet(new TreeSet<>(list))),
        arguments(new Declared<SortedSet<String>>() {}.type(), Collections.emptySortedSet()),
        arguments(MAP, Collections.unmodifiableMap(map)),
        arguments(MAP, Collections.emptyMap()),
        arguments(MAP, Collections.singletonMap("a", 1)),
        arguments(
            new Declared<SortedMap<String, Integer>>() {}.type(),
            Collections.unmodifiableSortedMap(map)),
        arguments(
            new Declared<NavigableMap<String, Integer>>() {}.type(),
            Collections.emptyNavigableMap()));
  }

  static Stream<Arguments> equalAndPlain() {
    List<String> list = new ArrayList<>(List.of("a", "b"));
    Map<String, Integer> map = new LinkedHashMap<>(Map.of("a", 1));
    return Stream.of(
        arguments(LIST, list.subList(0, 1), ArrayList.class),
        arguments(LIST, new LinkedList<>(list).subList(0, 1), ArrayList.class),
        arguments(LIST, Collections.synchronizedList(list), ArrayList.class),
        arguments(LIST, new Vector<>(list), ArrayList.class),
        arguments(SET, map.keySet(), LinkedHashSet.class),
        arguments(SET, new TreeMap<>(map).keySet(), TreeSet.class),
        arguments(SET, Collections.newSetFromMap(new HashMap<>()), LinkedHashSet.class),
        arguments(
            new Declared<Set<Comparable<?>>>() {}.type(),
            EnumSet.of(Status.NEW),
            LinkedHashSet.class),
        arguments(MAP, Collections.synchronizedMap(map), LinkedHashMap.class),
        arguments(MAP, new java.util.concurrent.ConcurrentSkipListMap<>(map), TreeMap.class));
  }

  @ParameterizedTest
  @MethodSource("sameClass")
  void collection_plain_keepsItsClass(Type type, Object value) {
    Object decoded = roundTrip(type, value);
    assertThat(decoded).isEqualTo(value).hasSameClassAs(value);
  }

  @ParameterizedTest
  @MethodSource("equalAndUnmodifiable")
  void collection_unmodifiable_staysUnmodifiable(Type type, Object value) {
    Object decoded = roundTrip(type, value);
    assertThat(decoded).isEqualTo(value);
    if (decoded instanceof Map<?, ?> map) {
      assertThatThrownBy(() -> map.remove(null)).isInstanceOf(UnsupportedOperationException.class);
    } else {
      assertThatThrownBy(((Collection<?>) decoded)::clear)
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("equalAndPlain")
  void collection_viewOrWrapper_becomesThePlainEqual(Type type, Object value, Class<?> expected) {
    Codec.TypeCodec codec = Declared.codec(type, Status.class.getName());
    Object decoded = Declared.decode(codec, codec.encode(value, 0));
    assertThat(decoded).isEqualTo(value).isExactlyInstanceOf(expected);
  }

  @Test
  void deque_keepsOrder() {
    ArrayDeque<String> deque = new ArrayDeque<>(List.of("b", "a"));
    Object decoded = roundTrip(new Declared<Deque<String>>() {}.type(), deque);
    assertThat((ArrayDeque<?>) decoded).map(Object::toString).containsExactly("b", "a");
  }

  @Test
  void unmodifiableCollection_keepsElements() {
    Collection<String> value = Collections.unmodifiableCollection(new ArrayList<>(List.of("a")));
    Object decoded = roundTrip(COLLECTION, value);
    assertThat(decoded).hasSameClassAs(value);
    assertThat((Collection<?>) decoded).map(Object::toString).containsExactly("a");
  }

  @Test
  void mapValues_becomeAList() {
    Object decoded = roundTrip(COLLECTION, new HashMap<>(Map.of("a", "b")).values());
    assertThat(decoded).isEqualTo(new ArrayList<>(List.of("b")));
  }

  @Test
  void concurrentKeySet_staysConcurrent() {
    Set<String> value = ConcurrentHashMap.newKeySet();
    value.add("a");
    assertThat(roundTrip(SET, value)).isEqualTo(value).hasSameClassAs(value);
  }

  @Test
  void sortOrder_survives() {
    TreeSet<String> natural = new TreeSet<>(Comparator.naturalOrder());
    TreeSet<?> decoded = (TreeSet<?>) roundTrip(SET, natural);
    assertThat(decoded.comparator()).isSameAs(Comparator.naturalOrder());
    assertThat(((TreeSet<?>) roundTrip(SET, new TreeSet<>())).comparator()).isNull();
  }

  private static Object roundTrip(Type type, Object value) {
    Codec.TypeCodec codec = Declared.codec(type);
    return Declared.decode(codec, codec.encode(value, 0));
  }
}
