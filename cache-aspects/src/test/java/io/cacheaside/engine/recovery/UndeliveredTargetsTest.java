package io.cacheaside.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.region.Region;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.spi.Key;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class UndeliveredTargetsTest {
  private static final Target.Entry PRICE = Examples.entry(Key.of("shop:prices:{1}"));
  private static final Target USERS = Examples.whole("users");
  private static final Target ALL = Examples.whole("default");
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final FakeClock clock = new FakeClock();
  private final RecordingListener listener = new RecordingListener();
  private final Regions regions = new Regions("shop", Map.of());
  private final UndeliveredTargets undelivered =
      new UndeliveredTargets(3, regions, clock, listener, new LogThrottle(clock), () -> HOUR);

  private void add(long... ids) {
    for (long id : ids) {
      undelivered.add(List.of(Examples.entry(id)), HOUR);
    }
  }

  private void loseKeys() {
    undelivered.overall.lostKeys = true;
    undelivered.overall.word = AnyUndelivered.SOME;
  }

  private boolean isClean() {
    return undelivered.overall.word == AnyUndelivered.NONE;
  }

  private List<Target> oldest(int max) {
    return undelivered.due(max).stream().map(Undelivered::target).toList();
  }

  @Test
  void contains_addedKeys_andNoOthers() {
    assertThat(undelivered.contains(Examples.entry(1))).isFalse();
    undelivered.add(List.of(Examples.entry(1), Examples.entry(2)), HOUR);
    assertThat(undelivered.contains(Examples.entry(1))).isTrue();
    assertThat(undelivered.contains(Examples.entry(2))).isTrue();
    assertThat(undelivered.contains(Examples.entry(3))).isFalse();
    assertThat(undelivered.size()).isEqualTo(2);
    assertThat(listener.events()).containsExactly("onUndeliveredKeys 2");
  }

  @Test
  void add_knownKey_becomesTheYoungest() {
    add(1, 2, 1);
    assertThat(undelivered.size()).isEqualTo(2);
    assertThat(oldest(10)).containsExactly(Examples.entry(2), Examples.entry(1));
    assertThat(oldest(1)).containsExactly(Examples.entry(2));
  }

  @Test
  void add_beyondTheLimit_makesTheLargestRegionUndeliveredAsAWhole() {
    undelivered.add(List.of(PRICE), HOUR);
    add(1, 2, 3);
    assertThat(oldest(10)).containsExactly(PRICE, ALL);
    assertThat(undelivered.contains(Examples.entry(1))).isFalse();
    assertThat(undelivered.contains(ALL)).isTrue();
    assertThat(undelivered.contains(PRICE)).as("other regions stay as they are").isTrue();
    assertThat(undelivered.regions()).isEqualTo(1);
    assertThat(listener.events())
        .containsExactly(
            "onUndeliveredKeys 1",
            "onUndeliveredKeys 2",
            "onUndeliveredKeys 3",
            "onUndeliveredKeys 2",
            "onUndeliveredOverflow default");
  }

  @Test
  void add_keyOfAnUndeliveredRegion_isCoveredByALaterClearing() {
    add(1, 2, 3, 4);
    List<Undelivered> underWay = undelivered.due(10);
    add(5);
    assertThat(undelivered.size()).isEqualTo(1);
    undelivered.delivered(underWay);
    assertThat(oldest(10))
        .as("the clearing under way may be too early for the fifth key")
        .containsExactly(ALL);
    undelivered.delivered(undelivered.due(10));
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void add_moreRegionsThanTheLimit_keepsThemAll() {
    for (String region : List.of("a", "b", "c", "d", "e")) {
      undelivered.add(List.of(Examples.entry(Key.of("shop:" + region + ":{1}"))), HOUR);
      undelivered.add(List.of(Examples.entry(Key.of("shop:" + region + ":{2}"))), HOUR);
    }
    assertThat(oldest(10))
        .extracting(target -> target.region().name())
        .containsExactlyInAnyOrder("a", "b", "c", "d", "e");
  }

  @Test
  void add_beyondTheLimit_retentionIsTheLongestOfTheRegion() {
    undelivered.add(List.of(Examples.entry(1)), 3 * HOUR);
    add(2, 3, 4);
    clock.advance(Duration.ofHours(2));
    assertThat(undelivered.contains(ALL)).isTrue();
    clock.advance(Duration.ofHours(1));
    assertThat(undelivered.contains(ALL)).isFalse();
  }

  @Test
  void add_beyondTheLimitAgainAndAgain_isLoggedOnceInAMinute() {
    try (LogCapture log = new LogCapture()) {
      overflow();
      overflow();
      assertThat(log.lines("UndeliveredTargets"))
          .containsExactly(
              "WARN more than 3 invalidations wait for delivery: those of region default were"
                  + " replaced by one clearing of the region, which is not served here until it was"
                  + " delivered. Bring Redis back, or raise undelivered-limit.");
      clock.advance(Duration.ofMinutes(1));
      overflow();
      assertThat(log.lines("UndeliveredTargets")).hasSize(2);
    }
    assertThat(listener.count("onUndeliveredOverflow")).isEqualTo(3);
  }

  private void overflow() {
    add(1, 2, 3, 4);
    undelivered.delivered(undelivered.due(10));
  }

  @Test
  void contains_afterTheRetention_forgets() {
    add(1);
    clock.advance(Duration.ofNanos(HOUR - 1));
    assertThat(undelivered.contains(Examples.entry(1))).isTrue();
    clock.advance(Duration.ofNanos(1));
    assertThat(undelivered.contains(Examples.entry(1))).isFalse();
  }

  @Test
  void due_afterTheRetention_removesAndReports() {
    add(1);
    clock.advance(Duration.ofMinutes(30));
    add(2);
    clock.advance(Duration.ofMinutes(30));
    assertThat(oldest(10)).containsExactly(Examples.entry(2));
    assertThat(undelivered.size()).isEqualTo(1);
    assertThat(listener.events())
        .containsExactly("onUndeliveredKeys 1", "onUndeliveredKeys 2", "onUndeliveredKeys 1");
  }

  @Test
  void add_again_startsTheRetentionAgain() {
    add(1);
    clock.advance(Duration.ofMinutes(59));
    add(1);
    clock.advance(Duration.ofMinutes(59));
    assertThat(undelivered.contains(Examples.entry(1))).isTrue();
  }

  @Test
  void rest_failed_isInNobodysWay_andComesBackAtTheTail() {
    add(1, 2);
    assertThat(undelivered.rest(undelivered.due(1), false, new RetryPause(() -> 0)))
        .extracting(Undelivered::target, Undelivered::failures, Undelivered::refusals)
        .containsExactly(tuple(Examples.entry(1), 1, 0));
    assertThat(undelivered.contains(Examples.entry(1))).isTrue();
    assertThat(undelivered.size()).isEqualTo(2);
    assertThat(oldest(10)).containsExactly(Examples.entry(2));
    assertThat(undelivered.restMillis()).as("there is something to send").isZero();
    undelivered.delivered(undelivered.due(10));
    assertThat(undelivered.restMillis()).isEqualTo(100);
    add(3);
    clock.advance(Duration.ofMillis(100));
    assertThat(oldest(10)).containsExactly(Examples.entry(3), Examples.entry(1));
  }

  @Test
  void add_restingKey_goesOnResting_asALaterInvalidation() {
    add(1);
    List<Undelivered> batch = undelivered.due(1);
    undelivered.rest(batch, true, new RetryPause(() -> 0));
    add(1);
    assertThat(oldest(10)).isEmpty();
    undelivered.delivered(batch);
    assertThat(undelivered.size()).as("the answer is too old for the second").isEqualTo(1);
    undelivered.endRests();
    assertThat(undelivered.due(10))
        .extracting(Undelivered::version, Undelivered::failures, Undelivered::refusals)
        .containsExactly(tuple(2, 0, 1));
  }

  @Test
  void add_beyondTheLimit_countsThoseThatRest() {
    add(1, 2);
    undelivered.rest(undelivered.due(10), false, new RetryPause(() -> 0));
    add(3, 4);
    assertThat(oldest(10)).containsExactly(ALL);
    assertThat(undelivered.size()).isEqualTo(1);
    undelivered.endRests();
    assertThat(oldest(10)).containsExactly(ALL);
  }

  @Test
  void add_throws_makesAllRegionsUndelivered() {
    regions.named("users");
    assertThatThrownBy(() -> undelivered.add(Collections.singletonList(null), HOUR))
        .isInstanceOf(NullPointerException.class);
    assertThat(undelivered.contains(Examples.entry(1))).isTrue();
    assertThat(undelivered.size()).isEqualTo(1);
    assertThat(oldest(10)).containsExactly(USERS);
    assertThat(undelivered.contains(USERS)).isTrue();
    undelivered.delivered(undelivered.due(10));
    assertThat(undelivered.size()).isZero();
    assertThat(undelivered.contains(Examples.entry(1))).isFalse();
  }

  @Test
  void delivered_batch_leaves() {
    add(1, 2, 3);
    undelivered.delivered(undelivered.due(2));
    assertThat(oldest(10)).containsExactly(Examples.entry(3));
    assertThat(listener.events()).last().isEqualTo("onUndeliveredKeys 1");
  }

  @Test
  void delivered_keyInvalidatedAgainMeanwhile_staysUndelivered() {
    add(1, 2);
    List<Undelivered> batch = undelivered.due(10);
    add(1);
    undelivered.delivered(batch);
    assertThat(oldest(10)).containsExactly(Examples.entry(1));
    assertThat(undelivered.contains(Examples.entry(1))).isTrue();
  }

  @Test
  void delivered_replacedByTheRegionMeanwhile_leavesTheRegionUndelivered() {
    add(1, 2, 3);
    List<Undelivered> batch = undelivered.due(3);
    add(4);
    undelivered.delivered(batch);
    assertThat(oldest(10)).containsExactly(ALL);
  }

  @Test
  void lostKeys_makesAllRegionsUndeliveredUntilTheyAreCleared() {
    regions.named("users");
    loseKeys();
    assertThat(undelivered.contains(Examples.entry(1))).isTrue();
    assertThat(undelivered.size()).isEqualTo(1);
    List<Undelivered> clearings = undelivered.due(10);
    assertThat(clearings).extracting(Undelivered::target).containsExactly(USERS);
    loseKeys();
    undelivered.delivered(clearings);
    assertThat(undelivered.contains(Examples.entry(1))).as("lost meanwhile").isTrue();
    assertThat(undelivered.size()).isEqualTo(1);
    undelivered.delivered(undelivered.due(10));
    assertThat(undelivered.contains(Examples.entry(1))).isFalse();
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void add_clockThrowsAgainAndAgain_makesAllRegionsUndelivered() {
    LongSupplier overflowing =
        () -> {
          throw new StackOverflowError("scripted");
        };
    UndeliveredTargets failing =
        new UndeliveredTargets(
            3, regions, overflowing, listener, new LogThrottle(clock), () -> HOUR);
    assertThatThrownBy(() -> failing.add(List.of(Examples.entry(1)), HOUR))
        .isInstanceOf(StackOverflowError.class);
    assertThat(failing.contains(Examples.entry(1))).isTrue();
    assertThat(failing.size()).isEqualTo(1);
  }

  @Test
  void endRests_inPortions_saysWhetherThereAreMore() {
    add(1, 2, 3);
    RetryPause pause = new RetryPause(() -> 0);
    for (int i = 0; i < 3; i++) {
      undelivered.rest(undelivered.due(1), false, pause);
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(undelivered.endRests(2)).isTrue();
    assertThat(oldest(10)).containsExactly(Examples.entry(1), Examples.entry(2));
    assertThat(undelivered.endRests(2)).isFalse();
    assertThat(oldest(10)).hasSize(3);
  }

  @Test
  void endRests_notAnsweredOnceMore_restsAsAfterTheFirstTime() {
    add(1);
    RetryPause pause = new RetryPause(() -> 0);
    for (int i = 0; i < 10; i++) {
      undelivered.rest(undelivered.due(1), false, pause);
      clock.advance(Duration.ofSeconds(10));
    }
    undelivered.rest(undelivered.due(1), false, pause);
    assertThat(undelivered.restMillis()).isEqualTo(2_000);
    undelivered.endRests();
    undelivered.rest(undelivered.due(1), false, pause);
    assertThat(undelivered.restMillis()).isEqualTo(100);
  }

  @Test
  void cover_keyOrItsRegion_andNothingWhileNothingIsUndelivered() {
    Region users = Examples.region("default");
    assertThat(isClean()).isTrue();
    assertThat(undelivered.cover(Examples.user(1), users)).isFalse();
    add(1);
    assertThat(isClean()).isFalse();
    assertThat(undelivered.cover(Examples.user(1), users)).isTrue();
    assertThat(undelivered.cover(Examples.user(2), users)).isFalse();
    add(2, 3, 4);
    assertThat(undelivered.cover(Examples.user(5), users)).as("its region").isTrue();
    assertThat(undelivered.cover(PRICE.key(), PRICE.region())).isFalse();
    undelivered.delivered(undelivered.due(10));
    assertThat(isClean()).isTrue();
    assertThat(undelivered.cover(Examples.user(5), users)).isFalse();
  }

  @Test
  void word_isCleanOnlyWhenTheLastKeyHasLeft() {
    add(1, 2, 3);
    undelivered.delivered(undelivered.due(1));
    undelivered.rest(undelivered.due(1), false, new RetryPause(() -> 0));
    undelivered.delivered(undelivered.due(10));
    undelivered.settled(null);
    assertThat(isClean()).as("one rests").isFalse();
    undelivered.endRests();
    assertThat(isClean()).isFalse();
    undelivered.delivered(undelivered.due(10));
    assertThat(isClean()).isTrue();
    add(1);
    clock.advance(Duration.ofNanos(HOUR));
    assertThat(oldest(10)).isEmpty();
    assertThat(isClean()).as("the last has expired").isTrue();
  }

  @Test
  void word_keysWereLost_isCleanWhenTheirRegionsWereCleared() {
    regions.named("users");
    loseKeys();
    List<Undelivered> clearings = undelivered.due(10);
    assertThat(isClean()).isFalse();
    loseKeys();
    undelivered.delivered(clearings);
    assertThat(isClean()).as("lost meanwhile").isFalse();
    undelivered.delivered(undelivered.due(10));
    assertThat(isClean()).isTrue();
  }

  /** Nobody is served anything between the two steps, or afterwards; only that costs more. */
  @Test
  void word_setAfterItsFactWasSettled_becomesCleanWithTheNextLook() {
    undelivered.overall.lostKeys = true;
    assertThat(oldest(10)).as("no region is known").isEmpty();
    assertThat(isClean()).isTrue();
    undelivered.overall.word = AnyUndelivered.SOME;
    assertThat(undelivered.cover(Examples.user(1), PRICE.region())).isFalse();
    undelivered.settled(null);
    assertThat(isClean()).isTrue();
  }
}
