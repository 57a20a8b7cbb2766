package io.cacheaside.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.RecoveryOptions;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.recovery.AnyUndelivered;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.Upkeep;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.ManualScheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an engine does again and again goes on when its timer has lost it. */
class UpkeepTest extends EngineHarness {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Object[] ONE = {1};

  private final FakeClock clock = new FakeClock();
  private final ManualScheduler manual = new ManualScheduler();
  private final List<String> runs = new ArrayList<>();
  private CacheEngine kept;

  @BeforeEach
  void open() {
    kept =
        new CacheEngine(
            "test",
            memory,
            new StubCodec(),
            counters,
            new EngineOptions(
                LONG,
                LONG,
                LONG,
                LONG,
                0.1,
                100,
                Duration.ofHours(1),
                false,
                true,
                new RecoveryOptions(LONG, Duration.ZERO, Duration.ZERO, null)),
            TransactionOptions.NONE,
            Map.of(),
            manual,
            new Clocks(clock, InstantSource.system(), Clocks.SYSTEM.alarm()));
  }

  @AfterEach
  void closeKept() {
    kept.close();
  }

  private void pass(Duration time) {
    pass(manual, time);
  }

  private void pass(ManualScheduler scheduler, Duration time) {
    for (Duration second = Duration.ofSeconds(1), left = time;
        !left.isZero();
        left = left.minus(second)) {
      clock.advance(second);
      scheduler.advance(second);
    }
  }

  /** The end of a write met an Error: nothing is served until a look has found it. */
  private void leaveAWriteUnsettled() {
    Write write = kept.writeBegins(save, null, ONE);
    write.ended(null, true);
    kept.undelivered.overall.unsettled = write;
    kept.undelivered.overall.word = AnyUndelivered.SOME;
  }

  private Object read() throws Throwable {
    Object outcome = kept.read(find, null, ONE);
    return outcome instanceof Load load ? load.completed(List.of("loaded")) : outcome;
  }

  @Test
  void allWorkIsLost_nextReadThatIsNotServed_bringsItBack() throws Throwable {
    leaveAWriteUnsettled();
    manual.dropAll();
    pass(LONG);
    assertThat(kept.undelivered.overall.unsettled).isNotNull();

    read();
    pass(Duration.ofSeconds(1));

    assertThat(kept.undelivered.overall.unsettled).isNull();
  }

  @Test
  void allWorkIsLost_nextWrite_bringsItBack() {
    leaveAWriteUnsettled();
    manual.dropAll();
    pass(LONG);

    kept.writeBegins(save, null, ONE).ended(null, true);
    pass(Duration.ofSeconds(1));

    assertThat(kept.undelivered.overall.unsettled).isNull();
  }

  @Test
  void noMemoryForTheNextRun_anotherWorkBringsItBack() {
    ManualScheduler other = new ManualScheduler();
    Upkeep upkeep = new Upkeep(clock);
    upkeep.every(other, 2_000, "the first", () -> runs.add("first"));
    upkeep.everySecond(other, "the second", () -> runs.add("second"));
    other.failNext(() -> new OutOfMemoryError("scripted")); // when the second has run
    pass(other, Duration.ofSeconds(2));
    assertThat(runs).containsExactly("second", "first");

    pass(other, Duration.ofSeconds(2));
    assertThat(runs).containsExactly("second", "first", "first");
    pass(other, Duration.ofSeconds(2));
    assertThat(runs).containsExactly("second", "first", "first", "first", "second");

    upkeep.end();
    pass(other, LONG);
    assertThat(runs).hasSize(5);
  }
}
