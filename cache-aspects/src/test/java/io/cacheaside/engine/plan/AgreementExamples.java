package io.cacheaside.engine.plan;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Types on which the compiler's view and reflection's might differ. */
@SuppressWarnings({"rawtypes", "unused", "ClassCanBeStatic", "NonApiType", "UnusedVariable"})
final class AgreementExamples {
  private AgreementExamples() {}

  enum Weekday {
    MONDAY {
      @Override
      int number() {
        return 1;
      }
    },
    TUESDAY;

    int number() {
      return 2;
    }
  }

  sealed interface Tree<T> permits Leaf, Branch {}

  record Leaf<T>(T value) implements Tree<T> {}

  record Branch<T>(Tree<T> left, Tree<T> right) implements Tree<T> {}

  abstract static sealed class Vehicle<T extends Comparable<T>> permits Car, Boat {
    private T weight;
  }

  static final class Car extends Vehicle<Integer> {}

  static non-sealed class Boat extends Vehicle<Long> {
    private Function<String, String> naming;
  }

  static class Bounded<T extends Number, L extends List<T>> {
    private T number;
    private L numbers;
    private Bounded<T, L> next;
    private T[][] grid;
  }

  static class Growing<T> {
    private Growing<List<T>> next;
  }

  class Inner {}

  static class WithInner {
    private Inner inner;
  }

  static class WithTransient {
    private transient Object ignored;
    private static Object shared;
    private final String kept = "";
  }

  @interface Marker {}

  static class Failure extends Exception {
    private static final long serialVersionUID = 1;
  }

  interface Payload<T> {
    T content();
  }

  record Wrapper<T extends Serializable>(T content, Payload<? super T> payload) {}

  interface ReturnTypes {
    @CacheAside(key = "k", ttl = "5m")
    Weekday anEnum();

    @CacheAside(key = "k", ttl = "5m")
    TimeUnit enumOfTheJdk();

    @CacheAside(key = "k", ttl = "5m")
    Enum<Weekday> anyEnum();

    @CacheAside(key = "k", ttl = "5m")
    Tree<Object> treeOfObjects();

    @CacheAside(key = "k", ttl = "5m")
    Tree<? extends Number> treeOfNumbers();

    @CacheAside(key = "k", ttl = "5m")
    Tree rawTree();

    @CacheAside(key = "k", ttl = "5m")
    Vehicle<?> vehicle();

    @CacheAside(key = "k", ttl = "5m")
    Car car();

    @CacheAside(key = "k", ttl = "5m")
    Bounded<?, ?> bounded();

    @CacheAside(key = "k", ttl = "5m")
    Bounded<BigDecimal, List<BigDecimal>> boundedByArguments();

    @CacheAside(key = "k", ttl = "5m")
    Bounded rawBounded();

    @CacheAside(key = "k", ttl = "5m")
    Growing<String> growing();

    @CacheAside(key = "k", ttl = "5m")
    Inner inner();

    @CacheAside(key = "k", ttl = "5m")
    List<WithInner> withInner();

    @CacheAside(key = "k", ttl = "5m")
    WithTransient withTransient();

    @CacheAside(key = "k", ttl = "5m")
    Marker marker();

    @CacheAside(key = "k", ttl = "5m")
    Failure failure();

    @CacheAside(key = "k", ttl = "5m")
    Wrapper<String> wrapper();

    @CacheAside(key = "k", ttl = "5m")
    Payload<String> payload();

    @CacheAside(key = "k", ttl = "5m")
    <T extends Tree<T>> T recursiveVariable();

    @CacheAside(key = "k", ttl = "5m")
    <T extends Comparable<T> & Serializable> List<T> intersection();

    @CacheAside(key = "k", ttl = "5m")
    <T extends Weekday> Map<T, T[]> enumVariable();
  }

  interface TypesOfTheJdk {
    @CacheAside(key = "k", ttl = "5m")
    Map<Locale, Currency> leaves();

    @CacheAside(key = "k", ttl = "5m")
    Map<Date, BitSet> moreLeaves();

    @CacheAside(key = "k", ttl = "5m")
    Number number();

    @CacheAside(key = "k", ttl = "5m")
    CharSequence text();

    @CacheAside(key = "k", ttl = "5m")
    int[][] grid();

    @CacheAside(key = "k", ttl = "5m")
    List<long[]>[] arrays();

    @CacheAside(key = "k", ttl = "5m")
    Collection<?> anyCollection();

    @CacheAside(key = "k", ttl = "5m")
    Iterable<String> iterable();

    @CacheAside(key = "k", ttl = "5m")
    Queue<String> queue();

    @CacheAside(key = "k", ttl = "5m")
    Deque<String> deque();

    @CacheAside(key = "k", ttl = "5m")
    ArrayDeque<Object> arrayDeque();

    @CacheAside(key = "k", ttl = "5m")
    PriorityQueue<Object> priorityQueue();

    @CacheAside(key = "k", ttl = "5m")
    Vector<Object> vector();

    @CacheAside(key = "k", ttl = "5m")
    AbstractList<Object> abstractList();

    @CacheAside(key = "k", ttl = "5m")
    CopyOnWriteArraySet<Object> rareSet();

    @CacheAside(key = "k", ttl = "5m")
    EnumSet<Weekday> enumSet();

    @CacheAside(key = "k", ttl = "5m")
    TreeSet<? extends Comparable<?>> comparables();

    @CacheAside(key = "k", ttl = "5m")
    NavigableSet<String> navigableSet();

    @CacheAside(key = "k", ttl = "5m")
    EnumMap<Weekday, Object> enumMap();

    @CacheAside(key = "k", ttl = "5m")
    SortedMap<String, Map.Entry<String, Integer>> sortedMap();

    @CacheAside(key = "k", ttl = "5m")
    NavigableMap<Object, String> navigableMap();

    @CacheAside(key = "k", ttl = "5m")
    AbstractMap<String, Object> abstractMap();

    @CacheAside(key = "k", ttl = "5m")
    ConcurrentMap<String, Object> concurrentMap();

    @CacheAside(key = "k", ttl = "5m")
    ConcurrentHashMap<String, Set<Optional<OptionalInt>>> concurrentHashMap();

    @CacheAside(key = "k", ttl = "5m")
    LinkedHashMap<String, HashMap> nestedRaw();

    @CacheAside(key = "k", ttl = "5m")
    IdentityHashMap<String, Object> identityMap();

    @CacheAside(key = "k", ttl = "5m")
    WeakHashMap<String, Object> weakMap();

    @CacheAside(key = "k", ttl = "5m")
    AtomicLong atomic();

    @CacheAside(key = "k", ttl = "5m")
    Calendar calendar();

    @CacheAside(key = "k", ttl = "5m")
    TimeZone timeZone();

    @CacheAside(key = "k", ttl = "5m")
    Runnable lambda();

    @CacheAside(key = "k", ttl = "5m")
    Optional<Class<?>> someClass();
  }

  // Keys

  interface Identified<K> {
    K getId();
  }

  abstract static class Entity<A, B> implements Identified<B> {
    public A first;
    private B id;

    @Override
    public B getId() {
      return id;
    }

    public List<A> getAll() {
      return List.of();
    }

    public A[] getArray() {
      return null;
    }
  }

  static class Swapped<X, Y> extends Entity<Y, X> {}

  /** Javac puts bridges into it, because the superclass is not public. */
  public static class Shown extends Swapped<Long, Weekday> {}

  static class User extends Swapped<Long, Weekday> {
    protected String getHidden() {
      return "";
    }

    public boolean is() {
      return true;
    }

    public boolean isX() {
      return true;
    }

    public void getNothing() {}

    public String getWith(int parameter) {
      return "";
    }
  }

  record Issue(boolean issue, int getCount, Swapped<String, ? extends Weekday> nested) {
    public String getText() {
      return "";
    }
  }

  static class Isbn {
    @CacheKey
    public CharSequence digits() {
      return "";
    }
  }

  static class Ean extends Isbn {
    @Override
    @CacheKey
    public String digits() {
      return "";
    }
  }

  @CacheKey
  record Pair<A, B>(A first, List<? extends B> second) {}

  static class Strings extends java.util.ArrayList<String> {
    private static final long serialVersionUID = 1;
  }

  interface Keys {
    @CacheAside(key = "{user.id}:{user.first}", ttl = "5m")
    String resolved(User user);

    @CacheAside(key = "{shown.id}:{shown.nothing}", ttl = "5m")
    String fromAClassThatIsNotPublic(Shown shown);

    @CacheAside(key = "{user.all}", ttl = "5m")
    String listOfVariable(User user);

    @CacheAside(key = "{user.array}", ttl = "5m")
    String arrayOfVariable(User user);

    @CacheAside(key = "{user.id}", ttl = "5m")
    String rawOwner(Swapped user);

    @CacheAside(key = "{user.id}", ttl = "5m")
    String wildcardOwner(Identified<? extends Swapped<?, ?>> user);

    @CacheAside(key = "{user.id}", ttl = "5m")
    <T extends Identified<String>> String variableOwner(T user);

    @CacheAside(key = "{user.id.id}", ttl = "5m")
    String chain(Identified<Identified<Weekday>> user);

    @CacheAside(key = "{user.id}", ttl = "5m")
    <T extends Comparable<T>> String boundResult(Identified<T> user);

    @CacheAside(key = "{user.x}:{user.hidden}", ttl = "5m")
    String hidden(User user);

    @CacheAside(key = "{user.nothing}", ttl = "5m")
    String nothing(User user);

    @CacheAside(key = "{user.with}", ttl = "5m")
    String withParameter(User user);

    @CacheAside(key = "{i.issue}:{i.getCount}:{i.nested.id}:{i.nested.first}:{i.text}", ttl = "5m")
    String components(Issue i);

    @CacheAside(key = "{i.count}", ttl = "5m")
    String getterLikeComponent(Issue i);

    @CacheAside(key = "{day.declaringClass}", ttl = "5m")
    String declaringClass(Weekday day);

    @CacheAside(key = "{day.nmae}", ttl = "5m")
    String ofEnum(Weekday day);

    @CacheAside(key = "{text.bytes}:{text.empty}", ttl = "5m")
    String ofText(String text);

    @CacheAside(key = "{optional.present}:{optional.value}", ttl = "5m")
    String ofOptional(Optional<String> optional);

    @CacheAside(key = "{entry.key}:{entry.value}", ttl = "5m")
    String ofEntry(Map.Entry<String, Optional<?>> entry);

    @CacheAside(key = "{isbn}:{ean}", ttl = "5m")
    String annotated(Isbn isbn, Ean ean);

    @CacheAside(key = "{ean}", ttl = "5m")
    String overridden(Ean ean);

    @CacheAside(key = "{pair}", ttl = "5m")
    String generic(Pair<Weekday, Strings> pair);

    @CacheAside(key = "{pair}", ttl = "5m")
    String rawRecord(Pair pair);

    @CacheAside(key = "{pair}", ttl = "5m")
    <T extends Pair<String, T>> String recursive(T pair);

    @CacheAside(key = "{x}", ttl = "5m")
    String anyEnum(Enum<?> x);

    @CacheAside(key = "{x}", ttl = "5m")
    <E extends Enum<E>> String enumVariable(E x);

    @CacheAside(key = "{x}", ttl = "5m")
    <E extends Weekday> String boundEnum(E[] x);

    @CacheAside(key = "{x}", ttl = "5m")
    String superWildcard(List<? super String> x);

    @CacheAside(key = "{x}", ttl = "5m")
    String anyClass(Class<?> x);

    @CacheAside(key = "{x}", ttl = "5m")
    String strings(Map<String, Strings>[] x);

    @CacheAside(key = "{x}", ttl = "5m")
    String date(Date x);
  }
}
