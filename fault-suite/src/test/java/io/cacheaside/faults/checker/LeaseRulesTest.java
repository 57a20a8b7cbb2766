package io.cacheaside.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.faults.history.Populated;
import io.cacheaside.faults.history.Window.Effects;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseRulesTest {

  @Test
  void grant_whileAnotherLeaseIsAlive_isRejected() {
    Findings findings = new Script().granted(1, 10, 12).granted(2, 20, 22).check();

    assertThat(findings.violations()).isEqualTo(Map.of(Rule.TWO_LEASES, 1L));
    assertThat(findings.stale()).isZero();
    assertThat(findings.examples())
        .containsExactly(
            "TWO_LEASES GRANTED key 7 number 2 client 1 at 20000000..22000000: the lease granted at"
                + " 12000000 was alive");
  }

  @Test
  void grant_afterADelete_isAccepted() {
    assertThat(
            new Script().granted(1, 10, 12).deleted(15, 16).granted(2, 20, 22).check().violations())
        .isEmpty();
  }

  @Test
  void grant_afterADeleteThatWasOverBeforeTheFirst_isRejected() {
    assertThat(
            new Script().deleted(5, 9).granted(1, 10, 12).granted(2, 20, 22).check().violations())
        .isEqualTo(Map.of(Rule.TWO_LEASES, 1L));
  }

  @Test
  void grant_afterADeleteWithoutAnswer_isAccepted() {
    assertThat(
            new Script().undeleted(5, 9).granted(1, 10, 12).granted(2, 20, 22).check().violations())
        .isEmpty();
  }

  @Test
  void grant_afterReleaseOrPopulate_isAccepted() {
    assertThat(
            new Script().granted(1, 10, 12).released(1, 15).granted(2, 20, 22).check().violations())
        .isEmpty();
    assertThat(
            new Script()
                .granted(1, 10, 12)
                .populated(1, Populated.STORED, 15, 16)
                .granted(2, 20, 22)
                .check()
                .violations())
        .isEmpty();
  }

  @Test
  void grant_beforeTheReleaseOfTheOther_isRejected() {
    assertThat(
            new Script().granted(1, 10, 12).granted(2, 20, 22).released(1, 30).check().violations())
        .isEqualTo(Map.of(Rule.TWO_LEASES, 1L));
  }

  @Test
  void grant_afterTheDeadline_isAccepted() {
    assertThat(new Script().granted(1, 10, 12).granted(2, 1_010, 1_012).check().violations())
        .isEmpty();
    assertThat(new Script().granted(1, 10, 12).granted(2, 900, 902).check().violations())
        .isEqualTo(Map.of(Rule.TWO_LEASES, 1L));
  }

  @Test
  void grant_whoseRequestOverlapsTheOther_isAccepted() {
    // which of the two came first cannot be known, and one may have been over
    assertThat(new Script().granted(1, 10, 22).granted(2, 20, 25).check().violations()).isEmpty();
  }

  @Test
  void grant_afterAFaultThatLosesLeases_isAccepted() {
    assertThat(
            new Script()
                .granted(1, 10, 12)
                .fault(15, 18, Effects.LOSES)
                .granted(2, 20, 22)
                .check()
                .violations())
        .isEmpty();
    assertThat(
            new Script()
                .granted(1, 10, 12)
                .fault(15, 18, Effects.NONE)
                .granted(2, 20, 22)
                .check()
                .violations())
        .isEqualTo(Map.of(Rule.TWO_LEASES, 1L));
  }

  @Test
  void grant_ofAnotherKey_doesNotCount() {
    assertThat(new Script().granted(1, 10, 12).key(8).granted(2, 20, 22).check().violations())
        .isEmpty();
  }

  @Test
  void populate_thatWasStoredAfterAYoungerGrant_isRejected() {
    Findings findings =
        new Script()
            .granted(1, 10, 12)
            .deleted(15, 16)
            .granted(2, 20, 22)
            .populated(1, Populated.STORED, 30, 31)
            .check();

    assertThat(findings.violations()).isEqualTo(Map.of(Rule.LOST_LEASE, 1L));
    assertThat(findings.examples())
        .containsExactly(
            "LOST_LEASE POPULATED key 7 number 1 client 1 at 30000000..31000000: another lease was"
                + " granted at 22000000");
  }

  @Test
  void populate_thatWasRefusedOrUnknownAfterAYoungerGrant_isAccepted() {
    for (Populated outcome : new Populated[] {Populated.REFUSED, Populated.UNKNOWN}) {
      assertThat(
              new Script()
                  .granted(1, 10, 12)
                  .deleted(15, 16)
                  .granted(2, 20, 22)
                  .populated(1, outcome, 30, 31)
                  .check()
                  .violations())
          .isEmpty();
    }
  }

  @Test
  void populate_thatWasSentBeforeTheYoungerGrantWasKnown_isAccepted() {
    assertThat(
            new Script()
                .granted(1, 10, 12)
                .deleted(15, 16)
                .granted(2, 20, 22)
                .populated(1, Populated.STORED, 21, 31)
                .check()
                .violations())
        .isEmpty();
  }

  @Test
  void populate_underALeaseThatAFailoverBroughtBack_isExcused() {
    assertThat(
            new Script()
                .granted(1, 10, 12)
                .deleted(15, 16)
                .granted(2, 20, 22)
                .fault(24, 40, Effects.ROLLS_BACK)
                .populated(1, Populated.STORED, 45, 46)
                .check()
                .violations())
        .isEmpty();
  }
}
