package io.cacheaside.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.ManualScheduler;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.ScriptedStore;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.BreakerState;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BreakersTest {
  private static final Key KEY = Key.of("k");
  private static final Duration PROBE = Duration.ofMillis(100);

  private final ManualScheduler timer = new ManualScheduler();
  private final RecordingListener listener = new RecordingListener();
  private final Breakers breakers = new Breakers(timer, listener);
  private final ScriptedStore first = new ScriptedStore();
  private final ScriptedStore second = new ScriptedStore();
  private final Store guardedFirst = breakers.guard(first);
  private final Store guardedSecond = breakers.guard(second);

  private static void open(ScriptedStore store, Store guarded) {
    for (int i = 0; i < 5; i++) {
      store.fails(Reason.UNAVAILABLE);
      assertThat(guarded.lookup(KEY)).isCompletedExceptionally();
    }
    store.newCalls();
  }

  /** Lets the store answer the next ping. */
  private void answerPing(ScriptedStore store) {
    store.answers(null);
    timer.advance(PROBE);
  }

  @Test
  void oneOpens_theOtherGoesOn() {
    open(first, guardedFirst);
    assertThat(breakers.isOpen()).isTrue();
    assertThat(guardedFirst.lookup(KEY)).isCompletedExceptionally();
    assertThat(first.newCalls()).isEmpty();
    second.answers(null);
    assertThat(guardedSecond.lookup(KEY)).isCompleted();
    assertThat(listener.events()).containsExactly("onBreaker OPEN");
  }

  @Test
  void several_areToldAsOne() {
    open(first, guardedFirst);
    open(second, guardedSecond);
    second.fails(Reason.UNAVAILABLE);
    answerPing(first);
    assertThat(breakers.isOpen()).as("the second still is").isTrue();
    assertThat(listener.events()).containsExactly("onBreaker OPEN");
    answerPing(second);
    assertThat(breakers.isOpen()).isFalse();
    assertThat(listener.events()).containsExactly("onBreaker OPEN", "onBreaker CLOSED");
    open(second, guardedSecond);
    assertThat(listener.events())
        .containsExactly("onBreaker OPEN", "onBreaker CLOSED", "onBreaker OPEN");
  }

  @Test
  void serverThatIsGivenUp_countsNoMore() {
    open(first, guardedFirst);
    guardedFirst.close();
    assertThat(breakers.isOpen()).isFalse();
    assertThat(listener.events()).containsExactly("onBreaker OPEN", "onBreaker CLOSED");
    assertThat(first.newCalls()).contains("close");
  }

  @Test
  void listenerThatIsSlow_isToldOfTheClosing_andOfTheNextOutage() throws InterruptedException {
    List<BreakerState> told = new CopyOnWriteArrayList<>();
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CacheListener slow =
        new CacheListener() {
          @Override
          public void onBreaker(BreakerState state) {
            told.add(state);
            entered.countDown();
            awaitUninterrupted(goOn);
          }
        };
    Breakers others = new Breakers(timer, slow);
    Store guarded = others.guard(first);
    Thread opening = new Thread(() -> open(first, guarded));
    opening.start();
    awaitUninterrupted(entered);
    answerPing(first);
    assertThat(((GuardedStore) guarded).isOpen()).isFalse();

    goOn.countDown();
    opening.join();

    assertThat(told).containsExactly(BreakerState.OPEN, BreakerState.CLOSED);
    assertThat(others.isOpen()).isFalse();
    open(first, guarded);
    assertThat(others.isOpen()).isTrue();
    assertThat(told).containsExactly(BreakerState.OPEN, BreakerState.CLOSED, BreakerState.OPEN);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).as("came in time").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Test
  void answerToAPingOfAnEarlierOutage_letsNothingPass() {
    open(first, guardedFirst);
    first.leavesOpen();
    timer.advance(PROBE);
    CompletableFuture<?> old = first.unanswered(0);
    first.answers(null);
    // The limit of a ping runs on a thread of the JDK's.
    Await.until("the next probe closes the breaker", () -> probedUntilClosed(guardedFirst));
    open(first, guardedFirst);

    old.complete(null);

    assertThat(((GuardedStore) guardedFirst).isOpen()).isTrue();
  }

  private boolean probedUntilClosed(Store guarded) {
    timer.advance(PROBE);
    return !((GuardedStore) guarded).isOpen();
  }
}
