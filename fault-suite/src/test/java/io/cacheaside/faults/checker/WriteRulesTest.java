package io.cacheaside.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.faults.history.EventKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteRulesTest {

  @Test
  void write_whoseDeleteWasNeverAcknowledged_isLost() {
    Findings findings = new Script().undeliveredWrite(1, 10, 20).check();

    assertThat(findings.violations()).isEqualTo(Map.of(Rule.LOST_INVALIDATION, 1L));
    assertThat(findings.lost()).isEqualTo(1);
    assertThat(findings.stale()).isZero();
    assertThat(findings.examples())
        .containsExactly(
            "LOST_INVALIDATION WRITTEN key 7 number 1 client 1 at 10000000..20000000: no delete was"
                + " acknowledged after it");
  }

  @Test
  void write_whoseDeleteWasDeliveredLater_isNotLost() {
    assertThat(new Script().undeliveredWrite(1, 10, 20).deleted(500, 501).check().violations())
        .isEmpty();
  }

  @Test
  void write_withADeleteFromBeforeItsCommitOnly_isLost() {
    assertThat(new Script().undeliveredWrite(1, 10, 20).deleted(10, 15).check().violations())
        .isEqualTo(Map.of(Rule.LOST_INVALIDATION, 1L));
  }

  @Test
  void write_whoseRegionWasClearedLater_isNotLost() {
    assertThat(new Script().undeliveredWrite(1, 10, 20).cleared(500, 501).check().violations())
        .isEmpty();
  }

  @Test
  void write_whoseRegionWasClearedBeforeItsCommitOnly_isLost() {
    assertThat(new Script().undeliveredWrite(1, 10, 20).cleared(10, 15).check().violations())
        .isEqualTo(Map.of(Rule.LOST_INVALIDATION, 1L));
  }

  @Test
  void write_ofAClientThatWasKilled_isNotCalledLost() {
    assertThat(new Script().killed(1).undeliveredWrite(1, 10, 20).check().violations()).isEmpty();
  }

  @Test
  void versions_thatFallWithTime_voidTheRun() {
    assertThat(new Script().write(2, 10, 20).write(1, 30, 40).check().violations())
        .isEqualTo(Map.of(Rule.MONOTONE, 1L));
  }

  @Test
  void versions_ofWritesThatOverlap_mayBeInAnyOrder() {
    Script script =
        new Script()
            .committed(2, 10, 15)
            .deleted(15, 18)
            .ended(2, 20)
            .committed(1, 12, 16)
            .deleted(16, 22)
            .ended(1, 23);

    assertThat(script.check().violations()).isEmpty();
  }

  @Test
  void version_thatWasCommittedTwice_voidsTheRun() {
    Script script =
        new Script().committed(1, 10, 15).committed(1, 12, 16).deleted(16, 22).ended(1, 23);

    assertThat(script.check().violations()).isEqualTo(Map.of(Rule.MONOTONE, 1L));
  }

  @Test
  void write_thatEndedWithoutACommit_voidsTheRun() {
    assertThat(new Script().ended(1, 20).check().violations()).isEqualTo(Map.of(Rule.MONOTONE, 1L));
  }

  @Test
  void failures_areCountedBySource() {
    Findings findings =
        new Script()
            .failed(EventKind.READ_FAILED, 0)
            .failed(EventKind.READ_FAILED, 1)
            .failed(EventKind.WRITE_FAILED, 1)
            .check();

    assertThat(findings.databaseErrors()).isEqualTo(1);
    assertThat(findings.cacheErrors()).isEqualTo(2);
    assertThat(findings.operations()).isEqualTo(3);
  }
}
