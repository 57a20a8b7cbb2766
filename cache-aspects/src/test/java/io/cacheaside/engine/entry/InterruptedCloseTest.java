package io.cacheaside.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread that closes the cache was interrupted before: it owes as much as any other. */
class InterruptedCloseTest extends EngineHarness {
  private final AtomicBoolean away = new AtomicBoolean();

  @AfterEach
  void forgetTheInterrupt() {
    var unused = Thread.interrupted();
  }

  private void useStoreThatMayBeAway() {
    engine.close();
    engine =
        engine(
            new StoreDecorator(memory) {
              @Override
              public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
                return away.get()
                    ? CompletableFuture.failedFuture(
                        new StoreException(Reason.UNAVAILABLE, "away", null))
                    : super.invalidate(keys, settleMillis);
              }
            },
            Duration.ofSeconds(20));
  }

  @Test
  void undelivered_isSent_andTheInterruptStays() {
    useStoreThatMayBeAway();
    away.set(true);
    timer.shutdownNow(); // so that only the close delivers
    Thread.currentThread().interrupt();
    engine.invalidate(save, null, new Object[] {1}, null, true);
    assertThat(engine.undeliveredKeys()).isEqualTo(1);
    away.set(false);

    engine.close();

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(engine.undeliveredKeys()).isZero();
  }

  @Test
  void writes_areWaitedFor() throws Exception {
    Write write = engine.writeBegins(save, null, new Object[] {1});
    AtomicBoolean interruptStays = new AtomicBoolean();
    Thread closing =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              engine.close();
              interruptStays.set(Thread.currentThread().isInterrupted());
            });
    closing.start();
    Await.until(
        "it waits or has ended",
        () -> !closing.isAlive() || closing.getState() == Thread.State.TIMED_WAITING);
    boolean waits = closing.isAlive();
    write.ended(null, true);
    closing.join();
    assertThat(waits).isTrue();
    assertThat(interruptStays).isTrue();
    assertThat(counters.snapshot().invalidations()).isEqualTo(1);
  }
}
