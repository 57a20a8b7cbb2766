package io.cacheaside.codec;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The classes the tests of this package cache. */
final class Shop {
  private Shop() {}

  enum Status {
    NEW {
      @Override
      boolean isOpen() {
        return true;
      }
    },
    PAID,
    SHIPPED;

    boolean isOpen() {
      return false;
    }
  }

  record Empty() {}

  record Address(String street, String city, int zip) {}

  record Customer(
      long id,
      String name,
      String email,
      Status status,
      boolean active,
      int visits,
      double rating,
      BigDecimal balance,
      Instant created,
      UUID reference,
      Address home,
      @Nullable Address work,
      List<String> tags,
      Map<String, Integer> counters,
      Optional<String> note) {}

  record Primitives(
      byte b, short s, char c, int i, long l, float f, double d, boolean z, Integer boxed) {}

  record Pair<A, B>(A left, B right) {}

  @SuppressWarnings("ArrayRecordComponent")
  record Page<T>(
      List<? extends T> items, T[] array, Map<String, T> byName, @Nullable Page<T> next) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Page<?> p
          && items.equals(p.items)
          && List.of(array).equals(List.of(p.array))
          && byName.equals(p.byName)
          && Objects.equals(next, p.next);
    }

    @Override
    public int hashCode() {
      return items.hashCode();
    }
  }

  record Positive(int number) {
    Positive {
      if (number <= 0) {
        throw new IllegalArgumentException("not positive: " + number);
      }
    }
  }

  record Tree(String name, @Nullable Tree left, List<Tree> children) {}

  sealed interface Shape permits Circle, Square, Polygon, Unit {}

  record Circle(double radius) implements Shape {}

  record Square(double side) implements Shape {}

  enum Unit implements Shape {
    POINT
  }

  abstract static sealed class Polygon implements Shape permits Triangle, Free {
    int corners;

    @Override
    @SuppressWarnings("EqualsGetClass")
    public boolean equals(@Nullable Object other) {
      return other != null
          && other.getClass() == getClass()
          && ((Polygon) other).corners == corners;
    }

    @Override
    public int hashCode() {
      return corners;
    }
  }

  static final class Triangle extends Polygon {
    Triangle() {
      corners = 3;
    }
  }

  static non-sealed class Free extends Polygon {
    Free(int corners) {
      this.corners = corners;
    }
  }

  static class Freer extends Free {
    Freer() {
      super(9);
    }
  }

  sealed interface Result<T> permits Ok, Failed {}

  record Ok<V>(V value) implements Result<V> {}

  record Failed<V>(String why, @Nullable Result<V> cause) implements Result<V> {}

  static class Base<T> {
    private final List<T> items = new ArrayList<>();
    private final String name; // hidden by the subclass's

    Base(String name, T item) {
      this.name = name;
      items.add(item);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Base<?> b && items.equals(b.items) && name.equals(b.name);
    }

    @Override
    public int hashCode() {
      return items.hashCode();
    }
  }

  /** Final fields, no constructor without parameters, a superclass with type arguments. */
  static final class Order extends Base<Address> {
    static int instances;
    private final String name;
    private final long number;
    private final float discount;
    private char grade = 'b';
    private @Nullable Order previous;
    private transient int hash; // computed when it is asked for

    Order(String name, long number, @Nullable Order previous) {
      super("base " + name, new Address("s", name, 1));
      this.name = name;
      this.number = number;
      this.discount = 0.5f;
      this.grade = 'a';
      this.previous = previous;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Order o
          && super.equals(o)
          && name.equals(o.name)
          && number == o.number
          && discount == o.discount
          && grade == o.grade
          && Objects.equals(previous, o.previous);
    }

    @Override
    public int hashCode() {
      hash = hash == 0 ? name.hashCode() : hash;
      return hash;
    }

    int keptHash() {
      return hash;
    }
  }

  /** Its constructor without parameters runs, and so transient fields are initialised. */
  static final class Counter {
    private int count;
    private final transient List<String> log = new ArrayList<>();

    @SuppressWarnings("unused") // called by the codec
    private Counter() {}

    Counter(int count) {
      this.count = count;
    }

    int count() {
      return count;
    }

    List<String> log() {
      return log;
    }
  }

  static final class Node {
    @Nullable Node next;

    static Node chain(int length) {
      Node node = new Node();
      for (int i = 1; i < length; i++) {
        Node before = new Node();
        before.next = node;
        node = before;
      }
      return node;
    }
  }

  /** A field of each sort of collection, for fuzzing. */
  static final class Bag {
    List<String> list = new ArrayList<>(List.of("a", "b", "c"));
    Set<Long> set = new TreeSet<>(List.of(1L, 2L)); // the order of Set.of is random
    Map<String, List<Integer>> map = Map.of("k", List.of(1, 2));
    String[] strings = {"q", "r"};
    byte[] bytes = {1, 2, 3};
    BitSet bits = BitSet.valueOf(new long[] {5, 6});
    EnumSet<DayOfWeek> days = EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
    EnumMap<Status, Integer> perStatus = new EnumMap<>(Map.of(Status.PAID, 1));
    Optional<String> optional = Optional.of("é");
    double[] doubles = {1, 2};
    BigDecimal decimal = new BigDecimal("99999999999999999999.25");
    TreeMap<String, Integer> sorted = new TreeMap<>(Map.of("x", 1));
    ArrayDeque<String> deque = new ArrayDeque<>(List.of("d"));
    long[][] longs = {{1}, {2, 3}};
    Collection<Empty> empties = new ArrayList<>(List.of(new Empty(), new Empty()));
    Number number = 5;
    Shape[] shapes = {new Circle(1), new Free(5), Unit.POINT};
    Pair<Status, Instant> pair = new Pair<>(Status.NEW, Instant.ofEpochSecond(5));
  }

  interface Payload {}

  record Note(String text) implements Payload {}

  @SuppressWarnings("ArrayRecordComponent")
  record Photo(byte[] pixels) implements Payload {}

  record Carrier(Payload payload) {}

  record Anything(Object payload) {}

  record Marked(Serializable mark) {}

  static class Animal {
    String name = "animal";
  }

  static class Dog extends Animal {
    int age = 3;

    Dog() {}
  }

  record Owner(Animal animal) {}

  static Customer customer(int i) {
    return new Customer(
        1_000_000_007L * i,
        "Customer number " + i,
        "customer" + i + "@shop.example.com",
        Status.PAID,
        true,
        42 + i,
        4.5,
        new BigDecimal("1234.56"),
        Instant.ofEpochSecond(1_700_000_000L + i, 123_456_789),
        new UUID(0x1234567812345678L, i),
        new Address("12 Long Street of the Town", "Springfield", 12345),
        new Address("1 Office Park Boulevard", "Shelbyville", 54321),
        new ArrayList<>(List.of("gold", "newsletter", "early-access")),
        new java.util.LinkedHashMap<>(Map.of("orders", 17)),
        Optional.of("prefers the side door"));
  }
}
