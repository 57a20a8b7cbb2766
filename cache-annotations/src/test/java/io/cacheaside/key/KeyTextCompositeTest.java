package io.cacheaside.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.annotation.CacheKey;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract across releases for values that hold values. */
@SuppressWarnings("FloatingPointLiteralPrecision") // 2e23 is here because JDKs disagree on its text
class KeyTextCompositeTest {

  @CacheKey
  record Page(int number, @Nullable String filter, List<Long> ids) {}

  @CacheKey
  record Nothing() {}

  @CacheKey
  record Pair<A, B>(A left, B right) {}

  @CacheKey
  @SuppressWarnings("UnusedTypeParameter") // as in Id<User>, whose User has no text
  record Id<T>(long value) {}

  @CacheKey
  record Numbers(byte a, short b, int c, long d, char e, double f) {}

  record User(@CacheKey long id, Object unused) {}

  static class Isbn {
    private final @Nullable String digits;

    Isbn(@Nullable String digits) {
      this.digits = digits;
    }

    @CacheKey
    public @Nullable String digits() {
      return digits;
    }
  }

  static final class Isbn13 extends Isbn {
    Isbn13(String digits) {
      super(digits);
    }

    @Override
    public String digits() {
      return "978-" + super.digits();
    }
  }

  interface Keyed<T> {
    @CacheKey
    T key();
  }

  record Account(Long key) implements Keyed<Long> {}

  @SuppressWarnings("JdkObsolete")
  static final class Names extends ArrayList<String> {}

  static Stream<Arguments> collections() {
    return Stream.of(
        arguments(new Token<List<String>>() {}, List.of("a", "", ","), "[a,~e,%2C]"),
        arguments(new Token<List<String>>() {}, List.of(), "[]"),
        arguments(new Token<List<String>>() {}, Arrays.asList("a", null), "[a,~]"),
        arguments(
            new Token<List<List<Long>>>() {},
            List.of(List.of(1L, 2L), List.of(), List.of(3L)),
            "[[1,2],[],[3]]"),
        arguments(new Token<Set<Integer>>() {}, ordered(10, 9, 1), "<1,10,9>"),
        arguments(new Token<Set<Integer>>() {}, ordered(9, 10, 1), "<1,10,9>"),
        arguments(new Token<Set<String>>() {}, ordered("é", "z", null), "<z,~,é>"),
        arguments(new Token<Set<String>>() {}, Set.of(), "<>"),
        arguments(
            new Token<Set<Set<String>>>() {}, ordered(ordered("b", "a"), Set.of()), "<<>,<a,b>>"),
        arguments(new Token<SortedSet<String>>() {}, new TreeSet<>(List.of("b", "a")), "<a,b>"),
        arguments(new Token<Collection<Long>>() {}, List.of(2L, 1L), "[2,1]"),
        arguments(new Token<Collection<Long>>() {}, ordered(2L, 1L), "<1,2>"),
        arguments(new Token<Collection<? extends Long>>() {}, List.of(2L), "[2]"),
        arguments(new Token<ArrayDeque<Long>>() {}, new ArrayDeque<>(List.of(2L, 1L)), "[2,1]"),
        arguments(
            new Token<EnumSet<TimeUnit>>() {},
            EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS),
            "<DAYS,HOURS>"),
        arguments(new Token<Names>() {}, names("b", "a"), "[b,a]"));
  }

  static Stream<Arguments> arrays() {
    return Stream.of(
        arguments(new Token<String[]>() {}, new String[] {"a", null}, "[a,~]"),
        arguments(new Token<long[][]>() {}, new long[][] {{1, 2}, {}}, "[[1,2],[]]"),
        arguments(new Token<List<Long>[]>() {}, new List<?>[] {List.of(1L)}, "[[1]]"),
        arguments(new Token<byte[]>() {}, new byte[] {-1, 0}, "[-1,0]"),
        arguments(new Token<short[]>() {}, new short[] {1}, "[1]"),
        arguments(new Token<int[]>() {}, new int[] {}, "[]"),
        arguments(new Token<char[]>() {}, new char[] {',', 'a'}, "[%2C,a]"),
        arguments(new Token<boolean[]>() {}, new boolean[] {true, false}, "[true,false]"),
        arguments(new Token<float[]>() {}, new float[] {0.1f}, "[0.1]"),
        arguments(new Token<double[]>() {}, new double[] {2e23, 1}, "[2.0E23,1.0]"));
  }

  static Stream<Arguments> optionals() {
    return Stream.of(
        arguments(new Token<Optional<String>>() {}, Optional.of("a"), "a"),
        arguments(new Token<Optional<String>>() {}, Optional.of(""), "~e"),
        arguments(new Token<Optional<String>>() {}, Optional.empty(), "~o"),
        arguments(new Token<Optional<List<Long>>>() {}, Optional.of(List.of()), "[]"),
        arguments(new Token<OptionalInt>() {}, OptionalInt.of(-1), "-1"),
        arguments(new Token<OptionalInt>() {}, OptionalInt.empty(), "~o"),
        arguments(new Token<OptionalLong>() {}, OptionalLong.of(7), "7"),
        arguments(new Token<OptionalLong>() {}, OptionalLong.empty(), "~o"),
        arguments(new Token<OptionalDouble>() {}, OptionalDouble.of(2e23), "2.0E23"),
        arguments(new Token<OptionalDouble>() {}, OptionalDouble.empty(), "~o"));
  }

  static Stream<Arguments> annotated() {
    return Stream.of(
        arguments(new Token<Page>() {}, new Page(2, null, List.of(1L)), "(2,~,[1])"),
        arguments(new Token<Nothing>() {}, new Nothing(), "()"),
        arguments(new Token<Pair<Long, String>>() {}, new Pair<>(1L, ")"), "(1,%29)"),
        arguments(
            new Token<Pair<Pair<Long, Long>, List<Pair<Long, Long>>>>() {},
            new Pair<>(new Pair<>(1L, 2L), List.of(new Pair<>(3L, 4L))),
            "((1,2),[(3,4)])"),
        arguments(new Token<Id<Thread>>() {}, new Id<Thread>(5), "(5)"),
        arguments(
            new Token<Numbers>() {},
            new Numbers((byte) -1, (short) 2, 3, Long.MIN_VALUE, ',', 0.1),
            "(-1,2,3,-9223372036854775808,%2C,0.1)"),
        arguments(new Token<User>() {}, new User(42, new Object()), "(42)"),
        arguments(new Token<Isbn>() {}, new Isbn("123"), "(123)"),
        arguments(new Token<Isbn>() {}, new Isbn(null), "(~)"),
        arguments(new Token<Isbn>() {}, new Isbn13("123"), "(978-123)"),
        arguments(new Token<Isbn13>() {}, new Isbn13("123"), "(978-123)"),
        arguments(new Token<Account>() {}, new Account(8L), "(8)"),
        arguments(new Token<Keyed<Long>>() {}, new Account(8L), "(8)"),
        arguments(new Token<Optional<Isbn>>() {}, Optional.of(new Isbn("")), "(~e)"));
  }

  @ParameterizedTest
  @MethodSource({"collections", "arrays", "optionals", "annotated"})
  void append_composite_isItsText(Token<?> token, Object value, String text) {
    assertThat(text(token, value)).isEqualTo(text);
    assertThat(text(token, null)).isEqualTo("~");
  }

  static <T extends Isbn> void bounded(T isbn) {
    assertThat(isbn).isNotNull();
  }

  @Test
  void forType_typeVariable_isItsBound() throws Exception {
    var parameter =
        getClass().getDeclaredMethod("bounded", Isbn.class).getGenericParameterTypes()[0];
    KeyBuffer buffer = new KeyBuffer();
    KeyText.forType(parameter).append(new Isbn("1"), buffer);
    assertThat(buffer).hasToString("(1)");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void append_valueSmuggledInByAnUncheckedCast_isRefusedAndNotMistaken() {
    for (Token<?> token :
        List.of(
            new Token<List<Long>>() {},
            new Token<List<String>>() {},
            new Token<List<java.util.UUID>>() {},
            new Token<List<TimeUnit>>() {},
            new Token<List<OptionalInt>>() {},
            new Token<List<Page>>() {})) {
      assertThatThrownBy(() -> text(token, List.of(1.5)))
          .as(token.type.getTypeName())
          .isInstanceOf(ClassCastException.class);
    }
  }

  static final class Broken {
    @CacheKey
    @SuppressWarnings("DoNotCallSuggester")
    public String key() throws Exception {
      throw new java.io.IOException("disk");
    }
  }

  static final class Unlucky {
    @CacheKey
    @SuppressWarnings("DoNotCallSuggester")
    public String key() {
      throw new UnsupportedOperationException("no key");
    }
  }

  @Test
  void append_keyMethodThrowsChecked_isReportedWithTheMethod() {
    assertThatThrownBy(() -> text(new Token<Broken>() {}, new Broken()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "io.cacheaside.key.KeyTextCompositeTest$Broken.key() failed while its value was put"
                + " in a key")
        .hasRootCauseMessage("disk");
  }

  @Test
  void append_keyMethodThrowsUnchecked_isPassedOn() {
    assertThatThrownBy(() -> text(new Token<Unlucky>() {}, new Unlucky()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("no key");
  }

  @Test
  void append_setWithoutEnd_endsAtTheLongestKey() {
    assertThatThrownBy(() -> text(new Token<Set<Long>>() {}, new Endless()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a key cannot have more than 67108864 bytes");
  }

  /** Says that it is as large as can be, and has no end. */
  private static final class Endless extends AbstractSet<Long> {
    @Override
    public int size() {
      return Integer.MAX_VALUE;
    }

    @Override
    public Iterator<Long> iterator() {
      return LongStream.range(0, 5_000_000).iterator(); // ends, where memory would
    }
  }

  private static Set<@Nullable Object> ordered(@Nullable Object... elements) {
    return new LinkedHashSet<>(Arrays.asList(elements));
  }

  private static Names names(String... names) {
    Names result = new Names();
    result.addAll(List.of(names));
    return result;
  }

  private static String text(Token<?> token, @Nullable Object value) {
    KeyBuffer buffer = new KeyBuffer();
    KeyText.forType(token.type).append(value, buffer);
    return buffer.toString();
  }
}
