package io.cacheaside.benchmarks.starved;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.benchmarks.starved.Event.Kind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunTest {
  private static Event at(long millis, Kind kind, String detail) {
    return new Event(TimeUnit.MILLISECONDS.toNanos(millis), kind, detail);
  }

  private static Run.Jvm jvm(long calls, Event... events) {
    return new Run.Jvm(List.of(events), calls);
  }

  private static Run run(Run.Jvm... jvms) {
    return new Run(0, List.of(jvms));
  }

  @Test
  void loads_withinTheLifeOfAnEntry_belongToOneExpiry() {
    Run run =
        run(
            jvm(0, at(10, Kind.READY, ""), at(100, Kind.LOAD, ""), at(2_100, Kind.LOAD, "")),
            jvm(0, at(10, Kind.READY, ""), at(1_899, Kind.LOAD, ""), at(3_901, Kind.LOAD, "")));

    assertThat(run.expiries()).extracting(Run.Expiry::toString).containsExactly("2", "1", "1");
    assertThat(run.isKept()).isFalse();
  }

  @Test
  void loads_beforeTheFirstAnswer_areToldByThemselves_butCount() {
    Run run =
        run(
            jvm(0, at(100, Kind.LOAD, ""), at(110, Kind.READY, "")),
            jvm(0, at(10, Kind.READY, ""), at(120, Kind.LOAD, "")),
            jvm(0, at(130, Kind.LOAD, "")));

    assertThat(run.expiries()).extracting(Run.Expiry::toString).containsExactly("1+2");
    assertThat(run.isKept()).isFalse();
  }

  @Test
  void run_isKept_withOneLoadForEachExpiry_andNoBreakerEvent() {
    Event ready = at(10, Kind.READY, "");
    Event load = at(100, Kind.LOAD, "");
    Event next = at(2_100, Kind.LOAD, "");

    assertThat(run(jvm(0, ready, load), jvm(0, ready, next)).isKept()).isTrue();
    assertThat(run(jvm(0, ready, load, at(200, Kind.BREAKER, "OPEN"))).isKept()).isFalse();
    assertThat(run(jvm(0)).isKept()).as("nobody was served").isFalse();
  }

  @Test
  void summary_saysWhatHappened() {
    Run run =
        run(
            jvm(
                1_000,
                at(500, Kind.READY, ""),
                at(600, Kind.LOAD, ""),
                at(700, Kind.BYPASS, "OVERLOADED"),
                at(701, Kind.BYPASS, "OVERLOADED"),
                at(702, Kind.OVERDUE, "caller-1"),
                at(800, Kind.BREAKER, "OPEN")),
            jvm(500));

    assertThat(run.summary())
        .isEqualTo(
            "MISSED  loads 1  first answers after 0.5 never s  past the cache {OVERLOADED=2}"
                + "  breaker {OPEN=1}  overdue 1  calls 1,500");
  }

  @Test
  void story_isInTheOrderOfTime() {
    Run run = run(jvm(0, at(600, Kind.LOAD, "caller-1")), jvm(0, at(500, Kind.READY, "now")));

    assertThat(run.story())
        .containsExactly("    0.500  JVM 2  READY now", "    0.600  JVM 1  LOAD caller-1");
  }

  @Test
  void event_isRead_asItWasWritten() {
    assertThat(
            Stream.of(at(1, Kind.LOAD, "caller-1"), at(2, Kind.READY, "an answer came"))
                .map(event -> Event.ofLine(event.toLine())))
        .containsExactly(at(1, Kind.LOAD, "caller-1"), at(2, Kind.READY, "an answer came"));
  }
}
