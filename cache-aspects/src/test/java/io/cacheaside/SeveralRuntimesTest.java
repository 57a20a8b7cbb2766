package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.entry.Write;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.ForwardingStore;
import io.cacheaside.spi.Store;
import io.cacheaside.store.MemoryStore;
import io.cacheaside.testing.Await;
import io.cacheaside.transaction.InvalidationScope;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several runtimes in one JVM: which of them is in force, and who keeps to which. */
class SeveralRuntimesTest {
  private static final String LOGGER = CacheAsideRuntime.class.getSimpleName();

  private final List<CacheAsideRuntime> installed = new ArrayList<>();
  private final CallSite find = new CallSite(Examples.method(Annotated.class, "find"));
  private final CallSite save = new CallSite(Examples.method(Annotated.class, "save"));
  private int loads;

  /** The annotated methods. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "user:{id}", ttl = "5m")
    static String find(long id) {
      return "user " + id;
    }

    @Invalidate(key = "user:{id}")
    static void save(long id) {}
  }

  private CacheAsideRuntime install(String app) {
    return install(app, builder -> builder.allow("java.lang.String"));
  }

  private CacheAsideRuntime install(String app, UnaryOperator<CacheAsideConfig.Builder> settings) {
    CacheAsideRuntime runtime = CacheAsideRuntime.install(settings.apply(config(app)).build());
    installed.add(runtime);
    return runtime;
  }

  private static CacheAsideConfig.Builder config(String app) {
    return CacheAsideConfig.builder()
        .app(app)
        .store(MemoryStore::new)
        .weavingCheck(WeavingCheck.OFF);
  }

  @AfterEach
  void close() {
    installed.forEach(CacheAsideRuntime::close);
    assertThat(CacheAsideRuntime.inForce()).isEmpty();
  }

  /** As woven code calls it. */
  private String find(CacheEngine engine) throws Throwable {
    Object outcome = engine.read(find, null, new Object[] {7L});
    if (!(outcome instanceof Load load)) {
      return (String) outcome;
    }
    loads++;
    return (String) load.completed("load " + loads);
  }

  private String find() throws Throwable {
    return find(CacheEngine.installed());
  }

  @Test
  void newest_isInForce_untilItIsClosed() throws Throwable {
    assertThat(CacheAsideRuntime.inForce()).isEmpty();
    CacheAsideRuntime first = install("first");
    assertThat(CacheAsideRuntime.inForce()).containsSame(first);
    assertThat(find()).isEqualTo("load 1");
    CacheAsideRuntime second = install("second");
    assertThat(CacheAsideRuntime.inForce()).containsSame(second);
    assertThat(find()).isEqualTo("load 2");
    second.close();
    assertThat(CacheAsideRuntime.inForce()).containsSame(first);
    assertThat(find()).isEqualTo("load 1");
  }

  @Test
  void olderOne_isClosed_changesNothing() {
    CacheAsideRuntime first = install("first");
    CacheAsideRuntime second = install("second");
    first.close();
    assertThat(CacheAsideRuntime.inForce()).containsSame(second);
    second.close();
    assertThat(CacheAsideRuntime.inForce()).isEmpty();
  }

  @Test
  void activate_putsAnOlderOneInForce_beforeTheOthers() {
    CacheAsideRuntime first = install("first");
    CacheAsideRuntime second = install("second");
    CacheAsideRuntime third = install("third");
    first.activate();
    first.activate();
    assertThat(CacheAsideRuntime.inForce()).containsSame(first);
    first.close();
    assertThat(CacheAsideRuntime.inForce()).containsSame(third);
    third.close();
    assertThat(CacheAsideRuntime.inForce()).containsSame(second);
  }

  @Test
  void deactivate_leavesTheOneBefore_orNone_andActivatePutsItBack() throws Throwable {
    CacheAsideRuntime first = install("first");
    CacheAsideRuntime second = install("second");
    assertThat(find()).isEqualTo("load 1");
    second.deactivate();
    assertThat(CacheAsideRuntime.inForce()).containsSame(first);
    first.deactivate();
    first.deactivate();
    assertThat(CacheAsideRuntime.inForce()).isEmpty();
    assertThat(CacheEngine.installed()).isNull();
    second.activate();
    assertThat(find()).isEqualTo("load 1");
  }

  @Test
  void activate_ofAClosedOne_isRefused() {
    CacheAsideRuntime first = install("first");
    CacheAsideRuntime second = install("second");
    second.close();
    assertThatThrownBy(second::activate)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("this CacheAsideRuntime, of app \"second\", is closed; install another one");
    second.deactivate();
    assertThat(CacheAsideRuntime.inForce()).containsSame(first);
  }

  @Test
  void secondInForce_isToldOfInAWarning_oneBesideADeactivatedIsNot() {
    CacheAsideRuntime first = install("first");
    try (LogCapture log = new LogCapture()) {
      CacheAsideRuntime second = install("second");
      assertThat(log.lines(LOGGER))
          .containsExactly(
              "WARN this CacheAsideRuntime, of app \"second\", is in force in place of another one,"
                  + " of app \"first\", until it is closed: what is invalidated meanwhile may stay"
                  + " cached there. If one is enough, close the other one first; if two are meant,"
                  + " call its deactivate() first");
      first.deactivate();
      second.deactivate();
      install("third");
      assertThat(log.lines(LOGGER)).hasSize(1);
    }
  }

  /** Lets nobody have a plan until it is told to. */
  private static final class SlowCodec implements Codec {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    volatile boolean isSlow;
    private final Codec codec = new KryoCodec(KryoCodecOptions.defaults());

    @Override
    public int id() {
      return codec.id();
    }

    @Override
    public TypeCodec forType(Type type) {
      try {
        if (isSlow) {
          asked.countDown();
          goOn.await();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return codec.forType(type);
    }
  }

  @Test
  void closed_whileAnotherCompilesAPlan_isOutOfForceAtOnce() throws Exception {
    CacheAsideRuntime first = install("first");
    find.readPlan(CacheEngine.installed());
    SlowCodec codec = new SlowCodec();
    CacheAsideRuntime second = install("second", builder -> builder.codec(codec));
    CacheEngine slow = CacheEngine.installed();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      codec.isSlow = true;
      Future<?> compiled = threads.submit(() -> find.readPlan(slow));
      codec.asked.await();
      first.activate();
      Future<?> closed = threads.submit(first::close);
      Await.until(
          "the other one is in force",
          () -> CacheAsideRuntime.inForce().equals(Optional.of(second)));
      codec.goOn.countDown();
      compiled.get();
      closed.get();
    } finally {
      codec.goOn.countDown();
      threads.shutdownNow();
    }
  }

  /** Closing is seen. */
  private static final class SeenStore extends ForwardingStore {
    final AtomicBoolean closed = new AtomicBoolean();

    SeenStore(Store store) {
      super(store);
    }

    @Override
    public void close() {
      closed.set(true);
      super.close();
    }
  }

  @Test
  void start_thatFailsWhereItWouldBePutInForce_leavesNothingOpen() {
    CacheAsideRuntime first = install("first");
    List<SeenStore> stores = new ArrayList<>();
    PrintStream original = System.err;
    System.setErr(
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void println(String line) {
            throw new OutOfMemoryError("of a log");
          }
        });
    try {
      assertThatThrownBy(
              () ->
                  CacheAsideRuntime.install(
                      config("second").build(),
                      store -> {
                        stores.add(new SeenStore(store));
                        return stores.get(0);
                      }))
          .isExactlyInstanceOf(OutOfMemoryError.class);
    } finally {
      System.setErr(original);
    }
    assertThat(stores.get(0).closed).isTrue();
    assertThat(CacheAsideRuntime.inForce()).containsSame(first);
  }

  @Test
  void plans_areKeptForEachThatIsOpen() {
    install("first");
    CacheEngine first = CacheEngine.installed();
    install("second");
    CacheEngine second = CacheEngine.installed();
    Object plan = find.readPlan(first);
    Object other = find.readPlan(second);
    assertThat(other).isNotSameAs(plan);
    assertThat(find.readPlan(first)).isSameAs(plan);
    assertThat(find.readPlan(second)).isSameAs(other);
    second.close();
    assertThat(find.readPlan(first)).isSameAs(plan);
    assertThat(find.readPlan(second)).as("of a closed one").isNotSameAs(other);
  }

  @Test
  void write_endsWithTheOneThatItBeganWith() throws Throwable {
    install("first");
    CacheEngine first = CacheEngine.installed();
    assertThat(find(first)).isEqualTo("load 1");
    Write write = first.writeBegins(save, null, new Object[] {7L});
    install("second");
    assertThat(find()).isEqualTo("load 2");
    write.returned(null);
    assertThat(find(CacheEngine.installed())).as("of the second").isEqualTo("load 2");
    assertThat(find(first)).as("of the first").isEqualTo("load 3");
  }

  @Test
  void invalidationInATransaction_isDeliveredByTheOneThatNotedIt() throws Throwable {
    install("first");
    CacheEngine first = CacheEngine.installed();
    assertThat(find(first)).isEqualTo("load 1");
    CacheEngine second;
    try (InvalidationScope scope = InvalidationScope.begin()) {
      first.writeBegins(save, null, new Object[] {7L}).returned(null);
      install("second");
      second = CacheEngine.installed();
      scope.committed();
    }
    assertThat(find(second)).isEqualTo("load 2");
    assertThat(find(first)).isEqualTo("load 3");
  }

  @Test
  void writeWithinAWriteOfAnother_whoseEndIsLost_isNotCountedAsTheOthers() throws Throwable {
    install("first");
    CacheEngine first = CacheEngine.installed();
    install("second");
    CacheEngine second = CacheEngine.installed();
    assertThat(find(first)).isEqualTo("load 1");
    Write outer = first.writeBegins(save, null, new Object[] {7L});
    Write lost = second.writeBegins(save, null, new Object[] {8L});
    outer.returned(null);
    assertThat(lost).isNotNull();
    try (InvalidationScope scope = InvalidationScope.begin()) {
      first.writeBegins(save, null, new Object[] {7L}).returned(null);
      assertThat(find(first)).as("its own transaction sees it").isEqualTo("load 2");
      assertThat(find(first)).as("its own transaction sees it").isEqualTo("load 3");
      scope.rolledBack();
    }
    lost.returned(null);
  }

  @Test
  void manyThreads_thatInstallActivateAndClose_leaveNothingInForce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    CyclicBarrier together = new CyclicBarrier(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      List<CacheAsideRuntime> runtimes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runtimes.add(install("app" + i));
      }
      for (CacheAsideRuntime each : runtimes) {
        all.add(
            threads.submit(
                () -> {
                  together.await();
                  for (int turn = 0; turn < 1_000; turn++) {
                    each.activate();
                    find.readPlan(CacheEngine.installed());
                    each.deactivate();
                    each.activate();
                  }
                  together.await();
                  each.close();
                  assertThatThrownBy(each::activate).isInstanceOf(IllegalStateException.class);
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
      assertThat(CacheAsideRuntime.inForce()).isEmpty();
      assertThat(CacheEngine.installed()).isNull();
    } finally {
      threads.shutdownNow();
    }
  }
}
