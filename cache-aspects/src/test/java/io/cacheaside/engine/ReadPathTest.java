package io.cacheaside.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.fixtures.Await;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.MemoryStore;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers that meet: who loads, who waits, what everybody receives. */
class ReadPathTest {
  private static final int CALLERS = 64;

  private final CacheCounters counters = new CacheCounters();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final MemoryStore memory = new MemoryStore();
  private CacheEngine engine = engine(memory, Duration.ofSeconds(20));

  private CacheEngine engine(Store store, Duration waitLimit) {
    EngineOptions options =
        new EngineOptions(
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            waitLimit,
            0.1,
            100,
            Duration.ofHours(1));
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
  void close() {
    engine.close();
    timer.shutdownNow();
    memory.close();
  }

  /** The annotated methods; the tests call the engine in place of woven code. */
  static final class Annotated {
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
  }

  private static CallSite site(String name) {
    for (Method method : Annotated.class.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return new CallSite(new AnnotatedMethod(method, List.of("id")));
      }
    }
    throw new IllegalArgumentException(name);
  }

  private final CallSite find = site("find");
  private final CallSite findToo = site("findToo");
  private final CallSite save = site("save");

  /** Does what the advice does. */
  private Object call(CallSite site, int id, Callable<?> body) throws Throwable {
    Object outcome = engine.read(site, new Object[] {id});
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

  private CompletableFuture<Object> inThread(Callable<Object> task) {
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

  private CompletableFuture<Object> callInThread(CallSite site, int id, Callable<?> body) {
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

  private List<CompletableFuture<Object>> herd(int id, Callable<?> body) {
    List<CompletableFuture<Object>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(callInThread(find, id, body));
    }
    return callers;
  }

  private static Object get(CompletableFuture<Object> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private void awaitThreadsWaiting(int count) {
    Await.until(
        count + " callers wait",
        () ->
            Thread.getAllStackTraces().entrySet().stream()
                    .filter(e -> isWaitingInCache(e.getValue()))
                    .count()
                >= count);
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

  @Test
  void herdOnOneKey_loadsOnceAndEveryoneGetsACopy() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch everyoneWaits = new CountDownLatch(1);
    List<CompletableFuture<Object>> callers =
        herd(
            1,
            () -> {
              loads.incrementAndGet();
              everyoneWaits.await();
              return new ArrayList<>(List.of("loaded"));
            });
    awaitThreadsWaiting(CALLERS - 1);
    everyoneWaits.countDown();
    List<Object> values = new ArrayList<>();
    for (CompletableFuture<Object> caller : callers) {
      values.add(get(caller));
    }
    assertThat(loads).hasValue(1);
    assertThat(values).allMatch(List.of("loaded")::equals);
    for (int i = 1; i < values.size(); i++) {
      assertThat(values.get(i)).isNotSameAs(values.get(0));
    }
    CacheCounters.Snapshot snapshot = counters.snapshot();
    assertThat(snapshot.loads()).isEqualTo(1);
    assertThat(snapshot.joins()).isEqualTo(CALLERS - 1);
    assertThat(snapshot.populates()).isEqualTo(1);
  }

  @Test
  void failedLoad_reachesEveryJoinerAndIsNotCached() throws Exception {
    IOException failure = new IOException("source down");
    CountDownLatch everyoneWaits = new CountDownLatch(1);
    List<CompletableFuture<Object>> callers =
        herd(
            2,
            () -> {
              everyoneWaits.await();
              throw failure;
            });
    awaitThreadsWaiting(CALLERS - 1);
    everyoneWaits.countDown();
    for (CompletableFuture<Object> caller : callers) {
      Throwable thrown = catchThrowable(() -> get(caller));
      assertThat(thrown).isInstanceOf(ExecutionException.class);
      assertThat(thrown.getCause()).isSameAs(failure);
    }
    assertThat(counters.snapshot().loads()).isEqualTo(1);
    assertThat(get(callInThread(find, 2, () -> List.of("again")))).isEqualTo(List.of("again"));
  }

  @Test
  void interruptedLeader_doesNotFailItsJoiners() throws Exception {
    CountDownLatch neverOpens = new CountDownLatch(1);
    AtomicReference<Thread> leader = new AtomicReference<>();
    CompletableFuture<Object> leading =
        callInThread(
            find,
            3,
            () -> {
              leader.set(Thread.currentThread());
              neverOpens.await();
              return List.of();
            });
    Await.until("the load runs", () -> leader.get() != null);
    CompletableFuture<Object> joining = callInThread(find, 3, () -> List.of("own load"));
    awaitThreadsWaiting(1);
    leader.get().interrupt();
    assertThat(catchThrowable(() -> get(leading)))
        .hasCauseExactlyInstanceOf(InterruptedException.class);
    assertThat(get(joining)).isEqualTo(List.of("own load"));
  }

  @Test
  void interruptedWaiter_stopsWaitingAndKeepsItsStatus() throws Throwable {
    Load running = (Load) engine.read(find, new Object[] {4});
    AtomicReference<Thread> waiter = new AtomicReference<>();
    CompletableFuture<Object> waiting =
        inThread(
            () -> {
              waiter.set(Thread.currentThread());
              try {
                return call(find, 4, () -> List.of("" + Thread.currentThread().isInterrupted()));
              } catch (Throwable e) {
                throw new AssertionError(e);
              }
            });
    awaitThreadsWaiting(1);
    waiter.get().interrupt();
    assertThat(get(waiting)).isEqualTo(List.of("true"));
    running.completed(List.of());
  }

  @Test
  void deadline_boundsTheWaitForAnothersLoad() throws Throwable {
    Load running = (Load) engine.read(find, new Object[] {5});
    CompletableFuture<Object> hurried =
        inThread(
            () ->
                AmbientDeadline.within(
                    Duration.ofMillis(5).toNanos(),
                    () -> {
                      try {
                        return call(find, 5, () -> List.of("own"));
                      } catch (Throwable e) {
                        throw new AssertionError(e);
                      }
                    }));
    assertThat(get(hurried)).isEqualTo(List.of("own"));
    assertThat(counters.snapshot().bypasses()).isEqualTo(1);
    running.completed(List.of());
  }

  @Test
  void waitLimit_endsInAnOwnLoad() throws Throwable {
    engine.close();
    engine = engine(memory, Duration.ofMillis(5));
    Load hung = (Load) engine.read(find, new Object[] {6});
    assertThat(get(callInThread(find, 6, () -> List.of("own")))).isEqualTo(List.of("own"));
    hung.completed(List.of());
  }

  @Test
  void twoLoadsThatNeedEachOther_doNotBlockForEver() throws Exception {
    CountDownLatch bothLoad = new CountDownLatch(2);
    CompletableFuture<Object> one = crossing(7, 8, bothLoad);
    CompletableFuture<Object> two = crossing(8, 7, bothLoad);
    assertThat(get(one)).isNotNull();
    assertThat(get(two)).isNotNull();
  }

  private CompletableFuture<Object> crossing(int outer, int inner, CountDownLatch bothLoad) {
    return callInThread(
        find,
        outer,
        () -> {
          bothLoad.countDown();
          bothLoad.await();
          try {
            call(find, inner, () -> List.of("inner"));
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
          return List.of("outer");
        });
  }

  @Test
  void otherMethodWithTheSameKey_waitsButNeverJoins() throws Throwable {
    Load running = (Load) engine.read(find, new Object[] {9});
    CompletableFuture<Object> other = callInThread(findToo, 9, () -> List.of("not needed"));
    awaitThreadsWaiting(1);
    running.completed(List.of("shared through the store"));
    assertThat(get(other)).isEqualTo(List.of("shared through the store"));
    assertThat(counters.snapshot().joins()).isZero();
    assertThat(counters.snapshot().leaseWaits()).isEqualTo(1);
    assertThat(counters.snapshot().hits()).isEqualTo(1);
  }

  @Test
  void flightMarkedByAnUndeliveredInvalidation_neitherPopulatesNorIsJoined() throws Throwable {
    Store deaf =
        new StoreDecorator(memory) {
          @Override
          public CompletableFuture<Long> invalidate(List<Key> keys) {
            return CompletableFuture.failedFuture(
                new StoreException(Reason.UNAVAILABLE, "cut off", null));
          }
        };
    engine.close();
    engine = engine(deaf, Duration.ofSeconds(20));
    Load overtaken = (Load) engine.read(find, new Object[] {10});
    engine.invalidate(save, new Object[] {10}, null, true);
    assertThat(engine.dirtyKeys()).isEqualTo(1);
    Object later = engine.read(find, new Object[] {10});
    assertThat(later).as("does not wait for the older load").isInstanceOf(Load.class);
    overtaken.completed(List.of("old"));
    assertThat(counters.snapshot().populates()).isZero();
    assertThat(counters.snapshot().refusedPopulates()).isEqualTo(1);
    ((Load) later).completed(List.of("new"));
    assertThat(counters.snapshot().populates()).isZero();
  }

  @Test
  void grantFromAnotherEpoch_isNotLoadedUnder() throws Throwable {
    AtomicInteger epoch = new AtomicInteger();
    Store reconnecting =
        new StoreDecorator(memory) {
          @Override
          public CompletableFuture<Grant> acquire(
              Key key, LeaseToken token, long leaseMillis, LeaseToken seen) {
            CompletableFuture<Grant> grant = super.acquire(key, token, leaseMillis, seen);
            epoch.incrementAndGet();
            return grant;
          }

          @Override
          public long epoch() {
            return epoch.get();
          }
        };
    engine.close();
    engine = engine(reconnecting, Duration.ofSeconds(20));
    ((Load) engine.read(find, new Object[] {11})).completed(List.of("loaded"));
    assertThat(counters.snapshot().populates()).isZero();
    assertThat(counters.snapshot().bypasses()).isEqualTo(1);
  }

  @Test
  void writeUnderWay_isInvalidatedThoughTheEngineCloses() throws Throwable {
    ((Load) engine.read(find, new Object[] {13})).completed(List.of("old"));
    engine.writeBegins(save);
    CompletableFuture<Object> closing =
        inThread(
            () -> {
              engine.close();
              return "closed";
            });
    engine.writeEnded(save, new Object[] {13}, null, true);
    assertThat(get(closing)).isEqualTo("closed");
    assertThat(memory.lookup(Key.of("test:default:{list:13}")).join()).isNull();
  }

  @Test
  void waitThatEndsEarly_leavesNoWatchBehind() throws Throwable {
    List<CompletableFuture<Void>> watches = new ArrayList<>();
    Store watched =
        new StoreDecorator(memory) {
          @Override
          public CompletableFuture<Void> watch(Key key, LeaseToken token) {
            CompletableFuture<Void> watch = super.watch(key, token);
            watches.add(watch);
            return watch;
          }
        };
    engine.close();
    engine = engine(watched, Duration.ofSeconds(20));
    Load outer = (Load) engine.read(find, new Object[] {14});
    // As an overriding method does that calls its overridden one with the same key.
    Object inner = engine.read(findToo, new Object[] {14});
    assertThat(inner).isInstanceOf(Load.class);
    assertThat(watches).hasSize(1).allMatch(CompletableFuture::isDone);
    ((Load) inner).completed(List.of());
    outer.completed(List.of());
  }

  @Test
  void populateAfterAReconnect_isDropped() throws Throwable {
    AtomicInteger epoch = new AtomicInteger();
    Store reconnecting =
        new StoreDecorator(memory) {
          @Override
          public long epoch() {
            return epoch.get();
          }
        };
    engine.close();
    engine = engine(reconnecting, Duration.ofSeconds(20));
    Load load = (Load) engine.read(find, new Object[] {12});
    epoch.incrementAndGet();
    load.completed(List.of("loaded"));
    assertThat(counters.snapshot().refusedPopulates()).isEqualTo(1);
    assertThat(memory.lookup(Key.of("test:default:{list:12}")).join()).isNull();
  }
}
