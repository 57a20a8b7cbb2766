package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausesTest {
  private final FakeClock clock = new FakeClock();
  private final Pauses pauses = new Pauses(10, 250, below -> below - 1, clock);

  @Test
  void serverThatIsAway_isAskedAgainAtOnce_howeverOften() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(pauses.millis()).isEqualTo(250);
    }
  }

  @Test
  void pause_isRandom() {
    assertThat(new Pauses(10, 250, below -> 0, clock).millis()).isEqualTo(10);
    assertThat(new Pauses(10, 250, below -> below / 2, clock).millis()).isEqualTo(130);
  }

  @Test
  void serverThatAnswersWrongly_isAskedLessAndLess_withinABound() {
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      pauses.wrong();
      seen.add(pauses.millis());
      clock.advance(Duration.ofMillis(pauses.millis()));
    }
    assertThat(seen).containsExactly(250L, 250L, 250L, 500L, 1000L, 2000L, 2000L, 2000L, 2000L);
  }

  @Test
  void serverThatAnsweredWronglyAndIsAway_isAskedAgainAtOnce() {
    for (int i = 0; i < 100; i++) {
      pauses.wrong();
    }
    assertThat(pauses.millis()).as("after the wrong answer").isEqualTo(2000);
    assertThat(pauses.millis()).as("after an attempt that failed").isEqualTo(250);
    pauses.wrong();
    assertThat(pauses.millis()).as("after the next wrong answer").isEqualTo(2000);
  }

  @Test
  void whatWasWellForAWhile_isForgotten() {
    for (int i = 0; i < 100; i++) {
      pauses.wrong();
    }
    clock.advance(Duration.ofSeconds(10).minusNanos(1));
    assertThat(pauses.millis()).isEqualTo(2000);
    clock.advance(Duration.ofNanos(1));
    assertThat(pauses.millis()).isEqualTo(250);
    pauses.wrong();
    assertThat(pauses.millis()).isEqualTo(250);
  }
}
