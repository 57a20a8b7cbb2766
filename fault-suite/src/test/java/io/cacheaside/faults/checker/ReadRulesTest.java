package io.cacheaside.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.faults.history.Window.Effects;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadRulesTest {

  @Test
  void read_afterAcknowledgedDelete_ofOlderVersion_isStale() {
    Findings findings = new Script().write(1, 10, 20).client(2).hit(0, 30, 31).check();

    assertThat(findings.violations()).isEqualTo(Map.of(Rule.FRESHNESS, 1L));
    assertThat(findings.stale()).isEqualTo(1);
    assertThat(findings.examples())
        .containsExactly(
            "FRESHNESS READ HIT key 7 number 0 client 2 at 30000000..31000000: version 1 was"
                + " acknowledged before it began");
  }

  @Test
  void read_afterAcknowledgedDelete_ofThatVersion_isAccepted() {
    Findings findings = new Script().write(1, 10, 20).client(2).hit(1, 30, 31).check();

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.excused()).isEmpty();
  }

  @Test
  void read_whichBeganBeforeTheAcknowledgement_mayBeOlder() {
    Findings findings = new Script().write(1, 10, 20).client(2).hit(0, 18, 40).check();

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.excused()).isEqualTo(Map.of(Excuse.UNDER_WAY, 1L));
  }

  @Test
  void read_thatOverlapsTheCommit_mayReturnEither() {
    Findings findings =
        new Script().write(1, 10, 20).client(2).hit(0, 10, 15).hit(1, 10, 15).check();

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.excused()).isEmpty();
  }

  @Test
  void read_afterAnotherWritersDelete_ofAnUndeletedOlderVersion_isStale() {
    // the delete that follows version 2 was sent after version 1 was committed as well
    Findings findings =
        new Script().undeliveredWrite(1, 10, 20).client(2).write(2, 30, 40).hit(1, 50, 51).check();

    assertThat(findings.violations()).isEqualTo(Map.of(Rule.FRESHNESS, 1L));
  }

  @Test
  void read_afterADeleteThatWasSentBeforeTheCommit_isNotJudgedByIt() {
    Findings findings =
        new Script()
            .committed(1, 10, 25)
            .deleted(11, 20)
            .client(2)
            .hit(0, 30, 31)
            .client(1)
            .deleted(40, 41)
            .ended(1, 42)
            .check();

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.excused()).isEqualTo(Map.of(Excuse.UNDER_WAY, 1L));
  }

  @Test
  void read_beforeALateDelivery_isExcused_andAfterItStale() {
    Script script =
        new Script().undeliveredWrite(1, 10, 20).deleted(100, 110).client(2).hit(0, 90, 91);

    Findings before = script.check();
    assertThat(before.violations()).isEmpty();
    assertThat(before.excused()).isEqualTo(Map.of(Excuse.UNDELIVERED, 1L));
    assertThat(before.worstAgeNanos()).isEqualTo(Script.nanos(79));

    assertThat(script.hit(0, 111, 112).check().violations()).isEqualTo(Map.of(Rule.FRESHNESS, 1L));
  }

  @Test
  void read_inTheWritersJvm_afterItsUndeliveredWrite_isStale() {
    Findings findings =
        new Script().undeliveredWrite(1, 10, 20).deleted(100, 110).hit(0, 30, 31).check();

    assertThat(findings.violations()).isEqualTo(Map.of(Rule.OWN_WRITES, 1L));
    assertThat(findings.stale()).isEqualTo(1);
  }

  @Test
  void read_afterTheWriterDied_isExcused_untilTheHardTtl() {
    Script script = new Script().killed(1).committed(1, 10, 11).client(2).hit(0, 2_400, 2_401);

    Findings young = script.check();
    assertThat(young.violations()).isEmpty();
    assertThat(young.excused()).isEqualTo(Map.of(Excuse.WRITER_DIED, 1L));

    Findings old = script.hit(0, 2_600, 2_601).check();
    assertThat(old.violations()).isEqualTo(Map.of(Rule.HARD_TTL, 1L));
    assertThat(old.stale()).isEqualTo(1);
    assertThat(old.examples())
        .containsExactly(
            "HARD_TTL READ HIT key 7 number 0 client 2 at 2600000000..2601000000: overwritten 2589"
                + " ms before it began");
  }

  @Test
  void read_ofAVersionWhoseSuccessorNobodyReported_isExcusedByADeadWriter() {
    // version 1 was committed by a client that was killed before it could say so
    Findings findings =
        new Script().write(2, 10, 20).write(3, 30, 60).client(2).hit(1, 15, 16).check();

    assertThat(findings.excused()).isEqualTo(Map.of(Excuse.UNDER_WAY, 1L));
    Findings unreported =
        new Script()
            .client(3)
            .committed(2, 10, 14)
            .client(2)
            .hit(0, 15, 16)
            .client(3)
            .deleted(17, 18)
            .ended(2, 19)
            .check();
    assertThat(unreported.excused()).isEqualTo(Map.of(Excuse.WRITER_DIED, 1L));
  }

  @Test
  void read_afterTheOutboxDiedWithItsClient_isExcusedByThat() {
    Findings findings =
        new Script().killed(1).undeliveredWrite(1, 10, 20).client(2).hit(0, 100, 101).check();

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.excused()).isEqualTo(Map.of(Excuse.OUTBOX_LOST, 1L));
  }

  @Test
  void read_afterAFailoverThatUndidTheDelete_isExcused() {
    Findings findings =
        new Script()
            .write(1, 10, 20)
            .fault(50, 500, Effects.ROLLS_BACK)
            .client(2)
            .hit(0, 510, 511)
            .check();

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.excused()).isEqualTo(Map.of(Excuse.ROLLED_BACK, 1L));
  }

  @Test
  void read_afterAFailover_butWithADeleteThatIsSafe_isStale() {
    Script longBefore =
        new Script()
            .write(1, 10, 20)
            .fault(200, 500, Effects.ROLLS_BACK)
            .client(2)
            .hit(0, 510, 511);
    assertThat(longBefore.check().violations()).isEqualTo(Map.of(Rule.FRESHNESS, 1L));

    Script longAfter =
        new Script()
            .write(1, 160, 170)
            .fault(200, 500, Effects.ROLLS_BACK)
            .deleted(800, 801)
            .client(2)
            .hit(0, 810, 811);
    assertThat(longAfter.check().violations()).isEqualTo(Map.of(Rule.FRESHNESS, 1L));
  }

  @Test
  void read_afterAFaultThatOnlyLosesEntries_isNotExcused() {
    Findings findings =
        new Script()
            .write(1, 10, 20)
            .fault(15, 500, Effects.LOSES)
            .client(2)
            .hit(0, 510, 511)
            .check();

    assertThat(findings.violations()).isEqualTo(Map.of(Rule.FRESHNESS, 1L));
  }

  @Test
  void read_pastTheHardTtl_isAcceptedAsLongAsAFaultMayHaveStalledIt() {
    Script script =
        new Script()
            .killed(1)
            .committed(1, 10, 11)
            .fault(100, 700, Effects.NONE)
            .client(2)
            .hit(0, 3_000, 3_001);

    assertThat(script.check().violations()).isEmpty();
    assertThat(script.hit(0, 3_200, 3_201).check().violations())
        .isEqualTo(Map.of(Rule.HARD_TTL, 1L));
  }

  @Test
  void read_ofAVersionThatNobodyBeganToWrite_isAPhantom() {
    assertThat(new Script().write(1, 10, 20).hit(2, 30, 31).check().violations())
        .isEqualTo(Map.of(Rule.PHANTOM, 1L));
    assertThat(new Script().write(1, 10, 20).hit(1, 5, 9).check().violations())
        .isEqualTo(Map.of(Rule.PHANTOM, 1L));
    assertThat(new Script().write(1, 10, 20).hit(1, 5, 10).check().violations()).isEmpty();
  }

  @Test
  void read_ofAnotherKey_isNotJudgedByThisOne() {
    Findings findings = new Script().write(1, 10, 20).key(8).hit(0, 30, 31).check();

    assertThat(findings.violations()).isEmpty();
    assertThat(findings.operations()).isEqualTo(2);
  }
}
