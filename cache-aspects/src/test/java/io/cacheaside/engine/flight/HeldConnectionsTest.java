package io.cacheaside.engine.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.transaction.InvalidationScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls in transactions that hold all connections of a pool, while the load for which they would
 * wait has none yet: without an end of their patience, all of them wait for the wait-limit.
 */
@Timeout(60)
class HeldConnectionsTest extends EngineHarness {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Semaphore pool = new Semaphore(2);

  @BeforeEach
  void useAPatientEngine() {
    engine.close();
    engine =
        new CacheEngine(
            "test",
            memory,
            new KryoCodec(KryoCodecOptions.defaults()),
            counters,
            new EngineOptions(
                Duration.ofSeconds(5),
                LONG,
                LONG,
                LONG,
                0,
                100,
                LONG,
                false,
                true,
                RecoveryOptions.DEFAULTS),
            new TransactionOptions(List.of(InvalidationScope.hook()), true),
            Map.of(),
            timer);
  }

  @Test
  void callsThatHoldAllConnections_loadThemselves() throws Exception {
    CountDownLatch held = new CountDownLatch(2);
    CountDownLatch loading = new CountDownLatch(1);
    List<CompletableFuture<Object>> holders = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      holders.add(inThread(() -> inTransaction(held, loading)));
    }
    held.await();
    CompletableFuture<Object> leader =
        callInThread(
            find,
            1,
            () -> {
              loading.countDown();
              pool.acquire();
              pool.release();
              return List.of("the leader's");
            });
    List<Object> values = new ArrayList<>();
    for (CompletableFuture<Object> holder : holders) {
      values.add(get(holder));
    }
    // What the first gives back lets the leader load, and the second may still join that.
    assertThat(values).contains(List.of("own"));
    assertThat(get(leader)).isEqualTo(List.of("the leader's"));
  }

  /** A call in a transaction that has taken its connection, as a proxy's has. */
  private Object inTransaction(CountDownLatch held, CountDownLatch loading) throws Exception {
    pool.acquire();
    try (InvalidationScope scope = InvalidationScope.begin()) {
      held.countDown();
      loading.await();
      Object value = call(find, 1, () -> List.of("own"));
      scope.committed();
      return value;
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    } finally {
      pool.release();
    }
  }

  /** Those that load in a transaction have a connection: it is their calls that are worth it. */
  @Test
  void callsThatWaitForALoadWithAConnection_arePatient() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    CompletableFuture<Object> leader =
        inThread(
            () ->
                within(
                    () -> {
                      loading.countDown();
                      finish.await();
                      return List.of("the leader's");
                    }));
    loading.await();
    CompletableFuture<Object> follower = inThread(() -> within(() -> List.of("own")));
    awaitThreadsWaiting(1);
    finish.countDown();
    assertThat(get(follower)).isEqualTo(List.of("the leader's"));
    assertThat(get(leader)).isEqualTo(List.of("the leader's"));
  }

  private Object within(Callable<?> body) throws Exception {
    try (InvalidationScope scope = InvalidationScope.begin()) {
      Object value = call(find, 1, body);
      scope.committed();
      return value;
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
