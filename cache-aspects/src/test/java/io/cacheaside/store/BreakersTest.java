package io.cacheaside.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.ManualScheduler;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.ScriptedStore;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException.Reason;
import java.time.Duration;
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
}
