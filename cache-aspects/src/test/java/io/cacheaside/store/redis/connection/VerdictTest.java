package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.store.redis.Failure;
import io.lettuce.core.protocol.CommandType;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is to blame for a call without an answer; the test says what time it is. */
class VerdictTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LOOK = 5 * MILLI;
  private static final long START = Long.MAX_VALUE - 20 * MILLI; // the clock may overflow

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final WriteQueue queue = new WriteQueue(channel, 10_000, 10_000);
  private final Call<?, ?> call = PlainCall.string(CommandType.GET);
  private final Verdict verdict = verdict(call);

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private Verdict verdict(Call<?, ?> of) {
    return new Verdict(of, of, queue, "Redis at h:1", 50 * MILLI);
  }

  private static long after(long millis) {
    return START + millis * MILLI;
  }

  private void assertBlamesTheServer() {
    assertThat(call).isDone();
    Failure.of(call).has(Reason.TIMEOUT).says("Redis at h:1 did not answer GET in 50 ms");
  }

  /** Answers the call with this number. */
  private void answered(int number) {
    Call<?, ?> other = PlainCall.string(CommandType.PING);
    other.written(number, 0, START);
    queue.answered(other);
  }

  @Test
  void silenceSinceTheRequestWasWritten_isTheServers_atTheSecondLookOnTime() {
    call.written(1, 0, START);
    assertThat(verdict.look(after(50))).isEqualTo(LOOK);
    assertThat(call).isNotDone();
    assertThat(verdict.look(after(55))).isNegative();
    assertBlamesTheServer();
  }

  @Test
  void answerThatWasRead_endsTheLooks() {
    call.written(1, 0, START);
    assertThat(verdict.look(after(50))).isEqualTo(LOOK);
    call.cancel(false);
    assertThat(verdict.look(after(55))).isNegative();
    assertThat(call).isCancelled();
  }

  @Test
  void lookThatComesLate_isFollowedByAnother() {
    call.written(1, 0, START);
    assertThat(verdict.look(after(50))).isEqualTo(LOOK);
    assertThat(verdict.look(after(90))).isEqualTo(LOOK);
    assertThat(verdict.look(after(300))).isEqualTo(LOOK);
    assertThat(call).isNotDone();
    assertThat(verdict.look(after(309))).isNegative();
    assertBlamesTheServer();
  }

  @Test
  void requestThatWasWrittenLate_hasItsWholeLimit() {
    call.written(1, 0, after(40));
    assertThat(verdict.look(after(50))).isEqualTo(LOOK);
    assertThat(verdict.look(after(55))).isEqualTo(35 * MILLI);
    assertThat(call).isNotDone();
    assertThat(verdict.look(after(90))).isNegative();
    assertBlamesTheServer();
  }

  @Test
  void requestThatIsNotWritten_isThisJvmsFault_afterASecond() {
    long at = 50;
    while (verdict.look(after(at)) > 0) {
      assertThat(call).isNotDone();
      at += 50;
    }
    assertThat(at).isEqualTo(1_100);
    Failure.of(call)
        .has(Reason.OVERLOADED)
        .says(
            "Redis at h:1: no answer was read in 1050 ms, in which this JVM had not enough time to"
                + " run");
  }

  @Test
  void callFarBackInAQueueThatMoves_isGivenTime() {
    call.written(4_000, 3_999, START);
    assertThat(verdict.look(after(50))).isEqualTo(LOOK);
    for (int i = 1; i <= 9; i++) {
      answered(256 * i);
      assertThat(verdict.look(after(5 + 50 * i))).isEqualTo(50 * MILLI);
    }
    assertThat(call).isNotDone();
    assertThat(verdict.look(after(505))).isNegative();
    assertBlamesTheServer();
  }

  @Test
  void callFarBackInAQueueThatCreeps_isTheServersFault_afterALimit() {
    call.written(300, 299, START);
    assertThat(verdict.look(after(50))).isEqualTo(LOOK);
    for (int i = 1; i <= 9; i++) {
      answered(25 * i);
      long next = verdict.look(after(50 + 5 * i));
      assertThat(next).isEqualTo((50 - 5 * i) * MILLI);
    }
    answered(255);
    assertThat(verdict.look(after(100))).isNegative();
    assertBlamesTheServer();
  }

  @Test
  void callFarBackInAQueueThatStands_isTheServersFault_afterALimit() {
    call.written(1_000, 999, START);
    answered(70);
    assertThat(verdict.look(after(50))).isEqualTo(LOOK);
    assertThat(verdict.look(after(55))).isEqualTo(45 * MILLI);
    assertThat(call).isNotDone();
    assertThat(verdict.look(after(100))).isNegative();
    assertBlamesTheServer();
  }

  @Test
  void answersToOthersCallsInAShortQueue_excuseNothing() {
    call.written(100, 99, START);
    answered(10);
    assertThat(verdict.look(after(50))).isEqualTo(LOOK);
    answered(20);
    assertThat(verdict.look(after(55))).isNegative();
    assertBlamesTheServer();
  }

  @Test
  void futureOfSeveralCommands_isJudgedByTheLooksAlone() {
    CompletableFuture<Long> several = new CompletableFuture<>();
    Verdict both = new Verdict(several, null, queue, "Redis at h:1", 50 * MILLI);
    assertThat(both.look(after(50))).isEqualTo(LOOK);
    assertThat(both.look(after(70))).isEqualTo(LOOK);
    assertThat(both.look(after(75))).isNegative();
    Failure.of(several).has(Reason.TIMEOUT).says("Redis at h:1 did not answer a command in 50 ms");
  }
}
