package io.cacheaside.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.ManualScheduler;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.ScriptedStore;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardedStoreTest {
  private static final Key KEY = Key.of("k");
  private static final LeaseToken TOKEN = new LeaseToken(Long.MIN_VALUE, 1);
  private static final Duration PROBE = Duration.ofMillis(100);

  private final ScriptedStore store = new ScriptedStore();
  private final ManualScheduler timer = new ManualScheduler();
  private final RecordingListener listener = new RecordingListener();
  private final GuardedStore guarded = new GuardedStore(store, timer, listener);

  private void failingCalls(int count, Reason reason) {
    for (int i = 0; i < count; i++) {
      store.fails(reason);
      assertFails(guarded.lookup(KEY), reason);
    }
  }

  private void open() {
    failingCalls(5, Reason.UNAVAILABLE);
    assertThat(guarded.isOpen()).isTrue();
    store.newCalls();
  }

  private static void assertFails(CompletableFuture<?> call, Reason reason) {
    assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
        .isExactlyInstanceOf(ExecutionException.class)
        .cause()
        .isExactlyInstanceOf(StoreException.class)
        .extracting(failure -> ((StoreException) failure).reason())
        .isEqualTo(reason);
  }

  // Opening

  @ParameterizedTest
  @EnumSource(names = {"TIMEOUT", "UNAVAILABLE"})
  void breaker_fiveFailures_opens(Reason reason) {
    failingCalls(4, reason);
    assertThat(guarded.isOpen()).isFalse();
    failingCalls(1, reason);
    assertThat(guarded.isOpen()).isTrue();
    assertThat(listener.events()).containsExactly("onBreaker OPEN");
  }

  @Test
  void opening_isToldWithTheLastFailure() {
    try (LogCapture log = new LogCapture()) {
      open();
      assertThat(log.lines("GuardedStore"))
          .containsExactly("WARN scripted. Calls go past the cache until it answers again.");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "FOREIGN", "NOT_REPLICATED", "RECOVERING"})
  void breaker_errorsThatTheServerAnswered_staysClosed(Reason reason) {
    failingCalls(50, reason);
    assertThat(guarded.isOpen()).isFalse();
    assertThat(listener.events()).isEmpty();
  }

  @Test
  void breaker_overloadOfThisJvm_isNoEvidenceForOrAgainstTheStore() {
    failingCalls(4, Reason.TIMEOUT);
    failingCalls(50, Reason.OVERLOADED);
    assertThat(guarded.isOpen()).isFalse();
    failingCalls(1, Reason.TIMEOUT);
    assertThat(guarded.isOpen()).isTrue();
  }

  @Test
  void breaker_callsThatTheCloseEnds_areNoEvidenceAgainstTheStore() {
    guarded.close();
    failingCalls(20, Reason.UNAVAILABLE);
    assertThat(guarded.isOpen()).isFalse();
    assertThat(listener.events()).isEmpty();
  }

  @Test
  void breaker_lessThanHalfOfTheLastTen_staysClosed() {
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 6; i++) {
        store.answers(null);
        assertThat(guarded.lookup(KEY)).isCompletedWithValue(null);
      }
      failingCalls(4, Reason.TIMEOUT);
      assertThat(guarded.isOpen()).isFalse();
    }
  }

  @Test
  void breaker_halfOfTheLastTen_opens() {
    for (int i = 0; i < 20; i++) {
      store.answers(null);
      guarded.lookup(KEY);
    }
    failingCalls(4, Reason.TIMEOUT);
    assertThat(guarded.isOpen()).isFalse();
    failingCalls(1, Reason.TIMEOUT);
    assertThat(guarded.isOpen()).isTrue();
  }

  @Test
  void breaker_cancelledCalls_doNotCount() {
    for (int i = 0; i < 50; i++) {
      guarded.lookup(KEY).cancel(false);
    }
    assertThat(guarded.isOpen()).isFalse();
    failingCalls(4, Reason.TIMEOUT);
    assertThat(guarded.isOpen()).isFalse();
    failingCalls(1, Reason.TIMEOUT);
    assertThat(guarded.isOpen()).isTrue();
  }

  @Test
  void breaker_callsThatTheirCallerTimesOut_count() {
    for (int i = 0; i < 5; i++) {
      guarded.lookup(KEY).completeExceptionally(new StoreException(Reason.TIMEOUT, "late", null));
    }
    assertThat(guarded.isOpen()).isTrue();
  }

  @Test
  void breaker_storeThatThrows_countsAndFailsTheCall() {
    for (int i = 0; i < 5; i++) {
      store.throwsAtOnce(new IllegalStateException("broken store"));
      assertThat(guarded.lookup(KEY)).isCompletedExceptionally();
    }
    assertThat(guarded.isOpen()).isTrue();
  }

  @Test
  void breaker_everyKindOfCallButRelease_counts() {
    for (int i = 0; i < 6; i++) {
      store.fails(Reason.TIMEOUT);
    }
    guarded.acquire(KEY, TOKEN, 1, null);
    guarded.renew(KEY, TOKEN, 1);
    guarded.populate(KEY, TOKEN, new byte[0], 1);
    guarded.invalidate(List.of(KEY));
    guarded.release(KEY, TOKEN);
    assertThat(guarded.isOpen()).isFalse();
    guarded.lookup(KEY);
    assertThat(guarded.isOpen()).isTrue();
    assertThat(store.calls())
        .containsExactly(
            "acquire k", "renew k", "populate k", "invalidate [k]", "release k", "lookup k");
  }

  // While it is open

  @Test
  void open_everyCall_failsAtOnceWithoutTheStore() {
    open();
    assertFails(guarded.lookup(KEY), Reason.BREAKER_OPEN);
    assertFails(guarded.acquire(KEY, TOKEN, 1, null), Reason.BREAKER_OPEN);
    assertFails(guarded.renew(KEY, TOKEN, 1), Reason.BREAKER_OPEN);
    assertFails(guarded.populate(KEY, TOKEN, new byte[0], 1), Reason.BREAKER_OPEN);
    assertFails(guarded.invalidate(List.of(KEY)), Reason.BREAKER_OPEN);
    assertThat(store.calls()).isEmpty();
  }

  @Test
  void open_release_passes() {
    open();
    store.answers(true);
    assertThat(guarded.release(KEY, TOKEN)).isCompletedWithValue(true);
    assertThat(store.calls()).containsExactly("release k");
  }

  @Test
  void open_resetsTheStoreOnceOnTheTimer() {
    open();
    assertThat(store.calls()).as("not on the thread that failed").isEmpty();
    timer.advance(Duration.ZERO);
    assertThat(store.calls()).containsExactly("reset");
    store.fails(Reason.UNAVAILABLE).fails(Reason.UNAVAILABLE);
    timer.advance(PROBE.multipliedBy(2));
    assertThat(store.calls()).containsExactly("reset", "ping", "ping");
  }

  @Test
  void open_lateFailures_changeNothing() {
    CompletableFuture<?> late = guarded.lookup(KEY);
    open();
    late.completeExceptionally(new StoreException(Reason.TIMEOUT, "late", null));
    assertThat(guarded.isOpen()).isTrue();
    assertThat(listener.events()).containsExactly("onBreaker OPEN");
    assertThat(timer.delaysMillis()).as("one reset, one probe").containsExactly(0L, 100L);
  }

  @Test
  void open_pingAnswered_closes() {
    open();
    store.answers(null);
    timer.advance(PROBE);
    assertThat(guarded.isOpen()).isFalse();
    assertThat(listener.events()).containsExactly("onBreaker OPEN", "onBreaker CLOSED");
    assertThat(timer.delaysMillis()).as("no more probes").isEmpty();
    byte[] record = {1};
    store.answers(record);
    assertThat(guarded.lookup(KEY)).isCompletedWithValue(record);
  }

  @Test
  void open_pingsFail_probesEvery100Ms() {
    open();
    timer.advance(PROBE.minusMillis(1));
    assertThat(store.newCalls()).containsExactly("reset");
    for (int i = 0; i < 5; i++) {
      store.fails(Reason.UNAVAILABLE);
      timer.advance(i == 0 ? Duration.ofMillis(1) : PROBE);
      assertThat(store.newCalls()).containsExactly("ping");
      assertThat(guarded.isOpen()).isTrue();
    }
    store.answers(null);
    timer.advance(PROBE);
    assertThat(guarded.isOpen()).isFalse();
  }

  @Test
  void open_pingAnsweredAfterTheNextWasSent_closes() {
    open();
    timer.advance(PROBE);
    Await.until(
        "the next ping was sent",
        () -> {
          timer.advance(PROBE);
          return store.calls().stream().filter("ping"::equals).count() >= 2;
        });
    store.unanswered(0).complete(null);
    assertThat(guarded.isOpen()).isFalse();
  }

  @Test
  void open_pingThrows_probesAgain() {
    open();
    store.throwsAtOnce(new IllegalStateException("broken store")).answers(null);
    timer.advance(PROBE.multipliedBy(2));
    assertThat(guarded.isOpen()).isFalse();
  }

  @Test
  void open_closedAndFailingAgain_opensAgainFromTheStart() {
    for (int outage = 1; outage <= 3; outage++) {
      open();
      store.answers(null);
      timer.advance(PROBE);
      assertThat(store.newCalls()).containsExactly("reset", "ping");
      for (int i = 0; i < 10; i++) {
        store.answers(null);
        guarded.lookup(KEY);
        assertThat(guarded.isOpen()).as("old failures are forgotten").isFalse();
      }
    }
    assertThat(listener.events())
        .containsExactly(
            "onBreaker OPEN",
            "onBreaker CLOSED",
            "onBreaker OPEN",
            "onBreaker CLOSED",
            "onBreaker OPEN",
            "onBreaker CLOSED");
  }

  @Test
  void open_listenerThrows_stillProbes() {
    CacheListener broken =
        new CacheListener() {
          @Override
          public void onBreaker(BreakerState state) {
            throw new IllegalStateException("broken listener");
          }
        };
    GuardedStore other = new GuardedStore(store, timer, broken);
    for (int i = 0; i < 5; i++) {
      store.fails(Reason.UNAVAILABLE);
      other.lookup(KEY);
    }
    assertThat(other.isOpen()).isTrue();
    store.answers(null);
    timer.advance(PROBE);
    assertThat(other.isOpen()).isFalse();
  }

  // The rest

  @Test
  void close_open_stopsTheProbes() {
    open();
    timer.advance(Duration.ZERO);
    guarded.close();
    assertThat(store.newCalls()).containsExactly("reset", "close");
    timer.advance(Duration.ofSeconds(10));
    assertThat(store.calls()).isEmpty();
    assertThat(timer.delaysMillis()).isEmpty();
  }

  @Test
  void close_timerShutDown_opensWithoutProbes() {
    timer.shutdown();
    assertThatCode(this::open).doesNotThrowAnyException();
    assertThat(timer.delaysMillis()).isEmpty();
  }

  @Test
  void unguardedCalls_passEvenWhileOpen() {
    open();
    guarded.watch(KEY, TOKEN);
    guarded.ping();
    guarded.reset();
    assertThat(store.calls()).containsExactly("watch k", "ping", "reset");
    assertThat(guarded.epoch()).isEqualTo(1);
    store.reconnect();
    assertThat(guarded.epoch()).isEqualTo(2);
  }

  @Test
  void call_answered_returnsTheStoresOwnFuture() {
    CompletableFuture<byte[]> call = guarded.lookup(KEY);
    assertThat((Object) call).as("so that callers can end it").isSameAs(store.unanswered(0));
  }
}
