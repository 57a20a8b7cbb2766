package io.cacheaside.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.interleaving.World;
import io.cacheaside.engine.testing.Seams;
import io.cacheaside.engine.testing.Seams.Fault;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CachedMethod;
import io.cacheaside.spi.Key;
import io.cacheaside.store.GuardedStore;
import io.cacheaside.store.MemoryStore;
import io.cacheaside.testing.Await;
import io.cacheaside.transaction.InvalidationScope;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Throws an {@link Error} at every call of everything that the engine calls, in turn: a normal run
 * of a scenario counts the calls, then it is run once for each of them. However it ends, each
 * answer is the method's own, nothing stays behind, and the cache serves hits again.
 */
@Tag("heavy")
class SeamErrorsTest {

  /** The annotated methods; the tests call the engine in place of woven code. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "row:{id}", ttl = "5m")
    static @Nullable String row(int id) {
      return null;
    }

    @Invalidate(key = "row:{id}")
    static void save(int id) {}

    @Invalidate(key = "row:{id}", when = Invalidate.When.AROUND)
    static void saveFenced(int id) {}

    @Invalidate(region = "default")
    static void clear(int id) {}
  }

  /** One JVM, and the rows of its database: id and value, null for none. */
  private static final class World implements AutoCloseable {
    final Seams seams = new Seams();
    final Map<Integer, String> rows = new ConcurrentHashMap<>();
    final AtomicInteger hits = new AtomicInteger();
    final ScheduledThreadPoolExecutor timer = seams.timer();
    final MemoryStore memory;
    final GuardedStore store;
    final CacheEngine engine;

    World(MemoryStore memory) {
      this.memory = memory;
      store = new GuardedStore(seams.around(memory), timer, CacheListener.NONE);
      CacheListener listener =
          new CacheListener() {
            @Override
            public void onHit(CachedMethod method, Key key, boolean negative) {
              hits.incrementAndGet();
            }
          };
      engine =
          new CacheEngine(
              "seams",
              store,
              seams.around(new KryoCodec(KryoCodecOptions.defaults())),
              seams.around(listener),
              new EngineOptions(
                  Duration.ofSeconds(1),
                  Duration.ofMillis(300),
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(2),
                  0,
                  100,
                  Duration.ofHours(1),
                  false,
                  false,
                  new RecoveryOptions(
                      Duration.ofMinutes(1),
                      Duration.ZERO,
                      Duration.ofSeconds(1),
                      seams.journal())),
              new TransactionOptions(List.of(seams.around(InvalidationScope.hook())), true),
              Map.of(),
              timer);
    }

    /** Reads a row as woven code does; what comes back must be the row. */
    void read(int id) {
      read(id, () -> {});
    }

    void read(int id, Runnable meanwhile) {
      Object outcome;
      try {
        outcome = engine.read(ROW, null, new Object[] {id});
      } catch (Throwable e) {
        throw new AssertionError("the cache broke a read", e);
      }
      Object value = outcome;
      if (outcome instanceof Load load) {
        meanwhile.run();
        value = load.completed(rows.get(id));
      }
      assertThat(value).isEqualTo(rows.get(id));
    }

    /** Writes a row as woven code does. */
    void write(CallSite site, int id, String value) {
      Write write;
      try {
        write = engine.writeBegins(site, null, new Object[] {id});
      } catch (VirtualMachineError e) {
        return; // documented: before the body, so nothing was written
      }
      rows.put(id, value);
      try {
        write.ended(null, true);
      } catch (IllegalStateException e) {
        assertThat(e.getMessage()).contains("journal"); // documented: the journal fails the write
      } catch (Throwable e) {
        throw new AssertionError("the cache broke a write", e);
      }
    }

    /** Whatever happened: right values at once, hits soon, and nothing left over. */
    void assertHealthy() {
      rows.keySet().forEach(this::read);
      Await.until("nothing is undelivered", () -> engine.undeliveredKeys() == 0);
      Await.until("the breaker is closed", () -> !store.isOpen());
      for (int id : List.of(1, 2, 3)) {
        Await.until("hits", () -> isHit(id));
      }
      Await.until("nothing is under way", () -> engine.underWay() == 0);
    }

    private boolean isHit(int id) {
      int before = hits.get();
      read(id);
      return hits.get() > before;
    }

    @Override
    public void close() {
      seams.disarm();
      engine.close();
      timer.shutdownNow();
    }
  }

  /** What is done with a world; it starts with rows 1 and 2, of which 1 is cached. */
  private interface Scenario {
    void run(World world) throws Exception;
  }

  private static final CallSite ROW = site("row");
  private static final CallSite SAVE = site("save");
  private static final CallSite SAVE_FENCED = site("saveFenced");
  private static final CallSite CLEAR = site("clear");

  private static CallSite site(String name) {
    for (Method method : Annotated.class.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return new CallSite(new AnnotatedMethod(method, List.of("id")));
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static Map<String, Scenario> scenarios() {
    return Map.of(
        "miss", world -> world.read(2),
        "hit", world -> world.read(1),
        "absent row",
            world -> {
              world.read(3);
              world.read(3);
            },
        "invalidate",
            world -> {
              world.write(SAVE, 1, "new");
              world.read(1);
            },
        "invalidate in a transaction", SeamErrorsTest::inTransaction,
        "around",
            world -> {
              world.write(SAVE_FENCED, 1, "new");
              world.read(1);
            },
        "clear",
            world -> {
              world.write(CLEAR, 1, "new");
              world.read(1);
            },
        "outage", SeamErrorsTest::outage,
        "long load", world -> world.read(2, () -> pause(350)),
        "waiting caller", SeamErrorsTest::waitingCaller);
  }

  private static void inTransaction(World world) {
    try (InvalidationScope scope = InvalidationScope.begin()) {
      world.write(SAVE, 1, "new");
      world.read(1);
      scope.committed();
    }
    world.read(1);
  }

  private static void outage(World world) {
    world.seams.down(true);
    world.write(SAVE, 1, "new");
    for (int i = 0; i < 6; i++) {
      world.read(1);
    }
    world.seams.down(false);
    Await.until("delivered", () -> world.engine.undeliveredKeys() == 0);
  }

  /** Another JVM loads the row, and this one waits for it. */
  private static void waitingCaller(World world) throws Exception {
    try (World other = new World(world.memory)) {
      other.rows.putAll(world.rows);
      Load load = (Load) readQuietly(other, 2);
      Thread waiting = new Thread(() -> world.read(2));
      List<Throwable> failures = new ArrayList<>();
      waiting.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      waiting.start();
      Await.until("it waits, or goes past the cache", () -> isWaitingOrOver(waiting));
      load.completed("two");
      waiting.join();
      assertThat(failures).isEmpty();
    }
  }

  private static boolean isWaitingOrOver(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, TERMINATED -> true;
      default -> false;
    };
  }

  private static Object readQuietly(World world, int id) {
    try {
      return world.engine.read(ROW, null, new Object[] {id});
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void pause(long millis) {
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    Await.until("the load is long", () -> System.nanoTime() - end > 0);
  }

  private static World world() {
    World world = new World(new MemoryStore());
    world.rows.put(1, "one");
    world.rows.put(2, "two");
    world.read(1);
    world.read(1);
    return world;
  }

  @TestFactory
  List<DynamicTest> everyScenario() {
    List<DynamicTest> tests = new ArrayList<>();
    scenarios()
        .forEach(
            (name, scenario) -> tests.add(DynamicTest.dynamicTest(name, () -> sweep(scenario))));
    return tests;
  }

  private static void sweep(Scenario scenario) throws Exception {
    int calls = calls(scenario);
    assertThat(calls).isPositive();
    List<String> broken = new ArrayList<>();
    for (int call = 1; call <= calls; call++) {
      for (Fault fault : Fault.values()) {
        try (World world = world()) {
          world.seams.arm(fault, call);
          try {
            scenario.run(world);
            world.seams.disarm();
            world.assertHealthy();
          } catch (Throwable e) {
            broken.add(fault + " at call " + call + ", " + world.seams.failed() + ": " + e);
          }
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static int calls(Scenario scenario) throws Exception {
    try (World world = world()) {
      world.seams.arm(Fault.FAILED_FUTURE, 0);
      scenario.run(world);
      return world.seams.disarm();
    }
  }
}
