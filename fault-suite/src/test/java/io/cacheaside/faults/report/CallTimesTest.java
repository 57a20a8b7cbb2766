package io.cacheaside.faults.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.faults.history.EventKind;
import io.cacheaside.faults.history.History;
import io.cacheaside.faults.history.HistoryWriter;
import io.cacheaside.faults.history.Reasons;
import io.cacheaside.faults.history.Source;
import io.cacheaside.faults.history.Window;
import io.cacheaside.faults.history.Window.Effects;
import io.cacheaside.spi.CacheListener.BypassReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallTimesTest {
  private static final int OWN_KEY = 100;
  private static final int SHARED_KEY = 1;
  private static final int KILLED = 9;
  private static final int BREAKER_OPEN = Reasons.number(BypassReason.BREAKER_OPEN);

  @TempDir private Path directory;

  @Test
  void recovery_isThatOfTheClientThatWasLast() {
    record(1, Source.HIT, 0, SHARED_KEY, -1, 50, 51);
    record(1, Source.HIT, 0, SHARED_KEY, -1, 210, 215);
    record(2, Source.HIT, 0, SHARED_KEY, -1, 50, 51);
    record(2, Source.LOADED, 0, SHARED_KEY, 0, 220, 225);
    record(2, Source.HIT, 0, SHARED_KEY, -1, 290, 300);

    assertThat(times(window(100, 200, -1)).recoveryNanos()).isEqualTo(nanos(100));
  }

  @Test
  void recovery_withoutAHitOfOneClient_isNever() {
    record(1, Source.HIT, 0, SHARED_KEY, -1, 210, 215);
    record(2, Source.HIT, 0, SHARED_KEY, -1, 50, 51);
    record(2, Source.LOADED, 0, SHARED_KEY, 0, 220, 225);

    assertThat(times(window(100, 200, -1)).recoveryNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void recovery_isThatOfTheStoppedClientToo() {
    record(1, Source.HIT, 0, SHARED_KEY, -1, 50, 51);
    record(1, Source.HIT, 0, SHARED_KEY, -1, 260, 270);

    assertThat(times(window(100, 200, 1)).recoveryNanos()).isEqualTo(nanos(70));
  }

  @Test
  void recovery_doesNotWaitForOneThatWasKilled_butMeasuresWhatItHadBefore() {
    record(1, Source.HIT, 0, SHARED_KEY, -1, 50, 51);
    record(1, Source.HIT, 0, SHARED_KEY, -1, 210, 215);
    record(1, Source.HIT, 0, SHARED_KEY, -1, 410, 415);
    record(KILLED, Source.HIT, 0, SHARED_KEY, -1, 50, 51);
    record(KILLED, Source.HIT, 0, SHARED_KEY, -1, 230, 240);

    assertThat(times(window(100, 200, -1), window(300, 400, KILLED)).recoveryNanos())
        .isEqualTo(nanos(40));
  }

  @Test
  void recovery_hitThatBeganBeforeTheEnd_doesNotCount() {
    record(1, Source.HIT, 0, SHARED_KEY, -1, 50, 51);
    record(1, Source.HIT, 0, SHARED_KEY, -1, 199, 215);
    record(1, Source.HIT, 0, SHARED_KEY, -1, 230, 231);

    assertThat(times(window(100, 200, -1)).recoveryNanos()).isEqualTo(nanos(31));
  }

  @Test
  void costs_areOfCallsDuringTheFault_aboveTheirLoad_withoutSharedLoads() {
    record(1, Source.LOADED, 0, SHARED_KEY, 5_000, 110, 120);
    record(1, Source.JOINED, 0, SHARED_KEY, -1, 110, 190);
    record(1, Source.HIT, 0, SHARED_KEY, -1, 10, 90);

    CallTimes times = times(window(100, 200, -1));
    assertThat(times.during().getTotalCount()).isEqualTo(1);
    assertThat(TimeUnit.NANOSECONDS.toMillis(times.during().getMaxValue())).isEqualTo(5);
    assertThat(times.reads(Source.JOINED)).isEqualTo(1);
  }

  @Test
  void costs_ofTheClientThatWasStopped_doNotCount() {
    record(1, Source.HIT, 0, SHARED_KEY, -1, 110, 900);
    record(2, Source.HIT, 0, SHARED_KEY, -1, 110, 112);

    CallTimes times = times(window(100, 200, 1));
    assertThat(times.during().getTotalCount()).isEqualTo(1);
    assertThat(TimeUnit.NANOSECONDS.toMillis(times.during().getMaxValue())).isEqualTo(2);
  }

  @Test
  void costs_whileTheSuiteItselfStoppedTheClient_doNotCount() {
    record(1, Source.HIT, 0, SHARED_KEY, -1, 110, 190);
    record(2, Source.HIT, 0, SHARED_KEY, -1, 110, 112);

    CallTimes times =
        CallTimes.of(
            new History(directory),
            List.of(window(100, 200, -1)),
            List.of(window(120, 130, 1)),
            Set.of(),
            OWN_KEY);
    assertThat(times.during().getTotalCount()).isEqualTo(1);
  }

  @Test
  void breakerOpen_isMeasuredWhereNobodyElseAsks() {
    record(1, Source.BYPASSED, BREAKER_OPEN, SHARED_KEY, 0, 110, 150);
    record(1, Source.BYPASSED, BREAKER_OPEN, OWN_KEY, 1_000, 110, 113);
    record(1, Source.BYPASSED, 1, OWN_KEY, 0, 110, 170);

    CallTimes times = times(window(100, 200, -1));
    assertThat(times.breakerOpen().getTotalCount()).isEqualTo(1);
    assertThat(TimeUnit.NANOSECONDS.toMillis(times.breakerOpen().getMaxValue())).isEqualTo(2);
  }

  private CallTimes times(Window... windows) {
    return CallTimes.of(
        new History(directory), List.of(windows), List.of(), Set.of(KILLED), OWN_KEY);
  }

  private static Window window(long begin, long end, int client) {
    return new Window(nanos(begin), nanos(end), client, Effects.NONE);
  }

  private int files;

  private void record(
      int client, Source source, int reason, int key, int loadMicros, long begin, long end) {
    // one file for each event, in the order of their names
    Path file = directory.resolve(String.format("%03d%s", ++files, History.SUFFIX));
    try (HistoryWriter writer = new HistoryWriter(file, client)) {
      writer.append(
          EventKind.READ, source.number(), reason, key, 1, loadMicros, 1, nanos(begin), nanos(end));
    }
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
