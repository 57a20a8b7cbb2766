package io.cacheaside.engine.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.plan.InvalidationPlan;
import io.cacheaside.engine.plan.PlanCompiler;
import io.cacheaside.engine.region.Region;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** {@code @Invalidate} without a key: the whole region, in one step. */
class RegionClearTest extends EngineHarness {

  /** The annotated methods; the tests call the engine in place of woven code. */
  static final class Catalogue {
    private Catalogue() {}

    @CacheAside(key = "product:{id}", ttl = "5m", region = "products")
    static String product(int id) {
      return "";
    }

    @CacheAside(key = "product:{id}", ttl = "5m", region = "others")
    static String other(int id) {
      return "";
    }

    @Invalidate(region = "products")
    static void importAll() {}

    @Invalidate(region = "products")
    @Invalidate(key = "product:{id}", region = "others")
    static void importAllBut(int id) {}
  }

  private final CallSite product = new CallSite(Examples.method(Catalogue.class, "product"));
  private final CallSite other = new CallSite(Examples.method(Catalogue.class, "other"));
  private final CallSite importAll = new CallSite(Examples.method(Catalogue.class, "importAll"));
  private final CallSite importAllBut =
      new CallSite(Examples.method(Catalogue.class, "importAllBut"));

  private void clear() {
    engine.invalidate(importAll, null, new Object[0], null, true);
  }

  @Test
  void clear_entriesOfTheRegion_areLoadedAgain() throws Throwable {
    call(product, 1, () -> "old");
    call(product, 2, () -> "old");
    clear();
    assertThat(call(product, 1, () -> "new")).isEqualTo("new");
    assertThat(call(product, 2, () -> "new")).isEqualTo("new");
    assertThat(call(product, 1, () -> "unused")).isEqualTo("new");
    assertThat(counters.snapshot().clears()).isEqualTo(1);
    assertThat(counters.snapshot().undeliveredInvalidations()).isZero();
    assertThat(counters.snapshot().schemaMisses()).isZero();
  }

  @Test
  void clear_entriesOfOtherRegions_stay() throws Throwable {
    call(other, 1, () -> "kept");
    clear();
    assertThat(call(other, 1, () -> "unused")).isEqualTo("kept");
  }

  @Test
  void clear_besideKeys_doesBoth() throws Throwable {
    call(product, 7, () -> "old");
    call(other, 7, () -> "old");
    call(other, 8, () -> "kept");
    engine.invalidate(importAllBut, null, new Object[] {7}, null, true);
    assertThat(call(product, 7, () -> "new")).isEqualTo("new");
    assertThat(call(other, 7, () -> "new")).isEqualTo("new");
    assertThat(call(other, 8, () -> "unused")).isEqualTo("kept");
  }

  @Test
  void clear_duringALoad_leavesNothingOfItBehind() throws Throwable {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch cleared = new CountDownLatch(1);
    CompletableFuture<Object> old =
        callInThread(
            product,
            1,
            () -> {
              loading.countDown();
              cleared.await();
              return "old";
            });
    assertThat(loading.await(20, TimeUnit.SECONDS)).isTrue();
    clear();
    cleared.countDown();
    assertThat(get(old)).isEqualTo("old"); // it began before
    assertThat(call(product, 1, () -> "new")).isEqualTo("new");
    assertThat(call(product, 1, () -> "unused")).isEqualTo("new");
  }

  /** Row 8: the lease is live still, so only the stamp tells that the load is too old. */
  @Test
  void clear_duringALoad_laterReadersDoNotJoinIt() throws Throwable {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CompletableFuture<Object> old =
        callInThread(
            product,
            1,
            () -> {
              loading.countDown();
              mayEnd.await();
              return "old";
            });
    assertThat(loading.await(20, TimeUnit.SECONDS)).isTrue();
    clear();
    CompletableFuture<Object> later = callInThread(product, 1, () -> "new");
    Await.until("the later reader waits", () -> counters.snapshot().leaseWaits() == 1);
    mayEnd.countDown();
    assertThat(get(old)).isEqualTo("old");
    assertThat(get(later)).isEqualTo("new");
    assertThat(counters.snapshot().joins()).isZero();
  }

  @Test
  void clear_storeAway_isDeliveredLaterAndNothingIsServedMeanwhile() throws Throwable {
    AtomicBoolean away = new AtomicBoolean();
    engine.close();
    engine =
        engine(
            new StoreDecorator(memory) {
              @Override
              public CompletableFuture<Long> clear(Key generationKey) {
                return away.get()
                    ? CompletableFuture.failedFuture(
                        new StoreException(Reason.UNAVAILABLE, "away", null))
                    : super.clear(generationKey);
              }
            },
            Duration.ofSeconds(20));
    call(product, 1, () -> "old");
    call(other, 1, () -> "kept");
    away.set(true);
    clear();
    assertThat(engine.undeliveredKeys()).isEqualTo(1);
    assertThat(call(product, 1, () -> "new")).isEqualTo("new");
    assertThat(call(product, 1, () -> "newer")).isEqualTo("newer");
    assertThat(call(other, 1, () -> "unused")).isEqualTo("kept");
    away.set(false);
    Await.until("the clearing is delivered", () -> engine.undeliveredKeys() == 0);
    assertThat(call(product, 1, () -> "newest")).isEqualTo("newest");
    assertThat(call(product, 1, () -> "unused")).isEqualTo("newest");
  }

  @Test
  void plan_withoutKeyButWithRegion_clearsIt() {
    InvalidationPlan plan =
        new PlanCompiler("shop", new StubCodec(), Map.of())
            .compileInvalidations(Examples.method(Catalogue.class, "importAllBut"));
    assertThat(plan.clears())
        .containsExactly(new Region("products", Key.of("shop:g:products"), 0, 10_000));
    assertThat(plan.keys()).hasSize(1);
    assertThat(plan.fenced()).isEqualTo(List.of());
  }
}
