package io.cacheaside.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {
  private static final String LOGGER = "BackgroundTask";

  private final FakeClock clock = new FakeClock();
  private final ManualScheduler timer = new ManualScheduler();
  private final AtomicInteger runs = new AtomicInteger();
  private final Watchdog watchdog = new Watchdog();
  private BooleanSupplier work = () -> true;
  private final PeriodicTask task =
      new PeriodicTask(
          "the work",
          () -> {
            runs.incrementAndGet();
            return work.getAsBoolean();
          },
          (run, delay) -> timer.schedule(run, delay, TimeUnit.MILLISECONDS),
          100,
          clock);

  @BeforeEach
  void start() {
    watchdog.watch(task);
    task.start(10);
  }

  private void pass(long millis) {
    clock.advance(Duration.ofMillis(millis));
    timer.advance(Duration.ofMillis(millis));
  }

  @Test
  void comesAgain_untilItEnds() {
    pass(310);
    assertThat(runs).hasValue(4);

    task.end();
    pass(1_000);
    assertThat(runs).hasValue(4);
    assertThat(timer.delaysMillis()).isEmpty();
  }

  @Test
  void work_thatSaysItIsDone_endsIt() {
    work = () -> runs.get() < 3;
    pass(1_000);
    assertThat(runs).hasValue(3);
    assertThat(timer.delaysMillis()).isEmpty();

    pass(10_000);
    watchdog.run();
    assertThat(timer.delaysMillis()).isEmpty();
  }

  @Test
  void work_thatThrowsAnError_isFollowedByTheNext_andLoggedOnce() {
    work =
        () -> {
          throw new OutOfMemoryError("scripted");
        };
    try (LogCapture log = new LogCapture()) {
      pass(210);

      assertThat(runs).hasValue(3);
      assertThat(log.lines(LOGGER))
          .containsExactly(
              "ERROR the work failed; it is tried again, and this is logged once a minute");
    }
  }

  @Test
  void schedulerThatFindsNoMemoryForTheNextRun_isMadeUpForByTheWatchdog() {
    try (LogCapture log = new LogCapture()) {
      timer.failNext(() -> new OutOfMemoryError("scripted"));
      pass(10);
      assertThat(runs).hasValue(1);
      assertThat(timer.delaysMillis()).isEmpty();

      pass(2_101);
      watchdog.run();
      pass(100);

      assertThat(runs).hasValue(3);
      assertThat(log.lines(LOGGER))
          .containsExactly(
              "ERROR the work failed; it is tried again, and this is logged once a minute",
              "WARN the work was due and did not run; it is scheduled once more");
    }
  }

  @Test
  void runThatIsLate_comesOnce_althoughAnotherWasScheduledInItsPlace() {
    for (int stall = 1; stall <= 3; stall++) {
      clock.advance(Duration.ofSeconds(3)); // nobody runs
      watchdog.run();
      pass(100);

      assertThat(timer.delaysMillis()).as("after stall %s", stall).hasSize(1);
    }
    runs.set(0);
    pass(1_000);
    assertThat(runs).hasValue(10);
  }

  @Test
  void schedulerThatIsShutDown_endsIt() {
    timer.shutdown();
    pass(10);
    assertThat(runs).hasValue(1);

    pass(10_000);
    watchdog.run();
    assertThat(runs).hasValue(1);
  }
}
