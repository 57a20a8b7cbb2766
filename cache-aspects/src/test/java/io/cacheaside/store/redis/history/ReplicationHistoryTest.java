package io.cacheaside.store.redis.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Reconnection.History;
import io.cacheaside.store.redis.history.ReplicationHistory.Consequence;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table of docs/protocol.md, section 9: what the server behind a new connection has. */
class ReplicationHistoryTest {
  private static final String NONE = "0".repeat(40);
  private static final String A = "a".repeat(40);
  private static final String B = "b".repeat(40);
  private static final String C = "c".repeat(40);

  private final ReplicationHistory history = new ReplicationHistory(false);

  /** Samples of one primary: offset 100 at time 1, 200 at 2, 300 at 3. */
  ReplicationHistoryTest() {
    assertThat(history.connected(original(A, 100), false, 1)).isNull();
    assertThat(history.continues(original(A, 200), 2)).isTrue();
    assertThat(history.continues(original(A, 300), 3)).isTrue();
  }

  private static ReplicationInfo original(String replid, long offset) {
    return new ReplicationInfo(true, replid, NONE, -1, offset);
  }

  private static ReplicationInfo promoted(String from, long secondOffset) {
    return new ReplicationInfo(true, B, from, secondOffset, secondOffset + 50);
  }

  private static Consequence consequence(
      History expected, long intactUntilNanos, boolean tookOver) {
    return new Consequence(new Reconnection(expected, intactUntilNanos), tookOver);
  }

  private @Nullable Consequence connect(ReplicationInfo info, boolean empty) {
    return history.connected(info, empty, 10);
  }

  @Test
  void sameHistory_isIntact() {
    assertThat(connect(original(A, 300), false)).isEqualTo(consequence(History.INTACT, 0, false));
  }

  @Test
  void sameHistory_butNotAsFar_isRewound() {
    assertThat(connect(original(A, 299), false)).isEqualTo(consequence(History.REWOUND, 2, true));
  }

  @Test
  void promotedReplica_thatHadEverythingSeen_isIntact() {
    assertThat(connect(promoted(A, 301), false)).isEqualTo(consequence(History.INTACT, 0, true));
  }

  @Test
  void promotedReplica_thatMissesWhatWasSeen_isRewoundToTheNewestSampleItHas() {
    assertThat(connect(promoted(A, 300), false)).isEqualTo(consequence(History.REWOUND, 2, true));
  }

  @Test
  void promotedReplica_thatMissesMore_isRewoundFurther() {
    assertThat(connect(promoted(A, 200), false)).isEqualTo(consequence(History.REWOUND, 1, true));
  }

  @Test
  void promotedReplica_thatHasNoneOfTheSamples_isUnknown() {
    assertThat(connect(promoted(A, 100), false)).isEqualTo(consequence(History.UNKNOWN, 0, true));
  }

  @Test
  void otherHistory_withData_isUnknown() {
    assertThat(connect(original(C, 5), false)).isEqualTo(consequence(History.UNKNOWN, 0, false));
  }

  @Test
  void replicaOfAnotherHistory_isUnknown() {
    assertThat(connect(promoted(C, 400), false)).isEqualTo(consequence(History.UNKNOWN, 0, false));
  }

  @Test
  void otherHistory_withoutData_isIntact() {
    assertThat(connect(original(C, 0), true)).isEqualTo(consequence(History.INTACT, 0, false));
    assertThat(connect(original(C, 0), false))
        .as("from now on it is the known one")
        .isEqualTo(consequence(History.INTACT, 0, false));
  }

  @Test
  void samplesOfAnEmptyServer_doNotCountAfterwards() {
    connect(original(C, 0), true);
    assertThat(connect(promoted(C, 1), false)).isEqualTo(consequence(History.INTACT, 0, true));
  }

  @Test
  void secondFailover_isComparedWithTheFirstOnesHistory() {
    connect(promoted(A, 201), false);
    assertThat(history.continues(new ReplicationInfo(true, B, A, 201, 400), 11)).isTrue();
    ReplicationInfo third = new ReplicationInfo(true, C, B, 260, 500);
    assertThat(connect(third, false)).isEqualTo(consequence(History.REWOUND, 10, true));
  }

  @Test
  void sameConnection_renamedPrimary_continues() {
    assertThat(history.continues(original(C, 301), 4)).as("its first replica came").isTrue();
    assertThat(connect(original(C, 301), false)).isEqualTo(consequence(History.INTACT, 0, false));
  }

  @Test
  void sameConnection_promotedOrDemotedOrRewound_hasToBeLookedAtAnew() {
    assertThat(history.continues(promoted(A, 301), 4)).isFalse();
    assertThat(history.continues(new ReplicationInfo(false, A, NONE, -1, 301), 4)).isFalse();
    assertThat(history.continues(original(A, 299), 4)).isFalse();
    assertThat(connect(original(A, 300), false))
        .as("nothing of it was noted")
        .isEqualTo(consequence(History.INTACT, 0, false));
  }

  @Test
  void samples_areBounded() {
    for (long i = 1; i <= 1_000; i++) {
      assertThat(history.continues(original(A, 300 + i), 3 + i)).isTrue();
    }
    assertThat(connect(promoted(A, 1_200), false))
        .as("within the last two minutes")
        .isEqualTo(consequence(History.REWOUND, 3 + 899, true));
  }

  @Test
  void samples_olderThanTheBound_areUnknown() {
    for (long i = 1; i <= 1_000; i++) {
      assertThat(history.continues(original(A, 300 + i), 3 + i)).isTrue();
    }
    assertThat(connect(promoted(A, 1_100), false)).isEqualTo(consequence(History.UNKNOWN, 0, true));
  }

  /** While this shard is away others go on, and what is remembered of this one may go. */
  @Test
  void oneOfMany_promotedReplicaThatHadEverythingSeen_isRewoundToTheLastSample() {
    ReplicationHistory shard = new ReplicationHistory(true);
    shard.continueFrom(history);
    assertThat(shard.connected(promoted(A, 301), false, 10))
        .isEqualTo(consequence(History.REWOUND, 3, true));
  }

  @Test
  void successor_isComparedWithWhatWasKnownOfTheOneBefore() {
    ReplicationHistory successor = new ReplicationHistory(true);
    assertThat(history.isContinuedBy(promoted(A, 201))).isTrue();
    assertThat(history.isContinuedBy(promoted(C, 201))).isFalse();
    assertThat(successor.isContinuedBy(promoted(A, 201))).isFalse();
    successor.continueFrom(history);
    assertThat(successor.connected(promoted(A, 201), false, 10))
        .isEqualTo(consequence(History.REWOUND, 2, true));
    ReplicationInfo third = new ReplicationInfo(true, C, B, 240, 500);
    assertThat(successor.connected(third, false, 11))
        .isEqualTo(consequence(History.REWOUND, 2, true));
    assertThat(history.replid()).as("the other one stays as it was").isEqualTo(A);
  }

  @Test
  void parse_readsTheFields() {
    String reply =
        "# Replication\r\nrole:master\r\nconnected_slaves:0\r\nmaster_replid:"
            + A
            + "\r\nmaster_replid2:"
            + B
            + "\r\nmaster_repl_offset:14\r\nsecond_repl_offset:7\r\n";
    assertThat(ReplicationInfo.parse(reply.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new ReplicationInfo(true, A, B, 7, 14));
  }

  @Test
  void parse_otherText_isRefused() {
    assertThatThrownBy(() -> ReplicationInfo.parse(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("INFO replication has no master_replid");
  }
}
