package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.ManualScheduler;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls before the first connection; the test says what time it is. */
class EarlyCallsTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final ManualScheduler scheduler = new ManualScheduler();
  private final List<Call<?, ?>> ready = new ArrayList<>();
  private final EarlyCalls early = early(3);

  private EarlyCalls early(int limit) {
    EarlyCalls made =
        new EarlyCalls(
            limit,
            ready::add,
            (millis, task) -> scheduler.schedule(task, millis, TimeUnit.MILLISECONDS),
            scheduler::nanoTime);
    made.start();
    return made;
  }

  private static Call<?, ?> call() {
    return PlainCall.string(CommandType.GET);
  }

  @Test
  void calls_atTheEndOfTheFirstAttempt_leaveInTheirOrder() {
    List<Call<?, ?>> calls = List.of(call(), call(), call());
    calls.forEach(call -> assertThat(early.hold(call)).isTrue());
    assertThat(ready).isEmpty();

    early.end();

    assertThat(ready).containsExactlyElementsOf(calls);
    assertThat(early.isOver()).isTrue();
    assertThat(early.hold(call())).isFalse();
  }

  @Test
  void callBeyondTheLimit_isNotHeld() {
    for (int i = 0; i < 3; i++) {
      assertThat(early.hold(call())).isTrue();
    }
    assertThat(early.hold(call())).isFalse();
  }

  @Test
  void callers_whoseTimeIsUp_waitWhileTheJvmIsCold() {
    Call<?, ?> call = call();
    early.hold(call);
    scheduler.advance(Duration.ofMillis(2_600));
    assertThat(early.overdue()).isEqualTo(7_400 * MILLI);
    assertThat(early.overdue()).as("it is no new patience").isEqualTo(7_400 * MILLI);
    scheduler.advance(Duration.ofMillis(7_399));
    assertThat(ready).isEmpty();

    scheduler.advance(Duration.ofMillis(1));

    assertThat(ready).containsExactly(call);
    assertThat(early.hold(call())).as("waits once more").isFalse();
    assertThat(early.overdue()).isZero();
  }

  @Test
  void callers_afterTheEndOfTheFirstAttempt_doNotWait() {
    early.end();
    assertThat(early.overdue()).isZero();
  }

  @Test
  void callThatComesWhileOthersLeave_standsBehindThem() {
    Call<?, ?> late = call();
    List<Call<?, ?>> left = new ArrayList<>();
    EarlyCalls[] self = new EarlyCalls[1];
    self[0] =
        new EarlyCalls(
            3,
            call -> {
              if (left.isEmpty()) {
                assertThat(self[0].hold(late)).isTrue();
              }
              left.add(call);
            },
            (millis, task) -> {},
            scheduler::nanoTime);
    List<Call<?, ?>> calls = List.of(call(), call());
    calls.forEach(self[0]::hold);

    self[0].end();

    assertThat(left).containsExactly(calls.get(0), calls.get(1), late);
  }

  @Test
  void callWhoseSendingThrows_keepsNoOtherBack() {
    Call<?, ?> bad = call();
    Call<?, ?> good = call();
    List<Call<?, ?>> left = new ArrayList<>();
    EarlyCalls some =
        new EarlyCalls(
            3,
            call -> {
              if (call == bad) {
                throw new StackOverflowError("scripted");
              }
              left.add(call);
            },
            (millis, task) -> {},
            scheduler::nanoTime);
    some.hold(bad);
    some.hold(good);

    some.end();

    assertThat(bad).isCompletedExceptionally();
    assertThat(left).containsExactly(good);
    assertThat(some.isOver()).isTrue();
  }

  @Test
  void storeInACluster_holdsNothing() {
    EarlyCalls none = early(0);
    assertThat(none.isOver()).isTrue();
    assertThat(none.hold(call())).isFalse();
  }
}
