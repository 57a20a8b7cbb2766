package io.cacheaside.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.ManualScheduler;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.ScriptedStore;
import io.cacheaside.fixtures.StackEdge;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An Error in the middle of a step of the breaker: it closes again all the same. */
class GuardedStoreErrorsTest {
  private static final Key KEY = Key.of("k");
  private static final Duration PROBE = Duration.ofMillis(100);

  private final ScriptedStore store = new ScriptedStore();
  private final ManualScheduler timer = new ManualScheduler();
  private final RecordingListener listener = new RecordingListener();
  private final Breakers breakers = new Breakers(timer, listener, timer::nanoTime);
  private final GuardedStore guarded = (GuardedStore) breakers.guard(store);

  private void open() {
    for (int i = 0; i < 5; i++) {
      store.fails(Reason.UNAVAILABLE);
      guarded.lookup(KEY);
    }
    assertThat(guarded.isOpen()).isTrue();
  }

  private void assertClosesAgain() {
    store.answers(null);
    timer.advance(PROBE);
    assertThat(guarded.isOpen()).isFalse();
    assertThat(breakers.isOpen()).isFalse();
    assertThat(listener.events()).containsExactly("onBreaker OPEN", "onBreaker CLOSED");
    store.answers(null);
    assertThat(guarded.lookup(KEY)).isCompletedWithValue(null);
  }

  @Test
  void ping_throwsAnError_isRepeated() {
    open();
    store.throwsAtOnce(new OutOfMemoryError("scripted"));
    timer.advance(PROBE);
    assertThat(guarded.isOpen()).isTrue();

    assertClosesAgain();
  }

  @Test
  void timer_throwsWhileTheBreakerOpens_callersSeeToTheProbe() {
    timer.failNext(() -> new OutOfMemoryError("scripted"));
    open();
    timer.advance(Duration.ofSeconds(3));
    timer.failNext(() -> new OutOfMemoryError("scripted"));
    assertThat(guarded.lookup(KEY)).isCompletedExceptionally();

    timer.advance(Duration.ofSeconds(3));
    assertThat(guarded.lookup(KEY)).isCompletedExceptionally();
    assertClosesAgain();
  }

  @Test
  void listener_throwsWhileTheBreakerCloses_isToldOfTheNextOpening() {
    AtomicInteger opened = new AtomicInteger();
    CacheListener failing =
        new CacheListener() {
          @Override
          public void onBreaker(BreakerState state) {
            if (state == BreakerState.CLOSED) {
              throw new OutOfMemoryError("scripted");
            }
            opened.incrementAndGet();
          }
        };
    Breakers others = new Breakers(timer, failing, timer::nanoTime);
    GuardedStore other = (GuardedStore) others.guard(store);
    for (int outage = 1; outage <= 2; outage++) {
      for (int i = 0; i < 5; i++) {
        store.fails(Reason.UNAVAILABLE);
        other.lookup(KEY);
      }
      assertThat(opened).hasValue(outage);
      store.answers(null);
      timer.advance(PROBE);
      assertThat(others.isOpen()).isFalse();
    }
  }

  @Test
  void store_throwsAnError_failsTheCall_andIsNoEvidenceAgainstTheServer() {
    for (int i = 0; i < 20; i++) {
      store.throwsAtOnce(new OutOfMemoryError("scripted"));
      assertThat(guarded.lookup(KEY)).isCompletedExceptionally();
      store.throwsAtOnce(new StackOverflowError("scripted"));
      assertThat(guarded.generation(KEY)).isCompletedWithValue(0L);
      store.newCalls();
    }
    assertThat(guarded.isOpen()).isFalse();
  }

  @Test
  void failures_whereTheStackEnds_openTheBreaker_whichClosesAgain() throws InterruptedException {
    CompletableFuture<byte[]> failed =
        CompletableFuture.failedFuture(new StoreException(Reason.TIMEOUT, "scripted", null));
    AtomicInteger lookups = new AtomicInteger();
    GuardedStore other =
        new GuardedStore(
            new ScriptedStore() {
              @Override
              public CompletableFuture<byte[]> lookup(Key key) {
                lookups.incrementAndGet();
                return failed;
              }

              @Override
              public CompletableFuture<Void> ping() {
                return CompletableFuture.completedFuture(null);
              }
            },
            timer,
            listener,
            () -> {},
            timer::nanoTime);
    assertThat(StackEdge.run(() -> other.lookup(KEY))).as("overflows").isPositive();

    for (int i = 0; i < 10 && !other.isOpen(); i++) {
      other.lookup(KEY);
    }
    assertThat(other.isOpen()).isTrue();
    timer.advance(Duration.ofSeconds(3));
    other.lookup(KEY);
    timer.advance(PROBE);

    assertThat(other.isOpen()).isFalse();
    int before = lookups.get();
    other.lookup(KEY);
    assertThat(lookups).as("passes again").hasValue(before + 1);
  }
}
