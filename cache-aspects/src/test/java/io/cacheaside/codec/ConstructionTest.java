package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cacheaside.spi.Codec;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a class says about its own construction holds for what is read, or the class is refused. */
@SuppressWarnings({"unused", "serial", "UnusedMethod", "UnusedVariable"})
final class ConstructionTest {
  /** As kotlinc writes a sealed class with two objects, of which one is a data object. */
  abstract static sealed class State permits Loading, Empty, Loaded {
    private final int step;

    private State(int step) {
      this.step = step;
    }

    int step() {
      return step;
    }
  }

  static final class Loading extends State {
    public static final Loading INSTANCE = new Loading();
    private static int starts = 1; // a property of the object

    private Loading() {
      super(1);
    }
  }

  static final class Empty extends State implements Serializable {
    public static final Empty INSTANCE = new Empty();

    private Empty() {
      super(2);
    }

    private Object readResolve() {
      return INSTANCE;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Empty;
    }

    @Override
    public int hashCode() {
      return 5;
    }
  }

  static final class Loaded extends State {
    private final String text;

    Loaded(String text) {
      super(3);
      this.text = text;
    }
  }

  /** A singleton as books on Java show it. */
  static final class Everything implements Serializable {
    private static final Everything THE_ONE = new Everything();
    private final transient Map<String, String> names = new HashMap<>();

    private Everything() {}

    static Everything get() {
      return THE_ONE;
    }

    private Object readResolve() {
      return THE_ONE;
    }
  }

  /** Constants that are told apart by identity, as before there were enums. */
  static final class Suit {
    static final Suit CLUBS = new Suit("clubs");
    static final Suit HEARTS = new Suit("hearts");
    final String name;

    private Suit(String name) {
      this.name = name;
    }

    static Suit named(String name) {
      return new Suit(name);
    }
  }

  /** A value with constants: equals tells them apart. */
  static final class Money {
    static final Money ZERO = new Money(0);
    final long cents;

    private Money(long cents) {
      this.cents = cents;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Money money && money.cents == cents;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(cents);
    }
  }

  record Table(State state, Map<String, Suit> suits, List<State> history) {}

  static Object roundTrip(Type type, Object value) {
    Codec.TypeCodec codec = Declared.codec(type);
    return Declared.decode(codec, codec.encode(value, 0));
  }

  static Stream<Arguments> constants() {
    return Stream.of(
        arguments(State.class, Loading.INSTANCE),
        arguments(State.class, Empty.INSTANCE),
        arguments(Loading.class, Loading.INSTANCE),
        arguments(Everything.class, Everything.get()),
        arguments(Suit.class, Suit.CLUBS),
        arguments(Suit.class, Suit.HEARTS));
  }

  @ParameterizedTest
  @MethodSource("constants")
  void constant_decoded_isTheConstant(Type type, Object value) {
    assertThat(roundTrip(type, value)).isSameAs(value);
  }

  @Test
  void constants_withinOthers_areTheConstants() {
    Table table =
        new Table(
            Loading.INSTANCE,
            Map.of("trumps", Suit.HEARTS),
            List.of(Empty.INSTANCE, new Loaded("text")));
    Table decoded = (Table) roundTrip(Table.class, table);
    assertThat(decoded.state()).isSameAs(Loading.INSTANCE);
    assertThat(decoded.state().step()).isEqualTo(1);
    assertThat(decoded.suits().get("trumps")).isSameAs(Suit.HEARTS);
    assertThat(decoded.history().get(0)).isSameAs(Empty.INSTANCE);
    assertThat(((Loaded) decoded.history().get(1)).text).isEqualTo("text");
  }

  @Test
  void instance_besidesTheConstants_isReadByItsFields() {
    Suit decoded = (Suit) roundTrip(Suit.class, Suit.named("spades"));
    assertThat(decoded).isNotSameAs(Suit.CLUBS);
    assertThat(decoded.name).isEqualTo("spades");
    assertThat(roundTrip(Money.class, new Money(0))).isEqualTo(Money.ZERO);
    assertThat(roundTrip(Money.class, new Money(7))).isEqualTo(new Money(7));
  }

  // Refusals

  /** Constants of which some are made by readResolve only. */
  static final class Colour implements Serializable {
    static final Colour RED = new Colour("red");
    static final Colour BLUE = new Colour("blue");
    private final String name;

    private Colour(String name) {
      this.name = name;
    }

    private Object readResolve() {
      return name.equals("red") ? RED : BLUE;
    }
  }

  static class Replaced implements Serializable {
    int number;

    Replaced() {}

    protected Object writeReplace() {
      return number;
    }
  }

  static class Inheriting extends Replaced {}

  static class Checked implements Serializable {
    int number;

    Checked() {}

    private void readObject(ObjectInputStream in) {}
  }

  static class Guarded implements Serializable {
    int number;

    Guarded() {}

    private void writeObject(ObjectOutputStream out) {}
  }

  static class Self implements Externalizable {
    int number;

    public Self() {}

    @Override
    public void writeExternal(ObjectOutput out) {}

    @Override
    public void readExternal(ObjectInput in) {}
  }

  record Interned(String text) {
    private Object readResolve() {
      return this;
    }
  }

  static class Indexed {
    private final List<String> items;
    private final transient Map<String, Integer> index = new HashMap<>();

    Indexed(List<String> items) {
      this.items = items;
    }
  }

  static class Locked {
    private final String text;
    private transient ReentrantLock lock = new ReentrantLock();

    Locked(String text) {
      this.text = text;
    }
  }

  static class LockedBelow extends Locked {
    LockedBelow(String text) {
      super(text);
    }
  }

  static class Salted {
    private final String text;
    private final transient int salt;

    Salted(String text, int salt) {
      this.text = text;
      this.salt = salt;
    }
  }

  /** Not refused: names alone do not announce anything. */
  static class Homonym {
    int number = 5;

    Homonym() {}

    String readResolve() {
      return "";
    }

    void readObject(String text) {}

    static Object writeReplace() {
      return "";
    }
  }

  static class SilentSuper {
    private Object readResolve() {
      return this; // not inherited
    }
  }

  static class Subclass extends SilentSuper {
    int number = 6;
  }

  /** Not refused: 0 is what the hash of a new object is, too. */
  static final class Hashed {
    private final String text;
    private transient int hash;

    Hashed(String text) {
      this.text = text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Hashed that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
      hash = hash == 0 ? Objects.hash(text, "salt") : hash;
      return hash;
    }
  }

  private static final String OWN_FORM =
      ", which may not fit its fields; return a record of what it holds";

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(
            Colour.class,
            "Colour: the value may hold Colour, a class with readResolve, so only it knows which"
                + " instance to give; make it an enum or a record, or a singleton with one private"
                + " constructor without parameters and one static final field"),
        arguments(
            Interned.class,
            "Interned: the value may hold Interned, a class with readResolve, so only it knows"
                + " which instance to give; make it an enum or a record, or a singleton with one"
                + " private constructor without parameters and one static final field"),
        arguments(
            new Declared<Map<String, Replaced>>() {}.type(),
            "Map<String, Replaced>: element \"[value]\" may hold Replaced, a class with"
                + " writeReplace, so it has a form of its own"
                + OWN_FORM),
        arguments(
            Inheriting.class,
            "Inheriting: the value may hold Inheriting, a class with writeReplace, so it has a form"
                + " of its own"
                + OWN_FORM),
        arguments(
            Checked.class,
            "Checked: the value may hold Checked, a class with readObject, so it has a form of its"
                + " own"
                + OWN_FORM),
        arguments(
            Guarded.class,
            "Guarded: the value may hold Guarded, a class with writeObject, so it has a form of its"
                + " own"
                + OWN_FORM),
        arguments(
            Self.class,
            "Self: the value may hold Self, a class with readExternal, so it has a form of its own"
                + OWN_FORM),
        arguments(
            Indexed.class,
            "Indexed: the value may hold Indexed, whose transient field \"index\" nothing fills when"
                + " it is read; give Indexed a constructor without parameters that does, which may"
                + " be private, or return a record without the field"),
        arguments(
            new Declared<List<LockedBelow>>() {}.type(),
            "List<LockedBelow>: element \"[]\" may hold LockedBelow, whose transient field \"lock\""
                + " nothing fills when it is read; give LockedBelow a constructor without parameters"
                + " that does, which may be private, or return a record without the field"),
        arguments(
            Salted.class,
            "Salted: the value may hold Salted, whose transient field \"salt\" nothing fills when it"
                + " is read; give Salted a constructor without parameters that does, which may be"
                + " private, or return a record without the field"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void forType_classThatBytesCannotConstruct_saysWhyAndWhatToDo(Type type, String message) {
    assertThatThrownBy(() -> Declared.codec(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("return type " + message);
  }

  @Test
  void class_thatAnnouncesNothing_isReadByItsFields() {
    assertThat(((Homonym) roundTrip(Homonym.class, new Homonym())).number).isEqualTo(5);
    assertThat(((Subclass) roundTrip(Subclass.class, new Subclass())).number).isEqualTo(6);
    Hashed hashed = new Hashed("text");
    assertThat(hashed.hashCode()).isEqualTo(roundTrip(Hashed.class, hashed).hashCode());
  }

  // Accessors

  record Card(String number, String pin, List<String> owners, int limit) {
    @Override
    public String pin() {
      return "****";
    }

    @Override
    public List<String> owners() {
      return new ArrayList<>(List.of("somebody"));
    }

    @Override
    public int limit() {
      throw new IllegalStateException("secret");
    }

    boolean accepts(String candidate) {
      return candidate.equals(pin);
    }
  }

  @Test
  void recordWhoseAccessorsMask_decoded_hasItsComponents() {
    Card card = new Card("4711", "1234", List.of("Ada"), 5);
    Card decoded = (Card) roundTrip(Card.class, card);
    assertThat(decoded.accepts("1234")).isTrue();
    assertThat(decoded.equals(card)).isTrue();
  }
}
