package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.fixtures.ManualScheduler;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.store.MemoryStore;
import io.cacheaside.transaction.InvalidationScope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowCheckTest {
  private static final Duration GRACE = Duration.ofMillis(ShadowCheck.GRACE_MILLIS);

  private final CacheCounters counters = new CacheCounters();
  private final ManualScheduler timer = new ManualScheduler();
  private final MemoryStore memory = new MemoryStore();
  private final CacheEngine engine =
      new CacheEngine(
          "shadow",
          memory,
          new KryoCodec(KryoCodecOptions.defaults()),
          counters,
          EngineOptions.DEFAULTS,
          new TransactionOptions(List.of(InvalidationScope.hook()), false),
          Map.of("checked", SettingValues.NONE.with(RegionSettings.SHADOW_CHECK_ONE_IN, 1)),
          timer);

  @AfterEach
  void close() {
    engine.close();
    memory.close();
  }

  /** The annotated methods; the tests call the engine in place of woven code. */
  static final class Annotated {
    private Annotated() {}

    @CacheAside(key = "price:{id}", ttl = "5m", region = "checked")
    static @Nullable String find(int id) {
      return null;
    }

    @CacheAside(key = "price:{id}", ttl = "5m", region = "unchecked")
    static @Nullable String findUnchecked(int id) {
      return null;
    }

    @Invalidate(key = "price:{id}", region = "checked")
    static void save(int id) {}

    @Invalidate(region = "checked")
    static void saveAll() {}
  }

  private final CallSite find = new CallSite(Examples.method(Annotated.class, "find"));
  private final CallSite findUnchecked =
      new CallSite(Examples.method(Annotated.class, "findUnchecked"));
  private final CallSite save = new CallSite(Examples.method(Annotated.class, "save"));
  private final CallSite saveAll = new CallSite(Examples.method(Annotated.class, "saveAll"));

  /** Does what the advice does. */
  private @Nullable Object call(CallSite site, Callable<?> body) throws Throwable {
    Object outcome = engine.read(site, null, new Object[] {1});
    if (!(outcome instanceof Load load)) {
      return outcome;
    }
    Object value;
    try {
      value = body.call();
    } catch (Throwable e) {
      return load.answerInstead(e);
    }
    return load.completed(value);
  }

  private void assertChecks(long checks, long inconsistencies) {
    assertThat(counters.snapshot().shadowChecks()).isEqualTo(checks);
    assertThat(counters.snapshot().inconsistencies()).isEqualTo(inconsistencies);
  }

  @Test
  void sameValue_isCountedAsChecked() throws Throwable {
    call(find, () -> "cached");
    assertThat(call(find, () -> "cached")).isEqualTo("cached");
    assertChecks(1, 0);
    assertThat(counters.snapshot().loads()).isEqualTo(2);
    assertThat(counters.snapshot().hits()).isZero();
  }

  @Test
  void otherValue_entryStillServed_isInconsistent() throws Throwable {
    call(find, () -> "old");
    assertThat(call(find, () -> "new")).isEqualTo("new");
    assertChecks(0, 0);
    timer.advance(GRACE);
    assertChecks(1, 1);
  }

  @Test
  void otherValue_keyInvalidatedMeanwhile_isOvertaken() throws Throwable {
    call(find, () -> "old");
    call(find, () -> "new");
    engine.invalidate(save, null, new Object[] {1}, null, true);
    timer.advance(GRACE);
    assertChecks(1, 0);
  }

  @Test
  void otherValue_entryReplacedMeanwhile_isOvertaken() throws Throwable {
    call(find, () -> "old");
    call(find, () -> "new");
    engine.invalidate(save, null, new Object[] {1}, null, true);
    call(find, () -> "new");
    timer.advance(GRACE);
    assertChecks(1, 0);
  }

  @Test
  void otherValue_regionClearedMeanwhile_isOvertaken() throws Throwable {
    call(find, () -> "old");
    call(find, () -> "new");
    engine.invalidate(saveAll, null, new Object[0], null, true);
    timer.advance(GRACE);
    assertChecks(1, 0);
  }

  @Test
  void otherValue_storeGone_isUndecided() throws Throwable {
    call(find, () -> "old");
    call(find, () -> "new");
    memory.close();
    timer.advance(GRACE);
    assertChecks(1, 0);
  }

  @Test
  void cachedAbsence_thatIsNoneAnyMore_isInconsistent() throws Throwable {
    call(find, () -> null);
    assertThat(call(find, () -> "there")).isEqualTo("there");
    timer.advance(GRACE);
    assertChecks(1, 1);
  }

  @Test
  void cachedAbsence_thatStillIs_isTheSame() throws Throwable {
    call(find, () -> null);
    assertThat(call(find, () -> null)).isNull();
    timer.advance(GRACE);
    assertChecks(1, 0);
  }

  @Test
  void methodThrows_hitIsServed() throws Throwable {
    call(find, () -> "cached");
    Object answer =
        call(
            find,
            () -> {
              throw new IOException("the database is away");
            });
    assertThat(answer).isEqualTo("cached");
    assertChecks(1, 0);
    assertThat(counters.snapshot().failedLoads()).isEqualTo(1);
  }

  @Test
  void methodThrowsAnError_itIsThrown() throws Throwable {
    call(find, () -> "cached");
    AssertionError error = new AssertionError("a bug");
    assertThatThrownBy(
            () ->
                call(
                    find,
                    () -> {
                      throw error;
                    }))
        .isSameAs(error);
  }

  /** What a transaction sees may be older, or newer, than what is committed. */
  @Test
  void insideATransaction_isNotChecked() throws Throwable {
    call(find, () -> "cached");
    try (InvalidationScope scope = InvalidationScope.begin()) {
      assertThat(call(find, () -> "of an old snapshot")).isEqualTo("cached");
      scope.committed();
    }
    assertChecks(0, 0);
  }

  @Test
  void notConfigured_isNeverChecked() throws Throwable {
    call(findUnchecked, () -> "old");
    for (int i = 0; i < 1_000; i++) {
      assertThat(call(findUnchecked, () -> "new")).isEqualTo("old");
    }
    assertChecks(0, 0);
  }
}
