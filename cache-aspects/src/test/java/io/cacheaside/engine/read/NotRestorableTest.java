package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that can be encoded, but do not come back: callers share loads, and nobody waits. */
@Timeout(120)
class NotRestorableTest extends EngineHarness {
  private final AtomicInteger acquires = new AtomicInteger();
  private final AtomicInteger populates = new AtomicInteger();

  /** A constructor that nobody is meant to call. */
  static final class Sealed {
    final String text;

    @SuppressWarnings("unused") // called by the codec
    private Sealed() {
      throw new UnsupportedOperationException("not for you");
    }

    Sealed(String text) {
      this.text = text;
    }
  }

  /** Equal by what is not stored. */
  static final class Tag {
    final int number;
    private final transient String name;

    @SuppressWarnings("unused") // called by the codec
    private Tag() {
      this(0, null);
    }

    Tag(int number, String name) {
      this.number = number;
      this.name = name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Tag tag && Objects.equals(tag.name, name);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(name);
    }
  }

  record Owner(String name, List<Sealed> things) {}

  /** Changes what it is given each time. */
  record Gross(String name, long cents) {
    Gross {
      cents += 19;
    }
  }

  /** A constructor that takes its value once, while {@link #strict}. */
  record Moody(int number) {
    static volatile boolean strict;

    Moody {
      if (strict) {
        throw new IllegalStateException("strict");
      }
    }
  }

  @SuppressWarnings("unused")
  static final class Annotated2 {
    private Annotated2() {}

    @CacheAside(key = "sealed:{id}", ttl = "5m")
    static Sealed sealed(int id) {
      return null;
    }

    @CacheAside(key = "owner:{id}", ttl = "5m")
    static Owner owner(int id) {
      return null;
    }

    @CacheAside(key = "identity:{id}", ttl = "5m")
    static Set<String> identitySet(int id) {
      return null;
    }

    @CacheAside(key = "tags:{id}", ttl = "5m")
    static Set<Tag> tags(int id) {
      return null;
    }

    @CacheAside(key = "byTag:{id}", ttl = "5m")
    static Map<Tag, String> byTag(int id) {
      return null;
    }

    @CacheAside(key = "gross:{id}", ttl = "5m")
    static Gross gross(int id) {
      return null;
    }

    @CacheAside(key = "moody:{id}", ttl = "5m")
    static Moody moody(int id) {
      return null;
    }
  }

  static CallSite site2(String name) {
    Method method =
        Arrays.stream(Annotated2.class.getDeclaredMethods())
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return new CallSite(new AnnotatedMethod(method, List.of("id")));
  }

  @BeforeEach
  void countQuestions() {
    engine.close();
    engine =
        engine(
            new StoreDecorator(memory) {
              @Override
              public CompletableFuture<Grant> acquire(
                  Key key, LeaseToken token, long leaseMillis, LeaseToken seen) {
                acquires.incrementAndGet();
                return super.acquire(key, token, leaseMillis, seen);
              }

              @Override
              public CompletableFuture<Boolean> populate(
                  Key key, LeaseToken token, byte[] record, long ttlMillis) {
                populates.incrementAndGet();
                return super.populate(key, token, record, ttlMillis);
              }
            },
            Duration.ofSeconds(60));
  }

  static Stream<Arguments> values() {
    Supplier<Object> identitySet =
        () -> {
          Set<String> set = Collections.newSetFromMap(new IdentityHashMap<>());
          set.add(new String("same"));
          set.add(new String("same"));
          return set;
        };
    Supplier<Object> tags = () -> Set.of(new Tag(1, "one"), new Tag(2, "two"));
    Supplier<Object> byTag = () -> Map.of(new Tag(1, "one"), "1", new Tag(2, "two"), "2");
    Supplier<Object> sealed = () -> new Sealed("text");
    Supplier<Object> owner = () -> new Owner("Ada", List.of(new Sealed("text")));
    Supplier<Object> gross = () -> new Gross("tea", 100);
    String threw =
        " cannot be read: the constructor of io.cacheaside.engine.read.NotRestorableTest$Sealed threw"
            + " java.lang.UnsupportedOperationException in"
            + " io.cacheaside.engine.read.NotRestorableTest$Sealed.<init>";
    return Stream.of(
        Arguments.of("sealed", sealed, "Sealed: the value" + threw),
        Arguments.of("owner", owner, "Owner: field \"things[]\"" + threw),
        Arguments.of(
            "identitySet", identitySet, "Set<String>: the value holds the same element twice"),
        Arguments.of("tags", tags, "Set<Tag>: the value holds the same element twice"),
        Arguments.of("byTag", byTag, "Map<Tag, String>: the value holds the same key twice"),
        Arguments.of(
            "gross",
            gross,
            "Gross: field \"cents\" is read back as something else than was written, so hits would"
                + " differ from loads; a constructor must leave as it is what it is given"));
  }

  private List<CompletableFuture<Object>> herd(CallSite site, Callable<?> body) {
    List<CompletableFuture<Object>> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      callers.add(callInThread(site, 1, body));
    }
    return callers;
  }

  /** Lets 16 callers ask for one key at once, and returns how many loads that takes. */
  private int loadsOfAHerd(CallSite site, Supplier<?> value) throws Exception {
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch everyoneWaits = new CountDownLatch(1);
    List<CompletableFuture<Object>> callers =
        herd(
            site,
            () -> {
              if (loads.incrementAndGet() == 1) {
                everyoneWaits.await();
              }
              return value.get();
            });
    awaitThreadsWaiting(15);
    everyoneWaits.countDown();
    for (CompletableFuture<Object> caller : callers) {
      assertThat(get(caller)).hasSameClassAs(value.get());
    }
    return loads.get();
  }

  @ParameterizedTest
  @MethodSource("values")
  void valueThatDoesNotComeBack_isSharedAndNotStored(
      String method, Supplier<Object> value, String reason) throws Exception {
    CallSite site = site2(method);
    try (LogCapture log = new LogCapture()) {
      assertThat(loadsOfAHerd(site, value)).as("loads of the first herd").isEqualTo(1);
      assertThat(loadsOfAHerd(site, value)).as("loads past the cache").isLessThanOrEqualTo(2);
      assertThat(log.lines("Populating"))
          .containsExactly(
              "WARN io.cacheaside.engine.read.NotRestorableTest$Annotated2."
                  + method
                  + "(int): the value is returned but not cached: return type "
                  + reason);
    }
    assertThat(populates).hasValue(0);
    assertThat(acquires).as("leases, of which others might wait").hasValue(1);
    assertThat(counters.snapshot().failedPopulates()).isEqualTo(1);
    assertThat(counters.snapshot().decodeFailures()).isZero();
    assertThat(counters.snapshot().bypasses()).isEqualTo(16);
  }

  @Test
  void valueThatStopsComingBack_isHandedToJoinersAndLaterNotStored() throws Throwable {
    CallSite site = site2("moody");
    for (int id = 10; id < 15; id++) {
      int number = id;
      call(site, id, () -> new Moody(number));
    }
    assertThat(populates).hasValue(5);
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch everyoneWaits = new CountDownLatch(1);
    Moody value = new Moody(1);
    List<CompletableFuture<Object>> callers =
        herd(
            site,
            () -> {
              loads.incrementAndGet();
              everyoneWaits.await();
              return value;
            });
    awaitThreadsWaiting(15);
    Moody.strict = true;
    try {
      everyoneWaits.countDown();
      for (CompletableFuture<Object> caller : callers) {
        assertThat(get(caller)).as("the object itself: there is no copy").isSameAs(value);
      }
      assertThat(loads).hasValue(1);
      assertThat(populates).as("it is not one of those that are read back").hasValue(6);
      assertThat(call(site, 1, () -> value)).isSameAs(value);
      assertThat(call(site, 2, () -> value)).isSameAs(value);
      assertThat(populates).as("now all are read back").hasValue(6);
    } finally {
      Moody.strict = false;
    }
    assertThat(call(site, 2, () -> value)).isSameAs(value);
    assertThat(populates).as("and stored again as soon as they come back").hasValue(7);
    assertThat(call(site, 2, () -> null)).isEqualTo(value);
  }
}
