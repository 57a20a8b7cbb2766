package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cacheaside.engine.Load;
import io.cacheaside.engine.support.AmbientDeadline;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Callers that meet: who loads, who waits, what everybody receives. */
class ReadPathTest extends EngineHarness {
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
    Load running = (Load) engine.read(find, null, new Object[] {4});
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
    Load running = (Load) engine.read(find, null, new Object[] {5});
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
    Load hung = (Load) engine.read(find, null, new Object[] {6});
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
    Load running = (Load) engine.read(find, null, new Object[] {9});
    CompletableFuture<Object> other = callInThread(findToo, 9, () -> List.of("not needed"));
    awaitThreadsWaiting(1);
    running.completed(List.of("shared through the store"));
    assertThat(get(other)).isEqualTo(List.of("shared through the store"));
    assertThat(counters.snapshot().joins()).isZero();
    assertThat(counters.snapshot().leaseWaits()).isEqualTo(1);
    assertThat(counters.snapshot().hits()).isEqualTo(1);
  }
}
