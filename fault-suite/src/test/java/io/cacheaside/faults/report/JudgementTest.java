package io.cacheaside.faults.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.faults.checker.Checker;
import io.cacheaside.faults.checker.Conditions;
import io.cacheaside.faults.checker.Findings;
import io.cacheaside.faults.history.EventKind;
import io.cacheaside.faults.history.History;
import io.cacheaside.faults.history.HistoryWriter;
import io.cacheaside.faults.history.Reasons;
import io.cacheaside.faults.history.Source;
import io.cacheaside.faults.history.Window;
import io.cacheaside.faults.history.Window.Effects;
import io.cacheaside.faults.nemesis.Fault;
import io.cacheaside.faults.nemesis.FaultCatalogue;
import io.cacheaside.spi.CacheListener.BypassReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgementTest {
  private static final Fault<?> NONE = FaultCatalogue.none();
  private static final List<Window> WINDOWS =
      List.of(new Window(nanos(100), nanos(200), -1, Effects.NONE));

  @TempDir private Path directory;

  @Test
  void run_withoutAViolation_brokeNothing() {
    write(1, 10, 20);
    read(1, 30, 31);
    read(1, 210, 211);

    Row row = judge(true, 0);
    assertThat(row.broken()).isEmpty();
    assertThat(row.recoveryNanos()).isEqualTo(nanos(11));
  }

  @Test
  void run_withAStaleRead_brokeThePromise_andIsWhatTheTextbookMustDo() {
    write(1, 10, 20);
    read(0, 30, 31);
    read(1, 210, 211);

    Row row = judge(true, 0);
    assertThat(row.stale()).isEqualTo(1);
    assertThat(row.broken())
        .containsExactly(
            "1 x older than an acknowledged invalidation",
            "FRESHNESS READ HIT key 7 number 0 client 1 at 30000000..31000000: version 1 was"
                + " acknowledged before it began");
    assertThat(naive().broken()).isEmpty();
  }

  @Test
  void textbook_thatWasNotRejected_showsNothing() {
    write(1, 10, 20);
    read(1, 210, 211);

    assertThat(naive().broken())
        .containsExactly("the textbook was not rejected: this run cannot show anything");
  }

  @Test
  void run_withoutAHitAfterTheFault_brokeThePromise_evenUntimed() {
    write(1, 10, 20);
    read(1, 30, 31);

    assertThat(judge(true, 0).broken()).containsExactly("recovery took never; allowed are 1000 ms");
    assertThat(judge(false, 0).broken())
        .containsExactly("recovery took never; allowed are 30000 ms");
  }

  @Test
  void run_withSlowRecovery_isJudgedOnlyIfTimed() {
    write(1, 10, 20);
    read(1, 30, 31);
    read(1, 1_500, 1_501);

    assertThat(judge(true, 0).broken())
        .containsExactly("recovery took 1,301 ms; allowed are 1000 ms");
    assertThat(judge(false, 0).broken()).isEmpty();
  }

  @Test
  void run_withUndeliveredInvalidations_brokeThePromise() {
    write(1, 10, 20);
    read(1, 30, 31);
    read(1, 210, 211);

    assertThat(judge(true, 3).broken())
        .containsExactly("3 invalidations were still not delivered 15 s after the end");
  }

  @Test
  void run_withReadsPastAnOpenBreaker_brokeThePromise_ifRedisWasWell() {
    write(1, 10, 20);
    read(Source.BYPASSED, Reasons.number(BypassReason.BREAKER_OPEN), 1, 30, 31);
    read(1, 210, 211);
    Fault<?> callers =
        FaultCatalogue.all(Duration.ofSeconds(1)).stream()
            .filter(fault -> fault.name().equals("10,000 callers"))
            .findFirst()
            .orElseThrow();

    assertThat(judge(true, 0).broken()).isEmpty();
    Row row = new Judgement(true).of(callers, findings(), times(), 0);
    assertThat(row.broken())
        .containsExactly("1 reads went past an open breaker, although Redis was well");
    assertThat(row.notes()).contains("past the cache: 1 breaker_open");
  }

  private Row judge(boolean timed, long undelivered) {
    return new Judgement(timed).of(NONE, findings(), times(), undelivered);
  }

  private Row naive() {
    return new Judgement(true).ofNaive(NONE, findings(), times());
  }

  private Findings findings() {
    Duration second = Duration.ofSeconds(1);
    return new Checker(new Conditions(second, second, second, second, second, Set.of(), WINDOWS))
        .check(new History(directory));
  }

  private CallTimes times() {
    return CallTimes.of(new History(directory), WINDOWS, List.of(), Set.of(), 100);
  }

  private int files;

  private void write(long version, long begin, long end) {
    append(EventKind.WRITE_BEGUN, 0, 0, begin, begin);
    append(EventKind.COMMITTED, 0, version, begin, begin + 1);
    append(EventKind.DELETED, 1, 0, begin + 1, end);
    append(EventKind.WRITTEN, 1, version, begin, end);
  }

  private void read(long version, long begin, long end) {
    read(Source.HIT, 0, version, begin, end);
  }

  private void read(Source source, int reason, long version, long begin, long end) {
    append(EventKind.READ, source.number(), reason, version, begin, end);
  }

  private void append(EventKind kind, int detail, long number, long begin, long end) {
    append(kind, detail, 0, number, begin, end);
  }

  private void append(EventKind kind, int detail, int reason, long number, long begin, long end) {
    Path file = directory.resolve(String.format("%03d%s", ++files, History.SUFFIX));
    try (HistoryWriter writer = new HistoryWriter(file, 1)) {
      writer.append(kind, detail, reason, 7, 1, -1, number, nanos(begin), nanos(end));
    }
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
