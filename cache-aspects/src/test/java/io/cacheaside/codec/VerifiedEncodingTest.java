package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that give back what they were made of pass; all others are told with the place. */
final class VerifiedEncodingTest {
  record Stamped(String name, Instant made) {
    Stamped {
      made = made.plusNanos(1);
    }
  }

  record Trimmed(String text) {
    Trimmed {
      text = text.trim();
    }
  }

  static final class Loose {
    String text = " as it was set ";
  }

  record Batch(List<Stamped> items) {}

  record Parts(Map<String, Set<Long>> parts, long total) {
    Parts {
      total = total + 1;
    }
  }

  /** Cannot be hashed once it was read. */
  static final class Keyed {
    private final transient @Nullable String key;

    @SuppressWarnings("unused") // called by the codec
    private Keyed() {
      this(null);
    }

    Keyed(@Nullable String key) {
      this.key = key;
    }

    @Override
    public int hashCode() {
      return Objects.requireNonNull(key, "key").hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Keyed keyed && Objects.equals(keyed.key, key);
    }
  }

  /** Collides with all others, so that sets and maps of it are in the order of insertion. */
  record Colliding(int number) {
    @Override
    public int hashCode() {
      return 1;
    }
  }

  private static <T> T collide(T collection) {
    IntStream numbers = IntStream.iterate(20, i -> i > 0, i -> i - 1);
    if (collection instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked")
      Map<Object, Object> filled = (Map<Object, Object>) map;
      numbers.forEach(i -> filled.put(new Colliding(i), i));
    } else {
      @SuppressWarnings("unchecked")
      Collection<Object> filled = (Collection<Object>) collection;
      numbers.forEach(i -> filled.add(new Colliding(i)));
    }
    return collection;
  }

  static Stream<Arguments> restored() {
    Type set = new Declared<Set<Colliding>>() {}.type();
    Type map = new Declared<Map<Colliding, Integer>>() {}.type();
    Set<Colliding> large = new HashSet<>(1000);
    collide(large);
    return Stream.of(
        arguments(set, collide(new HashSet<>())),
        arguments(set, large),
        arguments(set, Set.copyOf(large)),
        arguments(set, collide(ConcurrentHashMap.newKeySet())),
        arguments(map, collide(new HashMap<>())),
        arguments(map, collide(new ConcurrentHashMap<>())),
        arguments(map, Map.copyOf(collide(new HashMap<Colliding, Integer>()))),
        arguments(
            new Declared<Map<Integer, Set<Set<Colliding>>>>() {}.type(),
            Map.of(1, Set.of(large, Set.of()), 2, Set.of())),
        arguments(new Declared<List<String>>() {}.type(), Arrays.asList("a", null)),
        arguments(Trimmed.class, new Trimmed("  a  ")),
        arguments(Shop.Customer.class, Shop.customer(1)));
  }

  @ParameterizedTest
  @MethodSource("restored")
  void valueThatComesBack_isEncodedForAnyReader(Type type, Object value) {
    Codec.TypeCodec codec = Declared.codec(type);
    byte[] bytes = codec.encodeAndVerify(value, Declared.HEADROOM);
    assertThat(bytes).startsWith(new byte[Declared.HEADROOM]);
    int length = bytes.length - Declared.HEADROOM;
    assertThat(codec.decode(bytes, Declared.HEADROOM, length)).isEqualTo(value);
    assertThat(codec.areWrittenAlike(value, codec.decode(bytes, Declared.HEADROOM, length)))
        .isTrue();
  }

  static Stream<Arguments> notRestored() {
    Stamped stamped = new Stamped("a", Instant.EPOCH);
    Set<String> identities = Collections.newSetFromMap(new IdentityHashMap<>());
    identities.add("a");
    identities.add(new String("a".toCharArray()));
    String other =
        " is read back as something else than was written, so hits would differ from loads; a"
            + " constructor must leave as it is what it is given";
    return Stream.of(
        arguments(Stamped.class, stamped, "Stamped: field \"made\"" + other),
        arguments(
            Batch.class, new Batch(List.of(stamped)), "Batch: field \"items[].made\"" + other),
        arguments(
            Parts.class,
            new Parts(Map.of("a", Set.of(1L, 2L)), 5),
            "Parts: field \"total\"" + other),
        arguments(
            new Declared<Map<String, Set<Stamped>>>() {}.type(),
            Map.of("a", new HashSet<>(Set.of(stamped))),
            "Map<String, Set<Stamped>>: the value" + other),
        arguments(
            new Declared<Set<String>>() {}.type(),
            identities,
            "Set<String>: the value holds the same element twice"),
        arguments(
            new Declared<List<Set<Keyed>>>() {}.type(),
            List.of(new HashSet<>(Set.of(new Keyed("a")))),
            "List<Set<Keyed>>: element \"[]\" does not take one of its elements back:"
                + " java.lang.NullPointerException in"
                + " io.cacheaside.codec.VerifiedEncodingTest$Keyed.hashCode"),
        arguments(
            new Declared<Map<Keyed, String>>() {}.type(),
            Map.of(new Keyed("a"), "a"),
            "Map<Keyed, String>: the value does not take one of its keys back:"
                + " java.lang.NullPointerException in"
                + " io.cacheaside.codec.VerifiedEncodingTest$Keyed.hashCode"));
  }

  @ParameterizedTest
  @MethodSource("notRestored")
  void valueThatDoesNotComeBack_isToldWithItsPlace(Type type, Object value, String message) {
    Codec.TypeCodec codec = Declared.codec(type);
    assertThatThrownBy(() -> codec.encodeAndVerify(value, 0))
        .isInstanceOfSatisfying(CodecException.class, e -> assertThat(e.isNotRestored()).isTrue())
        .hasMessage("return type " + message);
  }

  @Test
  void valueThatCannotBeEncoded_isNoQuestionOfReadingItBack() {
    Codec.TypeCodec codec = new Declared<List<Shop.Animal>>() {}.codec();
    assertThatThrownBy(() -> codec.encodeAndVerify(List.of(new Shop.Dog()), 0))
        .isInstanceOfSatisfying(CodecException.class, e -> assertThat(e.isNotRestored()).isFalse());
    Codec.TypeCodec strings = Declared.codec(String.class);
    assertThatThrownBy(() -> strings.encodeAndVerify("x".repeat((1 << 20) - 2), 0))
        .isInstanceOfSatisfying(CodecException.class, e -> assertThat(e.isTooLarge()).isTrue());
    assertThatThrownBy(() -> strings.encodeAndVerify("x".repeat(2 << 20), 0))
        .isInstanceOfSatisfying(CodecException.class, e -> assertThat(e.isTooLarge()).isTrue());
  }

  @Test
  void areWrittenAlike_otherValues_areNot() {
    Codec.TypeCodec codec = new Declared<List<Loose>>() {}.codec();
    Loose other = new Loose();
    other.text = "other";
    assertThat(codec.areWrittenAlike(List.of(new Loose()), List.of(new Loose()))).isTrue();
    assertThat(codec.areWrittenAlike(List.of(new Loose()), new ArrayList<>(List.of(other))))
        .isFalse();
    assertThat(codec.areWrittenAlike(List.of(), List.of(new Loose()))).isFalse();
  }
}
