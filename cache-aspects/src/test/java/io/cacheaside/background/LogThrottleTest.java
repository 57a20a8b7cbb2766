package io.cacheaside.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  void say_countsWhatWasLeftOut_onceSaid() {
    LogThrottle three = new LogThrottle(clock, 3);
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      assertThat(three.say("a", said::add)).isTrue();
    }
    for (int i = 0; i < 17; i++) {
      assertThat(three.say("a", said::add)).isFalse();
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(three.say("a", said::add)).isTrue();
    assertThat(three.say("a", said::add)).isTrue();
    assertThat(three.say("a", said::add)).isTrue();
    assertThat(three.say("a", said::add)).isFalse();
    assertThat(said)
        .containsExactly("", "", "", " (17 more since the last message like this)", "", "");
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
