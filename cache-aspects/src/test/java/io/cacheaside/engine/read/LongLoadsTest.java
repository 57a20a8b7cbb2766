package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.spi.Key;
import io.cacheaside.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loads that take longer than what they load may live, or than their lease is kept. */
class LongLoadsTest extends EngineHarness {
  private static final String NAME = "WARN io.cacheaside.engine.read.LongLoadsTest$Reports.";

  @SuppressWarnings("unused")
  private static final class Reports {
    @CacheAside(key = "brief:{id}", ttl = "5s", negativeTtl = "1s", region = "reports")
    static @Nullable String brief(int id) {
      return null;
    }

    @CacheAside(key = "long:{id}", ttl = "5m")
    static String enduring(int id) {
      return "";
    }
  }

  private final FakeClock clock = new FakeClock();
  private final long start = clock.getAsLong();
  private final MemoryStore store =
      new MemoryStore(() -> Instant.EPOCH.plusNanos(clock.getAsLong() - start), 100);
  private final LogCapture log = new LogCapture();

  @BeforeEach
  void begin() {
    engine.close();
    engine =
        new CacheEngine(
            "test",
            store,
            new KryoCodec(KryoCodecOptions.defaults()),
            counters,
            EngineOptions.DEFAULTS,
            TransactionOptions.NONE,
            Map.of(),
            timer,
            new Clocks(clock, InstantSource.system(), Clocks.SYSTEM.alarm()));
  }

  @AfterEach
  void stop() {
    log.close();
  }

  private static CallSite method(String name) throws NoSuchMethodException {
    return new CallSite(
        new AnnotatedMethod(Reports.class.getDeclaredMethod(name, int.class), List.of("id")));
  }

  private Callable<@Nullable String> lasting(Duration duration, @Nullable String value) {
    return () -> {
      clock.advance(duration);
      return value;
    };
  }

  @Test
  void loadThatOutlivesItsTtl_isToldOnce_withWhatToWrite() throws Throwable {
    CallSite brief = method("brief");

    call(brief, 1, lasting(Duration.ofSeconds(5), "late"));
    call(brief, 2, lasting(Duration.ofSeconds(7), "later"));
    call(brief, 3, lasting(Duration.ofSeconds(2), "in time"));
    assertThat(call(brief, 3, lasting(Duration.ZERO, "loaded again"))).isEqualTo("in time");

    assertThat(log.lines("LongLoads"))
        .containsExactly(
            NAME
                + "brief(int): what it loads is returned but not cached: a load took 5000 ms, and its"
                + " ttl of 5s counts from the beginning of the load, so it was over before anything"
                + " could be stored. Write a longer ttl, or region.reports.ttl (said once)");
  }

  @Test
  void absenceThatOutlivesItsTtl_isTold_apart() throws Throwable {
    call(method("brief"), 1, lasting(Duration.ofSeconds(2), null));

    assertThat(log.lines("LongLoads"))
        .containsExactly(
            NAME
                + "brief(int): what it loads is returned but not cached: a load took 2000 ms, and its"
                + " negativeTtl of 1s counts from the beginning of the load, so it was over before"
                + " anything could be stored. Write a longer negativeTtl, or"
                + " region.reports.negative-ttl (said once)");
  }

  @Test
  void loadThatOutlivesItsLease_isTold() throws Throwable {
    CallSite enduring = method("enduring");

    call(enduring, 1, lasting(Duration.ofSeconds(40), "late"));
    call(enduring, 2, lasting(Duration.ofSeconds(40), "late"));

    assertThat(log.lines("LongLoads"))
        .containsExactly(
            NAME
                + "enduring(int): what it loads is returned but not cached: a load took 40000 ms, but"
                + " its lease is kept for the load-timeout of 30s only. Raise load-timeout (said"
                + " once)");
  }

  @Test
  void loadThatIsInvalidated_isNoLongLoad() throws Throwable {
    CallSite enduring = method("enduring");

    call(
        enduring,
        1,
        () -> {
          store.invalidate(List.of(Key.of("test:default:{long:1}"))).join();
          return "old";
        });

    assertThat(counters.snapshot().refusedPopulates()).isEqualTo(1);
    assertThat(log.lines("LongLoads")).isEmpty();
  }
}
