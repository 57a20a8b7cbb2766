package io.cacheaside.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
  private final FakeClock clock = new FakeClock();
  private final LogThrottle throttle = new LogThrottle(clock);

  @Test
  void allows_oncePerMinute() {
    assertThat(throttle.allows("a")).isTrue();
    assertThat(throttle.allows("a")).isFalse();
    clock.advance(Duration.ofMinutes(1).minusNanos(1));
    assertThat(throttle.allows("a")).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(throttle.allows("a")).isTrue();
    assertThat(throttle.allows("a")).isFalse();
  }

  @Test
  void pass_countsWhatWasLeftOut_onceSaid() {
    LogThrottle three = new LogThrottle(clock, 3);
    for (int i = 0; i < 3; i++) {
      assertThat(three.pass("a")).isZero();
    }
    for (int i = 0; i < 17; i++) {
      assertThat(three.pass("a")).isEqualTo(LogThrottle.LEFT_OUT);
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(three.pass("a")).isEqualTo(17);
    assertThat(three.pass("a")).isZero();
    assertThat(three.pass("a")).isZero();
    assertThat(three.pass("a")).isEqualTo(LogThrottle.LEFT_OUT);
  }

  @Test
  void more_saysHowMany() {
    assertThat(LogThrottle.more(17)).isEqualTo(" (17 more since the last message like this)");
    assertThat(LogThrottle.more(0)).isEmpty();
  }

  @Test
  void allows_eachSubjectForItself() {
    assertThat(throttle.allows("a")).isTrue();
    assertThat(throttle.allows("b")).isTrue();
    assertThat(throttle.allows("a")).isFalse();
  }

  @Test
  void allows_tooManySubjects_forgetsInsteadOfGrowing() {
    assertThat(throttle.allows(-1)).isTrue();
    for (int i = 0; i < 10_000; i++) {
      assertThat(throttle.allows(i)).isTrue();
    }
    assertThat(throttle.allows(-1)).as("forgotten").isTrue();
  }
}
