package io.cacheaside.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundTaskTest {
  private static final String LOGGER = "BackgroundTask";

  private final FakeClock clock = new FakeClock();
  private final ManualScheduler timer = new ManualScheduler();
  private final AtomicInteger runs = new AtomicInteger();
  private Runnable body = () -> {};
  private final BackgroundTask task =
      new BackgroundTask(
          "the work",
          () -> {
            runs.incrementAndGet();
            body.run();
          },
          (work, delay) -> timer.schedule(work, delay, TimeUnit.MILLISECONDS),
          50,
          clock);
  private final Watchdog watchdog = new Watchdog();

  {
    watchdog.watch(task);
  }

  private void pass(long millis) {
    clock.advance(Duration.ofMillis(millis));
    timer.advance(Duration.ofMillis(millis));
  }

  @Test
  void schedule_whileOneIsScheduled_addsNone() {
    assertThat(task.schedule(100)).isTrue();
    assertThat(task.schedule(10)).isTrue();

    assertThat(timer.delaysMillis()).containsExactly(100L);
    pass(100);
    assertThat(runs).hasValue(1);
    assertThat(task.isScheduled()).isFalse();
  }

  @Test
  void run_mayScheduleTheNext() {
    body = () -> task.schedule(10);

    task.schedule(0);
    pass(35);

    assertThat(runs).hasValue(4);
  }

  @Test
  void run_thatThrowsAnError_isFollowedByTheNext_andLoggedOnce() {
    body =
        () -> {
          throw new StackOverflowError();
        };
    try (LogCapture log = new LogCapture()) {
      task.schedule(0);
      pass(120);

      assertThat(runs).hasValue(3);
      assertThat(log.lines(LOGGER))
          .containsExactly(
              "ERROR the work failed; it is tried again, and this is logged once a minute");
    }
  }

  @Test
  void schedulerThatThrowsAnError_isMadeUpForByTheWatchdog_whichSaysSoOnce() {
    timer.failNext(() -> new OutOfMemoryError("scripted"));
    try (LogCapture log = new LogCapture()) {
      assertThat(task.schedule(100)).isTrue();
      assertThat(timer.delaysMillis()).isEmpty();

      pass(2_099);
      watchdog.run();
      pass(0);
      assertThat(runs).hasValue(0);

      pass(2);
      watchdog.run();
      pass(0);
      assertThat(runs).hasValue(1);
      assertThat(log.lines(LOGGER))
          .containsExactly(
              "ERROR the work failed; it is tried again, and this is logged once a minute",
              "WARN the work was due and did not run; it is scheduled once more");
    }
  }

  @Test
  void overdueRun_isMadeUpForByWhoeverSchedules() {
    timer.failNext(() -> new OutOfMemoryError("scripted"));
    task.schedule(100);

    pass(2_101);
    task.schedule(10);
    pass(10);

    assertThat(runs).hasValue(1);
  }

  @Test
  void overdueRun_thatComesAfterAll_runsNothing() {
    task.schedule(0);
    clock.advance(Duration.ofSeconds(3)); // the timer's thread hangs
    watchdog.run();

    pass(0);

    assertThat(runs).hasValue(1);
  }

  @Test
  void schedule_afterTheEndOfTheScheduler_saysSo() {
    timer.shutdown();

    assertThat(task.schedule(100)).isFalse();
    assertThat(task.isScheduled()).isFalse();
  }

  @Test
  void surviving_isLoggedOnce_andRunsAgain() {
    Runnable surviving =
        BackgroundTask.surviving(
            "the sweep",
            () -> {
              runs.incrementAndGet();
              throw new OutOfMemoryError("scripted");
            });
    var unused = timer.scheduleWithFixedDelay(surviving, 1, 1, TimeUnit.SECONDS);
    try (LogCapture log = new LogCapture()) {
      pass(3_000);

      assertThat(runs).hasValue(3);
      assertThat(log.lines(LOGGER))
          .containsExactly(
              "ERROR the sweep failed; it is tried again, and this is logged once a minute");
    }
  }
}
