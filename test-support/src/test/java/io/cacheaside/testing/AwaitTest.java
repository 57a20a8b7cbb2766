package io.cacheaside.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void within_saysWhetherItHeldInTime() {
    AtomicInteger looks = new AtomicInteger();
    assertThat(Await.within(LONG, () -> looks.incrementAndGet() == 3)).isTrue();
    assertThat(Await.within(Duration.ZERO, () -> false)).isFalse();
    assertThat(Await.within(Duration.ZERO, () -> true)).isTrue();
  }

  @Test
  void answer_afterFailuresAndNothing_isReturned() {
    AtomicInteger asked = new AtomicInteger();
    assertThat(
            Await.<String>answer(
                "three",
                LONG,
                () -> {
                  if (asked.incrementAndGet() == 1) {
                    throw new IOException("down");
                  }
                  return asked.get() == 3 ? "yes" : null;
                },
                () -> ""))
        .isEqualTo("yes");
  }

  @Test
  void answer_none_saysWhatAndWhy() {
    assertThatThrownBy(
            () ->
                Await.answer(
                    "a primary",
                    Duration.ZERO,
                    () -> {
                      throw new IOException("down");
                    },
                    () -> "All are down"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("Waited 0 s in vain: a primary. All are down")
        .hasRootCauseMessage("down");
  }

  @Test
  void answer_interrupted_givesUpAndKeepsTheInterrupt() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Await.answer("a primary", LONG, () -> null, () -> ""))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("Interrupted while waiting: a primary");
    assertThat(Thread.interrupted()).isTrue();
  }
}
