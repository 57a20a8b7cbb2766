package io.cacheaside.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.CacheKey;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.entry.Write;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code {ids*}}: one key for each element, each that of the template without star. */
@SuppressWarnings("UnusedMethod") // the examples are read by reflection
class StarredKeysTest extends EngineHarness {
  private static final PlanCompiler COMPILER = new PlanCompiler("shop", new StubCodec(), Map.of());

  enum Color {
    RED,
    GREEN
  }

  @CacheKey
  record Pair(long left, @Nullable String right) {}

  record User(Long id, List<User> friends) {}

  private static InvalidationPlan plan(Class<?> example, String method) {
    for (Method each : example.getDeclaredMethods()) {
      if (each.getName().equals(method)) {
        return COMPILER.compileInvalidations(new AnnotatedMethod(each, List.of("page", "ids")));
      }
    }
    throw new IllegalArgumentException(method);
  }

  private static List<String> keys(
      InvalidationPlan plan, @Nullable Object ids, @Nullable Object result) {
    Invalidations known = new Invalidations();
    for (KeyBinder binder : plan.keys()) {
      assertThat(binder.addTo(known, null, new Object[] {7, ids}, result, plan.method()))
          .isEqualTo(KeyBinder.Added.ALL);
    }
    return known.targets().stream().map(each -> ((Target.Entry) each).key().text()).toList();
  }

  // The keys

  /** Each with the template for one and for many. */
  interface Templates {
    @Invalidate(key = "a:{page}:{ids}")
    void oneLong(int page, Long ids);

    @Invalidate(key = "a:{page}:{ids*}")
    void longs(int page, Collection<Long> ids);

    @Invalidate(key = "a:{page}:{ids}")
    void oneInt(int page, int ids);

    @Invalidate(key = "a:{page}:{ids*}")
    void ints(int page, int[] ids);

    @Invalidate(key = "a:{page}:{ids}")
    void oneString(int page, String ids);

    @Invalidate(key = "a:{page}:{ids*}")
    void strings(int page, String... ids);

    @Invalidate(key = "a:{page}:{ids}")
    void oneDouble(int page, double ids);

    @Invalidate(key = "a:{page}:{ids*}")
    void doubles(int page, Set<? extends Double> ids);

    @Invalidate(key = "a:{page}:{ids}")
    void oneOther(int page, Set<Pair> ids);

    @Invalidate(key = "a:{page}:{ids*}")
    void others(int page, List<Set<Pair>> ids);

    @Invalidate(key = "a:{page}:{ids}")
    void oneColor(int page, Color ids);

    @Invalidate(key = "a:{page}:{ids*}")
    <C extends Iterable<Color>> void colors(int page, C ids);

    @Invalidate(key = "a:{page}:{ids}")
    void oneUuid(int page, UUID ids);

    @Invalidate(key = "a:{page}:{ids*}")
    void uuids(int page, UUID[] ids);

    @Invalidate(key = "a:{page}:{ids}")
    void oneDecimal(int page, BigDecimal ids);

    @Invalidate(key = "a:{page}:{ids*}")
    void decimals(int page, Optional<BigDecimal> ids);
  }

  private static void assertSameKeys(String one, String many, Object container, Object... each) {
    InvalidationPlan single = plan(Templates.class, one);
    List<String> expected =
        Arrays.stream(each).flatMap(value -> keys(single, value, null).stream()).toList();
    assertThat(expected).hasSize(each.length);
    assertThat(keys(plan(Templates.class, many), container, null))
        .containsExactlyInAnyOrderElementsOf(new HashSet<>(expected));
  }

  @Test
  void elements_ofEachType_giveTheKeysOfTheTemplateForOne() {
    Random random = new Random(8);
    for (int round = 0; round < 50; round++) {
      Long[] longs = random.longs(5).boxed().toArray(Long[]::new);
      longs[round % 5] = round % 2 == 0 ? null : longs[0];
      assertSameKeys("oneLong", "longs", Arrays.asList(longs), (Object[]) longs);
      int[] ints = random.ints(5).toArray();
      assertSameKeys("oneInt", "ints", ints, IntStream.of(ints).boxed().toArray());
      String[] strings =
          IntStream.range(0, 5)
              .mapToObj(i -> random.ints(i, 0, 0xFFFF).mapToObj(Character::toString))
              .map(text -> String.join("", text.toList()))
              .toArray(String[]::new);
      assertSameKeys("oneString", "strings", strings, (Object[]) strings);
      Double[] doubles = random.doubles(5).boxed().toArray(Double[]::new);
      assertSameKeys("oneDouble", "doubles", Set.of(doubles), (Object[]) doubles);
      BigDecimal decimal = new BigDecimal("1.50");
      assertSameKeys("oneDecimal", "decimals", Optional.of(decimal), decimal);
    }
    Set<Pair> pairs = Set.of(new Pair(1, "a:b"), new Pair(2, null));
    assertSameKeys("oneOther", "others", List.of(pairs, Set.of()), pairs, Set.of());
    assertSameKeys("oneColor", "colors", List.of(Color.RED, Color.GREEN), Color.RED, Color.GREEN);
    UUID uuid = new UUID(1, 2);
    assertSameKeys("oneUuid", "uuids", new UUID[] {uuid, null, uuid}, uuid, null, uuid);
  }

  interface Paths {
    @Invalidate(key = "user:{ids*.id}")
    void users(int page, List<? extends User> ids);

    @Invalidate(key = "user:{ids.friends*.id}")
    void friends(int page, User ids);

    @Invalidate(key = "user:{result*.id}:{page}")
    Optional<User> optional(int page, Object ids);

    @Invalidate(key = "user:{result*}")
    OptionalLong primitive(int page, Object ids);

    @Invalidate(key = "user:{ids*}")
    void absent(int page, OptionalInt ids);
  }

  @Test
  void properties_beforeAndBehindTheStar_areFollowed() {
    User ann = new User(1L, List.of());
    User bob = new User(2L, Arrays.asList(ann, null, new User(null, null)));
    assertThat(keys(plan(Paths.class, "users"), List.of(ann, bob, ann), null))
        .containsExactly("shop:default:{user:1}", "shop:default:{user:2}");
    assertThat(keys(plan(Paths.class, "friends"), bob, null))
        .containsExactly("shop:default:{user:1}", "shop:default:{user:~}");
    assertThat(keys(plan(Paths.class, "friends"), new User(3L, null), null)).isEmpty();
    assertThat(keys(plan(Paths.class, "friends"), null, null)).isEmpty();
  }

  @Test
  void optional_isNoneOrOneElement() {
    User ann = new User(1L, List.of());
    assertThat(keys(plan(Paths.class, "optional"), null, Optional.of(ann)))
        .containsExactly("shop:default:{user:1:7}");
    assertThat(keys(plan(Paths.class, "optional"), null, Optional.empty())).isEmpty();
    assertThat(keys(plan(Paths.class, "optional"), null, null)).isEmpty();
    assertThat(keys(plan(Paths.class, "primitive"), null, OptionalLong.of(5)))
        .containsExactly("shop:default:{user:5}");
    assertThat(keys(plan(Paths.class, "absent"), OptionalInt.empty(), null)).isEmpty();
  }

  // What is removed

  /** The annotated methods; the tests call the engine in place of woven code. */
  static final class Users {
    private Users() {}

    @CacheAside(key = "user:{id}", ttl = "5m")
    static String user(int id) {
      return "";
    }

    @Invalidate(key = "user:{ids*}")
    static void deleteAll(Iterable<Integer> ids) {}

    @Invalidate(key = "user:{ids*}", when = Invalidate.When.AROUND)
    static void saveAll(Collection<Integer> ids) {}

    @Invalidate(key = "user:{ids*}", when = Invalidate.When.AROUND)
    static void saveEach(Iterable<Integer> ids) {}

    @Invalidate(key = "user:{ids*.id}", when = Invalidate.When.AROUND)
    static void saveFailing(Collection<Failing> ids) {}

    @Invalidate(key = "user:{user.id}", when = Invalidate.When.AROUND)
    static void saveOne(Failing user) {}

    @Invalidate(key = "user:{result*}")
    static List<Integer> create(Collection<String> names) {
      return List.of();
    }

    @Invalidate(key = "user:{ids*.id}")
    static void failing(Collection<Failing> ids) {}
  }

  record Failing(int value) {
    public Integer getId() {
      if (value < 0) {
        throw new IllegalStateException("no id");
      }
      return value;
    }
  }

  private static CallSite site(Class<?> type, String name) {
    return new CallSite(Examples.method(type, name));
  }

  private final CallSite user = site(Users.class, "user");
  private final CallSite deleteAll = site(Users.class, "deleteAll");
  private final CallSite saveAll = site(Users.class, "saveAll");

  private void fill(int count) throws Throwable {
    for (int id = 0; id < count; id++) {
      call(user, id, () -> "old");
    }
  }

  private void assertRemoved(int id, boolean removed) throws Throwable {
    assertThat(call(user, id, () -> "new")).isEqualTo(removed ? "new" : "old");
  }

  /** Notes how many keys are sent at once, and how many batches wait for an answer. */
  private final class Batches extends StoreDecorator {
    final List<Integer> sizes = new CopyOnWriteArrayList<>();
    final AtomicInteger failing = new AtomicInteger();

    Batches() {
      super(memory);
    }

    private <T> CompletableFuture<T> answer(List<Key> keys, CompletableFuture<T> answer) {
      sizes.add(keys.size());
      return failing.get() > 0
          ? CompletableFuture.failedFuture(new StoreException(Reason.UNAVAILABLE, "away", null))
          : answer;
    }

    @Override
    public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
      return answer(keys, super.invalidate(keys, settleMillis));
    }

    @Override
    public CompletableFuture<Boolean> fence(List<Key> keys, long millis) {
      return answer(keys, super.fence(keys, millis));
    }
  }

  private Batches useBatches() {
    engine.close();
    Batches store = new Batches();
    engine = engine(store, Duration.ofSeconds(20));
    return store;
  }

  @Test
  void elements_areRemovedInOneRoundTrip_andNoOthers() throws Throwable {
    Batches store = useBatches();
    fill(4);
    engine.invalidate(deleteAll, null, new Object[] {Arrays.asList(1, 2, 2, null)}, null, true);
    assertThat(store.sizes).containsExactly(3);
    assertRemoved(0, false);
    assertRemoved(1, true);
    assertRemoved(2, true);
    assertRemoved(3, false);
    engine.invalidate(deleteAll, null, new Object[] {List.of()}, null, true);
    engine.invalidate(deleteAll, null, new Object[] {null}, null, true);
    assertThat(store.sizes).containsExactly(3);
  }

  @Test
  void manyElements_areRemovedInBatches() throws Throwable {
    Batches store = useBatches();
    List<Integer> ids = IntStream.range(0, 2_500).boxed().toList();
    engine.invalidate(deleteAll, null, new Object[] {ids}, null, true);
    assertThat(store.sizes).containsExactly(1_000, 1_000, 500);
    assertThat(counters.snapshot().invalidations()).isEqualTo(2_500);
  }

  @Test
  void manyElements_storeAway_areUndeliveredAfterTheFirstBatch() {
    Batches store = useBatches();
    store.failing.set(1);
    List<Integer> ids = IntStream.range(0, 2_500).boxed().toList();
    engine.invalidate(deleteAll, null, new Object[] {ids}, null, true);
    assertThat(store.sizes).startsWith(1_000);
    assertThat(counters.snapshot().undeliveredInvalidations()).isEqualTo(2_500);
  }

  @Test
  void tooManyElements_clearTheRegion() throws Throwable {
    fill(1);
    List<Integer> ids = IntStream.range(1, Invalidations.MAX_KEYS + 2).boxed().toList();
    engine.invalidate(deleteAll, null, new Object[] {ids}, null, true);
    assertRemoved(0, true);
    assertThat(counters.snapshot().clears()).isEqualTo(1);
  }

  @Test
  void iterableThatMayBeUsedUp_isNotTouched_andTheRegionIsCleared() throws Throwable {
    fill(2);
    Iterator<Integer> once = List.of(1).iterator();
    Iterable<Integer> ids = () -> once;
    try (LogCapture log = new LogCapture()) {
      engine.invalidate(deleteAll, null, new Object[] {ids}, null, true);
      assertThat(log.lines("WritePath"))
          .containsExactly(
              "WARN io.cacheaside.engine.plan.StarredKeysTest$Users.deleteAll(Iterable): the elements for"
                  + " the @Invalidate key \"user:{ids*}\" are those of an Iterable that is no"
                  + " collection; they may be readable only once, so the region \"default\" is"
                  + " cleared instead. Pass a collection.");
    }
    assertThat(once.hasNext()).isTrue();
    assertRemoved(0, true);
    assertRemoved(1, true);
  }

  @Test
  void around_fencesEachElement_inBatches() throws Throwable {
    Batches store = useBatches();
    List<Integer> ids = IntStream.range(0, 1_200).boxed().toList();
    Write write = engine.writeBegins(saveAll, null, new Object[] {ids});
    assertThat(store.sizes).containsExactly(1_000, 200);
    assertThat(counters.snapshot().fences()).isEqualTo(1_200);
    write.ended(null, true);
    assertThat(store.sizes).containsExactly(1_000, 200, 1_000, 200);
  }

  @Test
  void around_tooManyElements_isSaid() {
    List<Integer> ids = IntStream.range(0, Invalidations.MAX_KEYS + 1).boxed().toList();
    try (LogCapture log = new LogCapture()) {
      engine.writeBegins(saveAll, null, new Object[] {ids}).ended(null, true);
      assertThat(log.lines("Fences"))
          .containsExactly(
              "WARN io.cacheaside.engine.plan.StarredKeysTest$Users.saveAll(Collection): there are more"
                  + " than 10000 keys of the region \"default\", so nothing of it is fenced before"
                  + " the method; it is cleared after the method");
      assertThat(log.lines("WritePath")).isEmpty();
    }
    assertThat(counters.snapshot().clears()).isEqualTo(1);
    assertThat(counters.snapshot().fences()).isZero();
  }

  @Test
  void result_isRemovedEachElement_andIfTheMethodThrewThatIsSaidOnce() throws Throwable {
    CallSite create = site(Users.class, "create");
    fill(2);
    engine.invalidate(create, null, new Object[] {List.of("a")}, List.of(1), true);
    assertRemoved(0, false);
    assertRemoved(1, true);
    try (LogCapture log = new LogCapture()) {
      engine.invalidate(create, null, new Object[] {List.of("a")}, null, false);
      engine.invalidate(create, null, new Object[] {List.of("a")}, null, false);
      assertThat(log.lines("WritePath"))
          .containsExactly(
              "WARN io.cacheaside.engine.plan.StarredKeysTest$Users.create(Collection): the method threw,"
                  + " so the @Invalidate key \"user:{result*}\", which needs its result, is not known"
                  + " and its entry stays; if it may have written, name a parameter instead");
    }
    assertThat(counters.snapshot().skippedInvalidations()).isEqualTo(2);
  }

  @Test
  void elementWhoseKeyCannotBeComputed_clearsTheRegion() throws Throwable {
    fill(3);
    List<Failing> ids = List.of(new Failing(0), new Failing(-1), new Failing(2));
    engine.invalidate(site(Users.class, "failing"), null, new Object[] {ids}, null, true);
    assertRemoved(0, true);
    assertRemoved(1, true);
    assertRemoved(2, true);
    assertThat(counters.snapshot().clears()).isEqualTo(1);
    assertThat(counters.snapshot().skippedInvalidations()).isZero();
  }

  @Test
  void collection_thatChangesMeanwhile_doesNotFailTheCaller() {
    List<Integer> changing =
        new ArrayList<>(Collections.nCopies(3, 1)) {
          @Override
          public void forEach(Consumer<? super Integer> action) {
            throw new java.util.ConcurrentModificationException();
          }
        };
    engine.invalidate(deleteAll, null, new Object[] {changing}, null, true);
    assertThat(counters.snapshot().clears()).isEqualTo(1);
  }

  // Collections that do not behave

  /** Equal elements without end: who does not stop in time is told so. */
  private static class Endless extends AbstractCollection<Integer> {
    private static final int PATIENCE = 10_000_000;

    int walked;

    @Override
    public Iterator<Integer> iterator() {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return true;
        }

        @Override
        public Integer next() {
          if (++walked > PATIENCE) {
            throw new IllegalStateException("there is no end");
          }
          return 1;
        }
      };
    }

    @Override
    public int size() {
      return Integer.MAX_VALUE;
    }
  }

  private static final String TOO_MANY_ELEMENTS =
      "WARN io.cacheaside.engine.plan.StarredKeysTest$Users.%s: the @Invalidate key \"user:{ids*}\" has"
          + " more than 100000 elements, so %sthe region \"default\" is cleared %s";

  private static final String FAILING =
      "java.lang.IllegalStateException in io.cacheaside.engine.plan.StarredKeysTest$Failing.getId";

  private static final String UNREADABLE =
      "java.lang.IllegalStateException in io.cacheaside.engine.plan.StarredKeysTest$Unreadable.forEach";

  private static final String NOT_EACH_FENCED =
      "WARN io.cacheaside.engine.plan.StarredKeysTest$Users.%s: the @Invalidate key \"%s\" could not be"
          + " computed for each element before the method (%s; its stack is logged at DEBUG), so not"
          + " all of its entries are fenced";

  @Test
  void endlessCollectionOfEqualElements_clearsTheRegion() throws Throwable {
    fill(2);
    Endless ids = new Endless();
    try (LogCapture log = new LogCapture()) {
      engine.writeBegins(deleteAll, null, new Object[] {ids}).ended(null, true);
      assertThat(log.lines("WritePath"))
          .containsExactly(TOO_MANY_ELEMENTS.formatted("deleteAll(Iterable)", "", "instead"));
    }
    assertThat(ids.walked).as("before the method, and a first look after it").isEqualTo(100_002);
    assertRemoved(0, true);
    assertRemoved(1, true);
    assertThat(counters.snapshot().clears()).isEqualTo(1);
  }

  @Test
  void manyEqualElements_areOneKey() throws Throwable {
    fill(2);
    List<Integer> ids = Collections.nCopies(100_000, 1);
    engine.invalidate(deleteAll, null, new Object[] {ids}, null, true);
    assertRemoved(0, false);
    assertRemoved(1, true);
  }

  @Test
  void around_endlessCollectionOfEqualElements_isSaidOnce() {
    Batches store = useBatches();
    try (LogCapture log = new LogCapture()) {
      engine.writeBegins(saveAll, null, new Object[] {new Endless()}).ended(null, true);
      assertThat(log.lines("Fences"))
          .containsExactly(
              TOO_MANY_ELEMENTS.formatted(
                  "saveAll(Collection)",
                  "nothing of it is fenced before the method; ",
                  "after the method"));
      assertThat(log.lines("WritePath")).isEmpty();
    }
    assertThat(counters.snapshot().fences()).isZero();
    assertThat(counters.snapshot().clears()).isEqualTo(1);
    assertThat(store.sizes).isEmpty();
  }

  @Test
  void around_iterableThatMayBeUsedUp_isSaidOnce() {
    Batches store = useBatches();
    Iterator<Integer> once = List.of(1).iterator();
    Iterable<Integer> ids = () -> once;
    try (LogCapture log = new LogCapture()) {
      CallSite saveEach = site(Users.class, "saveEach");
      engine.writeBegins(saveEach, null, new Object[] {ids}).ended(null, true);
      assertThat(log.lines("Fences"))
          .containsExactly(
              "WARN io.cacheaside.engine.plan.StarredKeysTest$Users.saveEach(Iterable): the elements for"
                  + " the @Invalidate key \"user:{ids*}\" are those of an Iterable that is no"
                  + " collection; they may be readable only once, so nothing of it is fenced before"
                  + " the method; the region \"default\" is cleared after the method. Pass a"
                  + " collection.");
      assertThat(log.lines("WritePath")).isEmpty();
    }
    assertThat(counters.snapshot().fences()).isZero();
    assertThat(store.sizes).isEmpty();
  }

  /** Its elements cannot be read before the method, or never. */
  private static final class Unreadable extends ArrayList<Integer> {
    private static final long serialVersionUID = 1L;

    final AtomicInteger failures;

    Unreadable(int failures) {
      super(List.of(1));
      this.failures = new AtomicInteger(failures);
    }

    @Override
    public void forEach(Consumer<? super Integer> action) {
      action.accept(get(0));
      if (failures.getAndDecrement() > 0) {
        throw new IllegalStateException("not connected");
      }
    }
  }

  @Test
  void around_readingTheElementsFails_isSaidAsWhatItIs() throws Throwable {
    fill(3);
    try (LogCapture log = new LogCapture()) {
      Unreadable ids = new Unreadable(2); // with what is known of the call, and for the fences
      engine.writeBegins(saveAll, null, new Object[] {ids}).ended(null, true);
      assertThat(log.lines("Fences"))
          .containsExactly(
              NOT_EACH_FENCED.formatted("saveAll(Collection)", "user:{ids*}", UNREADABLE));
      assertThat(log.lines("WritePath")).isEmpty();
    }
    assertThat(counters.snapshot().fences()).as("the one that was read").isEqualTo(1);
    assertRemoved(2, true);
    assertThat(counters.snapshot().clears()).isEqualTo(1);
  }

  @Test
  void around_keyOfAnElementCannotBeComputed_isSaidBeforeAndAfter() throws Throwable {
    fill(3);
    List<Failing> ids = List.of(new Failing(0), new Failing(-1));
    try (LogCapture log = new LogCapture()) {
      CallSite saveFailing = site(Users.class, "saveFailing");
      engine.writeBegins(saveFailing, null, new Object[] {ids}).ended(null, true);
      assertThat(log.lines("Fences"))
          .containsExactly(
              NOT_EACH_FENCED.formatted("saveFailing(Collection)", "user:{ids*.id}", FAILING));
      assertThat(log.lines("WritePath"))
          .containsExactly(
              "ERROR io.cacheaside.engine.plan.StarredKeysTest$Users.saveFailing(Collection): the"
                  + " @Invalidate key \"user:{ids*.id}\" could not be computed for each element ("
                  + FAILING
                  + "; its stack is logged at DEBUG), so the region \"default\" is cleared instead");
    }
    assertThat(counters.snapshot().fences()).isEqualTo(1);
    assertRemoved(2, true);
  }

  @Test
  void around_keyCannotBeComputed_isSaidBeforeAndAfter() {
    try (LogCapture log = new LogCapture()) {
      CallSite saveOne = site(Users.class, "saveOne");
      engine.writeBegins(saveOne, null, new Object[] {new Failing(-1)}).ended(null, true);
      assertThat(log.lines("Fences"))
          .containsExactly(
              "WARN io.cacheaside.engine.plan.StarredKeysTest$Users.saveOne(Failing): the @Invalidate"
                  + " key \"user:{user.id}\" could not be computed before the method ("
                  + FAILING
                  + "; its stack is logged at DEBUG), so its entry is not fenced");
      assertThat(log.lines("WritePath"))
          .containsExactly(
              "ERROR io.cacheaside.engine.plan.StarredKeysTest$Users.saveOne(Failing): the @Invalidate"
                  + " key \"user:{user.id}\" could not be computed ("
                  + FAILING
                  + "; its stack is logged at DEBUG), so its entry stays until its TTL ends");
    }
    assertThat(counters.snapshot().fences()).isZero();
  }

  /** A body that went through it would wait or fail as well. */
  @Test
  void iteratorThatBlocks_isWaitedFor() throws Throwable {
    fill(2);
    CountDownLatch more = new CountDownLatch(1);
    CountDownLatch reading = new CountDownLatch(1);
    List<Integer> blocking =
        new ArrayList<>(List.of(1)) {
          @Override
          public void forEach(Consumer<? super Integer> action) {
            reading.countDown();
            try {
              more.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new IllegalStateException(e);
            }
            super.forEach(action);
          }
        };
    CompletableFuture<Object> writer =
        inThread(
            () -> {
              engine.invalidate(deleteAll, null, new Object[] {blocking}, null, true);
              return "returned";
            });
    reading.await();
    assertThat(call(user, 0, () -> "not needed")).as("it holds no lock").isEqualTo("old");
    more.countDown();
    assertThat(get(writer)).isEqualTo("returned");
    assertRemoved(0, false);
    assertRemoved(1, true);
    assertThat(counters.snapshot().clears()).isZero();
  }

  @Test
  void iteratorThatThrows_clearsTheRegion_andTheCallerNoticesNothing() throws Throwable {
    fill(1);
    Collection<Integer> failing =
        new AbstractCollection<>() {
          @Override
          public Iterator<Integer> iterator() {
            return new Iterator<>() {
              @Override
              public boolean hasNext() {
                throw new LinkageError("no class for the elements");
              }

              @Override
              public Integer next() {
                return 1;
              }
            };
          }

          @Override
          public int size() {
            return 1;
          }
        };
    engine.writeBegins(saveAll, null, new Object[] {failing}).ended(null, true);
    assertRemoved(0, true);
    assertThat(counters.snapshot().clears()).isEqualTo(1);
  }
}
