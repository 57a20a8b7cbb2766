package io.cacheaside.engine.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.Write;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.Store;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Loads that an invalidation, a lost connection or the end of the engine overtakes. */
class OvertakenLoadsTest extends EngineHarness {
  @Test
  void flightMarkedByAnUndeliveredInvalidation_neitherPopulatesNorIsJoined() throws Throwable {
    Store deaf =
        new StoreDecorator(memory) {
          @Override
          public CompletableFuture<Long> invalidate(List<Key> keys, long settleMillis) {
            return CompletableFuture.failedFuture(
                new StoreException(Reason.UNAVAILABLE, "cut off", null));
          }
        };
    engine.close();
    engine = engine(deaf, Duration.ofSeconds(20));
    Load overtaken = (Load) engine.read(find, null, new Object[] {10});
    engine.invalidate(save, null, new Object[] {10}, null, true);
    assertThat(engine.undeliveredKeys()).isEqualTo(1);
    Object later = engine.read(find, null, new Object[] {10});
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
    ((Load) engine.read(find, null, new Object[] {11})).completed(List.of("loaded"));
    assertThat(counters.snapshot().populates()).isZero();
    assertThat(counters.snapshot().bypasses()).isEqualTo(1);
  }

  @Test
  void writeUnderWay_isInvalidatedThoughTheEngineCloses() throws Throwable {
    ((Load) engine.read(find, null, new Object[] {13})).completed(List.of("old"));
    Write write = engine.writeBegins(save, null, new Object[] {13});
    CompletableFuture<Object> closing =
        inThread(
            () -> {
              engine.close();
              return "closed";
            });
    write.ended(null, true);
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
    Load outer = (Load) engine.read(find, null, new Object[] {14});
    // As an overriding method does that calls its overridden one with the same key.
    Object inner = engine.read(findToo, null, new Object[] {14});
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
    Load load = (Load) engine.read(find, null, new Object[] {12});
    epoch.incrementAndGet();
    load.completed(List.of("loaded"));
    assertThat(counters.snapshot().refusedPopulates()).isEqualTo(1);
    assertThat(memory.lookup(Key.of("test:default:{list:12}")).join()).isNull();
  }
}
