package io.cacheaside.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OverdueTest {
  private static final long LIMIT = 100;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Deque<Runnable> alarms = new ArrayDeque<>();
  private final List<Long> delays = new ArrayList<>();
  private final List<CompletableFuture<?>> late = new ArrayList<>();
  private boolean full;
  private long now;

  private final Overdue overdue =
      new Overdue(
          new Clocks(
              () -> now,
              InstantSource.system(),
              (nanos, task) -> {
                if (full) {
                  throw new OutOfMemoryError("scripted");
                }
                delays.add(nanos);
                alarms.add(task);
              }),
          LIMIT,
          late::add);

  private CompletableFuture<?> limitedAt(long nanos) {
    now = nanos;
    CompletableFuture<?> call = new CompletableFuture<>();
    overdue.limit(call);
    return call;
  }

  private void ringAt(long nanos) {
    now = nanos;
    alarms.remove().run();
  }

  @Test
  void limit_manyCallsThatAreAnswered_oneAlarm() {
    for (int i = 0; i < 1_000; i++) {
      limitedAt(i % 90).complete(null);
    }
    assertThat(delays).containsExactly(LIMIT);
    ringAt(100);
    assertThat(late).isEmpty();
    assertThat(alarms).isEmpty();
  }

  @Test
  void limit_unanswered_isLateAtItsOwnTime() {
    CompletableFuture<?> first = limitedAt(0);
    limitedAt(10).complete(null);
    CompletableFuture<?> last = limitedAt(30);
    ringAt(100);
    assertThat(late).isEqualTo(List.of(first));
    assertThat(delays).containsExactly(LIMIT, 30L);
    ringAt(130);
    assertThat(late).isEqualTo(List.of(first, last));
    assertThat(alarms).isEmpty();
  }

  @Test
  void limit_afterTheLastAlarm_setsAnother() {
    limitedAt(0).complete(null);
    ringAt(100);
    CompletableFuture<?> call = limitedAt(500);
    ringAt(600);
    assertThat(late).isEqualTo(List.of(call));
    assertThat(delays).containsExactly(LIMIT, LIMIT);
  }

  @Test
  void limit_alarmThatCannotBeSet_isReplacedASecondAfterItsTime() {
    full = true;
    assertThatThrownBy(() -> limitedAt(0)).isInstanceOf(OutOfMemoryError.class);
    full = false;
    limitedAt(SECOND);
    assertThat(alarms).isEmpty();
    CompletableFuture<?> last = limitedAt(SECOND + LIMIT);
    assertThat(delays).containsExactly(0L);
    ringAt(SECOND + LIMIT);
    assertThat(late).hasSize(2).doesNotContain(last);
    assertThat(delays).containsExactly(0L, LIMIT);
  }

  @Test
  void ring_lateAfterItWasReplaced_leavesTheOtherAlarmAlone() {
    limitedAt(0);
    CompletableFuture<?> last = limitedAt(SECOND + LIMIT);
    assertThat(alarms).hasSize(2);
    ringAt(SECOND + LIMIT);
    ringAt(SECOND + LIMIT);
    assertThat(alarms).hasSize(1);
    ringAt(SECOND + 2 * LIMIT);
    assertThat(late).hasSize(2).contains(last);
    assertThat(alarms).isEmpty();
  }
}
