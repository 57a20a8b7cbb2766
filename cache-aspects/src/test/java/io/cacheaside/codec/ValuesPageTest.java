package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.codec.Shop.Animal;
import io.cacheaside.codec.Shop.Customer;
import io.cacheaside.codec.Shop.Dog;
import io.cacheaside.codec.Shop.Shape;
import io.cacheaside.codec.Shop.Status;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the table of {@code docs/values.md} equal to what the codec does. After a change, run this
 * test with {@code -Dcacheaside.write-docs=true} and look at the difference.
 */
final class ValuesPageTest {
  private static final Path PAGE = Path.of("../docs/values.md");
  private static final String MARK = "<!-- from here on written by ValuesPageTest -->\n";

  private enum Outcome {
    SAME("the very object"),
    EQUAL("an equal object of the same class"),
    OTHER_CLASS("an equal object"),
    NOT_STORED("no hit: returned, not stored, one WARN"),
    REFUSED("refused: CA125 or CA127, and each call fails");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }
  }

  private record Example(String what, Type type, @Nullable Object value, Outcome outcome) {
    @Override
    public String toString() {
      return what;
    }
  }

  /** With a final field that has a constant initialiser. */
  static final class Versioned {
    private final int version = 3;
    private final String text;

    Versioned(String text) {
      this.text = text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Versioned v && v.version == version && v.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  @SuppressWarnings("ClassCanBeStatic")
  final class Inner {
    String outer() {
      return ValuesPageTest.this.getClass().getName();
    }
  }

  private static Example of(String what, Declared<?> type, Object value, Outcome outcome) {
    return new Example(what, type.type(), value, outcome);
  }

  private static Example refused(String what, Declared<?> type) {
    return new Example(what, type.type(), null, Outcome.REFUSED);
  }

  static Stream<Example> examples() {
    return Stream.of(plain(), constructed(), collections()).flatMap(List::stream);
  }

  private static List<Example> plain() {
    return List.of(
        of(
            "strings, numbers, `java.time`, `UUID`, `URI`",
            new Declared<String>() {},
            "text",
            Outcome.EQUAL),
        of("an enum, also with bodies", new Declared<Status>() {}, Status.NEW, Outcome.SAME),
        of(
            "a record, with all that it holds",
            new Declared<Customer>() {},
            Shop.customer(1),
            Outcome.EQUAL),
        of(
            "a class, final fields and their initialisers included",
            new Declared<Versioned>() {},
            new Versioned("a"),
            Outcome.EQUAL),
        of(
            "a permitted class of a sealed type",
            new Declared<Shape>() {},
            new Shop.Circle(1),
            Outcome.EQUAL),
        of(
            "`Optional` within others",
            new Declared<List<Optional<String>>>() {},
            new ArrayList<>(List.of(Optional.empty(), Optional.of("a"))),
            Outcome.EQUAL),
        of(
            "a subclass where a class is declared that is neither sealed nor abstract",
            new Declared<Animal>() {},
            new Dog(),
            Outcome.NOT_STORED),
        of(
            "an `Integer[]` where a `Number[]` is declared",
            new Declared<Number[]>() {},
            new Integer[0],
            Outcome.NOT_STORED),
        refused(
            "an interface or abstract class that is not sealed, `Object`",
            new Declared<Object>() {}),
        refused("a lambda", new Declared<Supplier<String>>() {}),
        refused("an inner class, which is not static", new Declared<Inner>() {}));
  }

  private static List<Example> constructed() {
    return List.of(
        of(
            "a singleton: an `object` of Kotlin, or one private constructor without parameters, one static final field, no state",
            new Declared<ConstructionTest.State>() {},
            ConstructionTest.Loading.INSTANCE,
            Outcome.SAME),
        of(
            "a static final field of a class with private constructors and without `equals`",
            new Declared<ConstructionTest.Suit>() {},
            ConstructionTest.Suit.CLUBS,
            Outcome.SAME),
        of(
            "a record with an accessor that masks its component",
            new Declared<ConstructionTest.Card>() {},
            new ConstructionTest.Card("4711", "1234", List.of("Ada"), 5),
            Outcome.EQUAL),
        of(
            "a record whose constructor normalises what it gets, the second time to the same",
            new Declared<VerifiedEncodingTest.Trimmed>() {},
            new VerifiedEncodingTest.Trimmed(" a "),
            Outcome.EQUAL),
        of(
            "a record whose constructor changes what it gets each time",
            new Declared<VerifiedEncodingTest.Parts>() {},
            new VerifiedEncodingTest.Parts(Map.of(), 1),
            Outcome.NOT_STORED),
        of(
            "a class whose constructor throws when it is called again",
            new Declared<Throwing>() {},
            new Throwing("a"),
            Outcome.NOT_STORED),
        refused(
            "a class with `readResolve`, `writeReplace`, `readObject`, `writeObject` or `readExternal`",
            new Declared<ConstructionTest.Colour>() {}),
        refused(
            "a class with a `transient` map, lock or other object and no constructor without parameters",
            new Declared<ConstructionTest.Locked>() {}));
  }

  private static List<Example> collections() {
    Set<String> identities = Collections.newSetFromMap(new IdentityHashMap<>());
    identities.add("a");
    identities.add(new String("a".toCharArray()));
    TreeMap<String, Integer> byLength = new TreeMap<>(Comparator.comparing(String::length));
    LinkedHashMap<String, Integer> byAccess = new LinkedHashMap<>(16, 0.75f, true);
    byAccess.put("a", 1);
    return List.of(
        of(
            "the usual lists, sets and maps of `java.util`, `List.of` and its like",
            new Declared<Map<String, List<Integer>>>() {},
            new HashMap<>(Map.of("a", List.of(1))),
            Outcome.EQUAL),
        of(
            "`EnumSet`, `EnumMap`",
            new Declared<Set<Status>>() {},
            EnumSet.of(Status.NEW),
            Outcome.EQUAL),
        of(
            "`Collections.unmodifiableList` and its like: unmodifiable again",
            new Declared<Collection<String>>() {},
            Collections.unmodifiableList(new ArrayList<>(List.of("a"))),
            Outcome.EQUAL),
        of(
            "sublists, key sets, `synchronizedMap` and other wrappers: a plain collection",
            new Declared<Set<String>>() {},
            new LinkedHashMap<>(Map.of("a", 1)).keySet(),
            Outcome.OTHER_CLASS),
        of(
            "a `LinkedHashMap` in the order of access: in that of insertion from then on",
            new Declared<Map<String, Integer>>() {},
            byAccess,
            Outcome.EQUAL),
        of(
            "a sorted collection in natural order, its reverse or `CASE_INSENSITIVE_ORDER`",
            new Declared<TreeMap<String, Integer>>() {},
            new TreeMap<>(Map.of("a", 1)),
            Outcome.EQUAL),
        of(
            "a sorted collection with another comparator",
            new Declared<TreeMap<String, Integer>>() {},
            byLength,
            Outcome.NOT_STORED),
        of(
            "a set by identity that holds equal elements",
            new Declared<Set<String>>() {},
            identities,
            Outcome.NOT_STORED),
        of(
            "a set or map of keys whose `equals` or `hashCode` needs a transient field",
            new Declared<Set<VerifiedEncodingTest.Keyed>>() {},
            new HashSet<>(Set.of(new VerifiedEncodingTest.Keyed("a"))),
            Outcome.NOT_STORED),
        of(
            "a subclass of a collection",
            new Declared<Set<String>>() {},
            new OwnSet(),
            Outcome.NOT_STORED));
  }

  static final class OwnSet extends LinkedHashSet<String> {
    private static final long serialVersionUID = 1;
  }

  static final class Throwing {
    final String text;

    @SuppressWarnings("unused") // called by the codec
    private Throwing() {
      throw new UnsupportedOperationException();
    }

    Throwing(String text) {
      this.text = text;
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_behavesAsThePageSays(Example example) {
    if (example.outcome() == Outcome.REFUSED) {
      assertThatThrownBy(() -> Declared.codec(example.type()))
          .isInstanceOf(IllegalArgumentException.class);
      return;
    }
    Codec.TypeCodec codec = Declared.codec(example.type());
    Object value = example.value();
    if (example.outcome() == Outcome.NOT_STORED) {
      assertThatThrownBy(() -> codec.encodeAndVerify(value, 0)).isInstanceOf(CodecException.class);
      return;
    }
    Object hit = Declared.decode(codec, codec.encodeAndVerify(value, 0));
    switch (example.outcome()) {
      case SAME -> assertThat(hit).isSameAs(value);
      case EQUAL -> {
        assertThat(hit.getClass()).isEqualTo(value.getClass());
        assertThat(hit.equals(value) || List.copyOf((Collection<?>) hit).equals(value)).isTrue();
      }
      default -> {
        assertThat(hit).isEqualTo(value);
        assertThat(hit.getClass()).isNotEqualTo(value.getClass());
      }
    }
  }

  @Test
  void page_hasAllExamples() throws IOException {
    String page = Files.readString(PAGE);
    String head = page.substring(0, page.indexOf(MARK) + MARK.length());
    String rows =
        examples()
            .map(each -> "| %s | %s |\n".formatted(each.what(), each.outcome().text))
            .collect(Collectors.joining());
    String expected = head + "\n| what a method returns | what a hit gives |\n|---|---|\n" + rows;
    if (Boolean.getBoolean("cacheaside.write-docs")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }
}
