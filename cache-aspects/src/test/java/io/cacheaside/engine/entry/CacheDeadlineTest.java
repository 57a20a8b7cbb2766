package io.cacheaside.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.CacheDeadline;
import io.cacheaside.engine.support.AmbientDeadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheDeadlineTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final long DAY = TimeUnit.DAYS.toNanos(1);

  @AfterEach
  void nothingIsLeftBehind() {
    assertThat(AmbientDeadline.remainingNanos()).isEqualTo(AmbientDeadline.NONE);
  }

  private static long remaining() {
    return AmbientDeadline.remainingNanos();
  }

  @Test
  void within_returnsWhatTheTaskReturns() throws Exception {
    assertThat(CacheDeadline.within(Duration.ofDays(1), () -> "Ann")).isEqualTo("Ann");
    @Nullable Object nothing =
        CacheDeadline.<@Nullable Object>within(Duration.ofDays(1), () -> null);
    assertThat(nothing).isNull();
  }

  @Test
  void within_limit_boundsWhatRemains() throws Exception {
    long remaining = CacheDeadline.within(Duration.ofDays(1), CacheDeadlineTest::remaining);
    assertThat(remaining).isGreaterThan(DAY - HOUR).isLessThanOrEqualTo(DAY);
  }

  @Test
  void within_shorterInside_countsInsideAndIsRestored() throws Exception {
    CacheDeadline.within(
        Duration.ofDays(1),
        () -> {
          long inner = CacheDeadline.within(Duration.ofHours(1), CacheDeadlineTest::remaining);
          assertThat(inner).isLessThanOrEqualTo(HOUR);
          assertThat(remaining()).isGreaterThan(HOUR);
          return true;
        });
  }

  @Test
  void within_longerInside_changesNothing() throws Exception {
    CacheDeadline.within(
        Duration.ofHours(1),
        () -> {
          long inner = CacheDeadline.within(Duration.ofDays(1), CacheDeadlineTest::remaining);
          assertThat(inner).isLessThanOrEqualTo(HOUR);
          assertThat(remaining()).isLessThanOrEqualTo(HOUR);
          return true;
        });
  }

  @Test
  void within_taskThrows_isRestored() throws Exception {
    CacheDeadline.within(
        Duration.ofDays(1),
        () -> {
          assertThatThrownBy(
                  () ->
                      CacheDeadline.within(
                          Duration.ZERO,
                          () -> {
                            throw new IOException("disk");
                          }))
              .isExactlyInstanceOf(IOException.class)
              .hasMessage("disk");
          assertThat(remaining()).isGreaterThan(HOUR);
          return true;
        });
  }

  @Test
  void within_zeroOrNegative_leavesNothing() throws Exception {
    for (Duration limit :
        new Duration[] {Duration.ZERO, Duration.ofMillis(-1), Duration.ofSeconds(Long.MIN_VALUE)}) {
      long remaining = CacheDeadline.within(limit, CacheDeadlineTest::remaining);
      assertThat(remaining).as(limit.toString()).isLessThanOrEqualTo(0).isGreaterThan(-HOUR);
    }
  }

  @Test
  void within_endless_isAccepted() throws Exception {
    CacheDeadline.within(
        Duration.ofSeconds(Long.MAX_VALUE),
        () -> {
          assertThat(remaining()).isGreaterThan(DAY);
          long inner = CacheDeadline.within(Duration.ofHours(1), CacheDeadlineTest::remaining);
          assertThat(inner).isLessThanOrEqualTo(HOUR);
          return true;
        });
  }

  @Test
  void within_otherThreads_areNotBound() throws Exception {
    CacheDeadline.within(
        Duration.ZERO,
        () -> {
          long[] elsewhere = new long[1];
          Thread other = new Thread(() -> elsewhere[0] = remaining());
          other.start();
          other.join(20_000);
          assertThat(elsewhere[0]).isEqualTo(AmbientDeadline.NONE);
          return true;
        });
  }
}
