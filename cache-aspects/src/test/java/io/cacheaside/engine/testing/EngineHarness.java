package io.cacheaside.engine.testing;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.spi.Store;
import io.cacheaside.store.MemoryStore;
import io.cacheaside.testing.Await;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** An engine over a store in memory, and callers that do what woven code does. */
public abstract class EngineHarness {
  public static final int CALLERS = 64;

  public final CacheCounters counters = new CacheCounters();
  public final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  public final MemoryStore memory = new MemoryStore();
  public CacheEngine engine = engine(memory, Duration.ofSeconds(20));

  public final CacheEngine engine(Store store, Duration waitLimit) {
    EngineOptions options =
        new EngineOptions(
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            waitLimit,
            0.1,
            100,
            Duration.ofHours(1),
            false,
            true,
            RecoveryOptions.DEFAULTS);
    return new CacheEngine(
        "test",
        store,
        new KryoCodec(KryoCodecOptions.defaults()),
        counters,
        options,
        Map.of(),
        timer);
  }

  @AfterEach
  protected void close() {
    engine.close();
    timer.shutdownNow();
    memory.close();
  }

  /** The annotated methods; the tests call the engine in place of woven code. */
  public static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "list:{id}", ttl = "5m")
    static List<String> find(int id) {
      return new ArrayList<>(List.of("loaded"));
    }

    @CacheAside(key = "list:{id}", ttl = "5m")
    static List<String> findToo(int id) {
      return new ArrayList<>(List.of("loaded too"));
    }

    @Invalidate(key = "list:{id}")
    static void save(int id) {}

    @Invalidate(key = "list:{id}", when = Invalidate.When.AROUND)
    static void saveFenced(int id) {}

    @Invalidate(region = "default")
    static void clear(int id) {}

    @Invalidate(key = "list:{result}")
    static int create(int id) {
      return id;
    }
  }

  protected static CallSite site(String name) {
    for (Method method : Annotated.class.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return new CallSite(new AnnotatedMethod(method, List.of("id")));
      }
    }
    throw new IllegalArgumentException(name);
  }

  public final CallSite find = site("find");
  public final CallSite findToo = site("findToo");
  public final CallSite save = site("save");
  public final CallSite saveFenced = site("saveFenced");
  public final CallSite clear = site("clear");
  public final CallSite create = site("create");

  /** Does what the advice does. */
  protected Object call(CallSite site, int id, Callable<?> body) throws Throwable {
    Object outcome = engine.read(site, null, new Object[] {id});
    if (!(outcome instanceof Load load)) {
      return outcome;
    }
    Object value;
    try {
      value = body.call();
    } catch (Throwable e) {
      load.failed(e);
      throw e;
    }
    return load.completed(value);
  }

  protected CompletableFuture<Object> inThread(Callable<Object> task) {
    CompletableFuture<Object> result = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                result.complete(task.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            })
        .start();
    return result;
  }

  protected CompletableFuture<Object> callInThread(CallSite site, int id, Callable<?> body) {
    return inThread(
        () -> {
          try {
            return call(site, id, body);
          } catch (Exception | Error e) {
            throw e;
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
        });
  }

  protected List<CompletableFuture<Object>> herd(int id, Callable<?> body) {
    List<CompletableFuture<Object>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(callInThread(find, id, body));
    }
    return callers;
  }

  protected static Object get(CompletableFuture<Object> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  public static void awaitThreadsWaiting(int count) {
    Await.until(count + " callers wait", () -> threadsWaiting() >= count);
  }

  /** Waits until so many callers are in a wait that is none of the older ones. */
  protected static void awaitNewWaits(int count, Set<Object> older) {
    Await.until(
        count + " callers wait for something else",
        () -> waits().stream().filter(wait -> !older.contains(wait)).count() >= count);
  }

  protected static long threadsWaiting() {
    return waiters().count();
  }

  /**
   * Returns the waits that callers are in: one that was woken, but did not run yet, still is in its
   * old one.
   */
  protected static Set<Object> waits() {
    Set<Object> waits = Collections.newSetFromMap(new IdentityHashMap<>());
    waiters().map(LockSupport::getBlocker).filter(Objects::nonNull).forEach(waits::add);
    return waits;
  }

  private static Stream<Thread> waiters() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> isWaitingInCache(thread.getValue()))
        .map(Map.Entry::getKey);
  }

  private static boolean isWaitingInCache(StackTraceElement[] trace) {
    for (StackTraceElement frame : trace) {
      if (frame.getClassName().equals(Waiting.class.getName())
          && frame.getMethodName().equals("forSignal")) {
        return true;
      }
    }
    return false;
  }
}
