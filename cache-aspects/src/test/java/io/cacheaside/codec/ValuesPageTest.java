package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import io.cacheaside.codec.Shop.Animal;
import io.cacheaside.codec.Shop.Customer;
import io.cacheaside.codec.Shop.Dog;
import io.cacheaside.codec.Shop.Shape;
import io.cacheaside.codec.Shop.Status;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kotlin.collections.CollectionsKt;
import org.hibernate.collection.spi.PersistentBag;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.proxy.HibernateProxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;

/**
 * Keeps the table of {@code docs/values.md} equal to what the codec does. After a change, run this
 * test with {@code -Dcacheaside.write-docs=true} and look at the difference.
 */
final class ValuesPageTest {
  private static final Path PAGE = Path.of("../docs/values.md");
  private static final String MARK = "<!-- from here on written by ValuesPageTest -->\n";

  private static final @Nullable SharedSessionContractImplementor NO_SESSION = null;

  private enum Outcome {
    SAME("the very object"),
    EQUAL("an equal object of the same class"),
    OTHER_CLASS("an equal object"),
    NOT_STORED("no hit: returned, not stored, one WARN"),
    REFUSED("refused: the build fails with CA125 or CA127; suppressed, it runs uncached");

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
    return Stream.of(plain(), everyday(), entities(), constructed(), collections(), libraries())
        .flatMap(List::stream);
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

  @SuppressWarnings("JavaUtilDate")
  private static List<Example> everyday() {
    return List.of(
        of(
            "`java.sql.Timestamp`, `java.sql.Date`, `java.sql.Time`, also where `java.util.Date` is declared",
            new Declared<Date>() {},
            Timestamp.valueOf("2026-02-28 12:00:00.000000001"),
            Outcome.EQUAL),
        of(
            "`Calendar` if it is a `GregorianCalendar`, `TimeZone`",
            new Declared<Calendar>() {},
            new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT),
            Outcome.EQUAL),
        of(
            "an amount of money: a record of `BigDecimal` and `Currency`",
            new Declared<EverydayTypesTest.Money>() {},
            new EverydayTypesTest.Money(BigDecimal.ONE, Currency.getInstance("EUR")),
            Outcome.EQUAL),
        of(
            "`Iterable` that is a list, a set or another collection",
            new Declared<Iterable<String>>() {},
            new ArrayList<>(List.of("a")),
            Outcome.EQUAL),
        of(
            "`Page`, `Slice` and `Pageable` of Spring Data in its own classes, such as `PageImpl`",
            new Declared<Page<String>>() {},
            new PageImpl<>(List.of("a"), PageRequest.of(0, 1), 2),
            Outcome.EQUAL));
  }

  private static List<Example> entities() {
    return List.of(
        of(
            "the `PersistentBag`, `PersistentSet` and so on of Hibernate, if it is loaded: an `ArrayList`, a `LinkedHashSet`, a `TreeSet`, a `LinkedHashMap`, a `TreeMap`",
            new Declared<List<String>>() {},
            new PersistentBag<>(NO_SESSION, new ArrayList<>(List.of("a"))),
            Outcome.OTHER_CLASS),
        of(
            "one that is not loaded",
            new Declared<List<String>>() {},
            new PersistentBag<>(NO_SESSION),
            Outcome.NOT_STORED),
        of(
            "a proxy of Hibernate, loaded or not",
            new Declared<Customer>() {},
            proxy(),
            Outcome.NOT_STORED));
  }

  /** In the place of one that Hibernate has made: it is known by its interface. */
  private static Object proxy() {
    return java.lang.reflect.Proxy.newProxyInstance(
        ValuesPageTest.class.getClassLoader(),
        new Class<?>[] {HibernateProxy.class},
        (proxy, method, arguments) -> null);
  }

  private static List<Example> libraries() {
    return List.of(
        of(
            "Guava's `ImmutableList`, `ImmutableSortedMap` and their like where an interface of the JDK is declared: one of the JDK, unmodifiable",
            new Declared<List<String>>() {},
            ImmutableList.of("a"),
            Outcome.OTHER_CLASS),
        of(
            "Guava's views, such as `Lists.reverse` and `Sets.union`: a plain collection",
            new Declared<List<String>>() {},
            Lists.reverse(Arrays.asList("a", "b")),
            Outcome.OTHER_CLASS),
        of(
            "what Kotlin's `emptyList`, `buildList`, `asReversed` and their like give: one of the JDK, unmodifiable if it cannot be changed",
            new Declared<List<String>>() {},
            CollectionsKt.asReversed(List.of("a", "b")),
            Outcome.OTHER_CLASS),
        refused(
            "Guava's `ImmutableList` itself, declared as such",
            new Declared<ImmutableList<String>>() {}),
        of(
            "a `Multiset` of Guava, a map with default of Kotlin, and what else is more than its interface",
            new Declared<Collection<String>>() {},
            HashMultiset.create(List.of("a")),
            Outcome.NOT_STORED));
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
