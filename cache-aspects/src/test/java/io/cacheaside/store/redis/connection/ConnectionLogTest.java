package io.cacheaside.store.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.LogCapture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that answers wrongly does not fill the log. */
class ConnectionLogTest {
  private final FakeClock clock = new FakeClock();
  private final ConnectionLog log = new ConnectionLog(clock);
  private final LogCapture captured = new LogCapture();

  @AfterEach
  void stopCapture() {
    captured.close();
  }

  @Test
  void outOfStep_threeTimesAMinute_oneStack_andHowManyMore() {
    IllegalStateException wrong = new IllegalStateException("wrong");
    for (int i = 0; i < 20; i++) {
      log.outOfStep("Redis at a", "GET", wrong);
    }
    clock.advance(Duration.ofMinutes(1));
    log.outOfStep("Redis at a", "GET", wrong);
    String begin =
        "WARN Redis at a: replies may be out of step with calls, so this connection is ended (GET)";
    assertThat(captured.lines("RedisStore"))
        .containsExactly(
            begin,
            begin + ": java.lang.IllegalStateException: wrong",
            begin + ": java.lang.IllegalStateException: wrong",
            begin
                + ": java.lang.IllegalStateException: wrong (17 more since the last message like"
                + " this)");
    assertThat(captured.all().lines().filter(line -> line.contains("\tat " + getClass().getName())))
        .hasSize(1);
  }

  @Test
  void eachKindAndServer_forItself() {
    for (int i = 0; i < 10; i++) {
      log.lost("Redis at a", "data", "methods run uncached");
      log.lost("Redis at b", "data", "methods run uncached");
      log.again("Redis at a", "data");
    }
    assertThat(captured.lines("RedisStore"))
        .hasSize(9)
        .startsWith(
            "WARN Redis at a: connection lost (data), methods run uncached",
            "WARN Redis at b: connection lost (data), methods run uncached",
            "INFO Redis at a is connected again (data)");
  }

  @Test
  void unusable_saysWhetherItWasSaid_soThatALastingErrorIsSaidLater() {
    for (int i = 0; i < 3; i++) {
      assertThat(log.unusable("Redis at a", "data", "error " + i, "so what", null)).isTrue();
    }
    assertThat(log.unusable("Redis at a", "data", "lasting", "so what", null)).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(log.unusable("Redis at a", "data", "lasting", "so what", null)).isTrue();
    assertThat(captured.lines("RedisStore"))
        .last()
        .isEqualTo(
            "WARN Redis at a cannot be used (data): lasting. Trying again in the background, so"
                + " what (1 more since the last message like this)");
  }
}
