package io.cacheaside.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cacheaside.background.LogThrottle;
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

class DirtyKeysTest {
  private static final Target.Entry PRICE = Examples.entry(Key.of("shop:prices:{1}"));
  private static final Target USERS = Examples.whole("users");
  private static final Target ALL = Examples.whole("default");
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final FakeClock clock = new FakeClock();
  private final RecordingListener listener = new RecordingListener();
  private final Regions regions = new Regions("shop", Map.of());
  private final DirtyKeys dirty =
      new DirtyKeys(3, regions, clock, listener, new LogThrottle(clock), () -> HOUR);

  private void add(long... ids) {
    for (long id : ids) {
      dirty.add(List.of(Examples.entry(id)), HOUR);
    }
  }

  private void loseKeys() {
    dirty.overall.lostKeys = true;
    dirty.overall.word = Dirtiness.DIRTY;
  }

  private boolean isClean() {
    return dirty.overall.word == Dirtiness.CLEAN;
  }

  private List<Target> oldest(int max) {
    return dirty.due(max).stream().map(Undelivered::target).toList();
  }

  @Test
  void contains_addedKeys_andNoOthers() {
    assertThat(dirty.contains(Examples.entry(1))).isFalse();
    dirty.add(List.of(Examples.entry(1), Examples.entry(2)), HOUR);
    assertThat(dirty.contains(Examples.entry(1))).isTrue();
    assertThat(dirty.contains(Examples.entry(2))).isTrue();
    assertThat(dirty.contains(Examples.entry(3))).isFalse();
    assertThat(dirty.size()).isEqualTo(2);
    assertThat(listener.events()).containsExactly("onDirtyKeys 2");
  }

  @Test
  void add_knownKey_becomesTheYoungest() {
    add(1, 2, 1);
    assertThat(dirty.size()).isEqualTo(2);
    assertThat(oldest(10)).containsExactly(Examples.entry(2), Examples.entry(1));
    assertThat(oldest(1)).containsExactly(Examples.entry(2));
  }

  @Test
  void add_beyondTheLimit_makesTheLargestRegionDirtyAsAWhole() {
    dirty.add(List.of(PRICE), HOUR);
    add(1, 2, 3);
    assertThat(oldest(10)).containsExactly(PRICE, ALL);
    assertThat(dirty.contains(Examples.entry(1))).isFalse();
    assertThat(dirty.contains(ALL)).isTrue();
    assertThat(dirty.contains(PRICE)).as("other regions stay as they are").isTrue();
    assertThat(dirty.regions()).isEqualTo(1);
    assertThat(listener.events())
        .containsExactly(
            "onDirtyKeys 1",
            "onDirtyKeys 2",
            "onDirtyKeys 3",
            "onDirtyKeys 2",
            "onDirtyOverflow default");
  }

  @Test
  void add_keyOfADirtyRegion_isCoveredByALaterClearing() {
    add(1, 2, 3, 4);
    List<Undelivered> underWay = dirty.due(10);
    add(5);
    assertThat(dirty.size()).isEqualTo(1);
    dirty.delivered(underWay);
    assertThat(oldest(10))
        .as("the clearing under way may be too early for the fifth key")
        .containsExactly(ALL);
    dirty.delivered(dirty.due(10));
    assertThat(dirty.size()).isZero();
  }

  @Test
  void add_moreRegionsThanTheLimit_keepsThemAll() {
    for (String region : List.of("a", "b", "c", "d", "e")) {
      dirty.add(List.of(Examples.entry(Key.of("shop:" + region + ":{1}"))), HOUR);
      dirty.add(List.of(Examples.entry(Key.of("shop:" + region + ":{2}"))), HOUR);
    }
    assertThat(oldest(10))
        .extracting(target -> target.region().name())
        .containsExactlyInAnyOrder("a", "b", "c", "d", "e");
  }

  @Test
  void add_beyondTheLimit_retentionIsTheLongestOfTheRegion() {
    dirty.add(List.of(Examples.entry(1)), 3 * HOUR);
    add(2, 3, 4);
    clock.advance(Duration.ofHours(2));
    assertThat(dirty.contains(ALL)).isTrue();
    clock.advance(Duration.ofHours(1));
    assertThat(dirty.contains(ALL)).isFalse();
  }

  @Test
  void add_beyondTheLimitAgainAndAgain_isLoggedOnceInAMinute() {
    try (LogCapture log = new LogCapture()) {
      overflow();
      overflow();
      assertThat(log.lines("DirtyKeys"))
          .containsExactly(
              "WARN more than 3 invalidations wait for delivery: those of region default were"
                  + " replaced by one clearing of the region, which is not served here until it was"
                  + " delivered. Bring Redis back, or raise dirty-key-limit.");
      clock.advance(Duration.ofMinutes(1));
      overflow();
      assertThat(log.lines("DirtyKeys")).hasSize(2);
    }
    assertThat(listener.count("onDirtyOverflow")).isEqualTo(3);
  }

  private void overflow() {
    add(1, 2, 3, 4);
    dirty.delivered(dirty.due(10));
  }

  @Test
  void contains_afterTheRetention_forgets() {
    add(1);
    clock.advance(Duration.ofNanos(HOUR - 1));
    assertThat(dirty.contains(Examples.entry(1))).isTrue();
    clock.advance(Duration.ofNanos(1));
    assertThat(dirty.contains(Examples.entry(1))).isFalse();
  }

  @Test
  void due_afterTheRetention_removesAndReports() {
    add(1);
    clock.advance(Duration.ofMinutes(30));
    add(2);
    clock.advance(Duration.ofMinutes(30));
    assertThat(oldest(10)).containsExactly(Examples.entry(2));
    assertThat(dirty.size()).isEqualTo(1);
    assertThat(listener.events())
        .containsExactly("onDirtyKeys 1", "onDirtyKeys 2", "onDirtyKeys 1");
  }

  @Test
  void add_again_startsTheRetentionAgain() {
    add(1);
    clock.advance(Duration.ofMinutes(59));
    add(1);
    clock.advance(Duration.ofMinutes(59));
    assertThat(dirty.contains(Examples.entry(1))).isTrue();
  }

  @Test
  void rest_failed_isInNobodysWay_andComesBackAtTheTail() {
    add(1, 2);
    assertThat(dirty.rest(dirty.due(1), false, new RetryPause(() -> 0)))
        .extracting(Undelivered::target, Undelivered::failures, Undelivered::refusals)
        .containsExactly(tuple(Examples.entry(1), 1, 0));
    assertThat(dirty.contains(Examples.entry(1))).isTrue();
    assertThat(dirty.size()).isEqualTo(2);
    assertThat(oldest(10)).containsExactly(Examples.entry(2));
    assertThat(dirty.restMillis()).as("there is something to send").isZero();
    dirty.delivered(dirty.due(10));
    assertThat(dirty.restMillis()).isEqualTo(100);
    add(3);
    clock.advance(Duration.ofMillis(100));
    assertThat(oldest(10)).containsExactly(Examples.entry(3), Examples.entry(1));
  }

  @Test
  void add_restingKey_goesOnResting_asALaterInvalidation() {
    add(1);
    List<Undelivered> batch = dirty.due(1);
    dirty.rest(batch, true, new RetryPause(() -> 0));
    add(1);
    assertThat(oldest(10)).isEmpty();
    dirty.delivered(batch);
    assertThat(dirty.size()).as("the answer is too old for the second").isEqualTo(1);
    dirty.endRests();
    assertThat(dirty.due(10))
        .extracting(Undelivered::version, Undelivered::failures, Undelivered::refusals)
        .containsExactly(tuple(2, 0, 1));
  }

  @Test
  void add_beyondTheLimit_countsThoseThatRest() {
    add(1, 2);
    dirty.rest(dirty.due(10), false, new RetryPause(() -> 0));
    add(3, 4);
    assertThat(oldest(10)).containsExactly(ALL);
    assertThat(dirty.size()).isEqualTo(1);
    dirty.endRests();
    assertThat(oldest(10)).containsExactly(ALL);
  }

  @Test
  void add_throws_makesAllRegionsDirty() {
    regions.named("users");
    assertThatThrownBy(() -> dirty.add(Collections.singletonList(null), HOUR))
        .isInstanceOf(NullPointerException.class);
    assertThat(dirty.contains(Examples.entry(1))).isTrue();
    assertThat(dirty.size()).isEqualTo(1);
    assertThat(oldest(10)).containsExactly(USERS);
    assertThat(dirty.contains(USERS)).isTrue();
    dirty.delivered(dirty.due(10));
    assertThat(dirty.size()).isZero();
    assertThat(dirty.contains(Examples.entry(1))).isFalse();
  }

  @Test
  void delivered_batch_leaves() {
    add(1, 2, 3);
    dirty.delivered(dirty.due(2));
    assertThat(oldest(10)).containsExactly(Examples.entry(3));
    assertThat(listener.events()).last().isEqualTo("onDirtyKeys 1");
  }

  @Test
  void delivered_keyInvalidatedAgainMeanwhile_staysDirty() {
    add(1, 2);
    List<Undelivered> batch = dirty.due(10);
    add(1);
    dirty.delivered(batch);
    assertThat(oldest(10)).containsExactly(Examples.entry(1));
    assertThat(dirty.contains(Examples.entry(1))).isTrue();
  }

  @Test
  void delivered_replacedByTheRegionMeanwhile_leavesTheRegionDirty() {
    add(1, 2, 3);
    List<Undelivered> batch = dirty.due(3);
    add(4);
    dirty.delivered(batch);
    assertThat(oldest(10)).containsExactly(ALL);
  }

  @Test
  void lostKeys_makesAllRegionsDirtyUntilTheyAreCleared() {
    regions.named("users");
    loseKeys();
    assertThat(dirty.contains(Examples.entry(1))).isTrue();
    assertThat(dirty.size()).isEqualTo(1);
    List<Undelivered> clearings = dirty.due(10);
    assertThat(clearings).extracting(Undelivered::target).containsExactly(USERS);
    loseKeys();
    dirty.delivered(clearings);
    assertThat(dirty.contains(Examples.entry(1))).as("lost meanwhile").isTrue();
    assertThat(dirty.size()).isEqualTo(1);
    dirty.delivered(dirty.due(10));
    assertThat(dirty.contains(Examples.entry(1))).isFalse();
    assertThat(dirty.size()).isZero();
  }

  @Test
  void add_clockThrowsAgainAndAgain_makesAllRegionsDirty() {
    LongSupplier overflowing =
        () -> {
          throw new StackOverflowError("scripted");
        };
    DirtyKeys failing =
        new DirtyKeys(3, regions, overflowing, listener, new LogThrottle(clock), () -> HOUR);
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
      dirty.rest(dirty.due(1), false, pause);
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(dirty.endRests(2)).isTrue();
    assertThat(oldest(10)).containsExactly(Examples.entry(1), Examples.entry(2));
    assertThat(dirty.endRests(2)).isFalse();
    assertThat(oldest(10)).hasSize(3);
  }

  @Test
  void endRests_notAnsweredOnceMore_restsAsAfterTheFirstTime() {
    add(1);
    RetryPause pause = new RetryPause(() -> 0);
    for (int i = 0; i < 10; i++) {
      dirty.rest(dirty.due(1), false, pause);
      clock.advance(Duration.ofSeconds(10));
    }
    dirty.rest(dirty.due(1), false, pause);
    assertThat(dirty.restMillis()).isEqualTo(2_000);
    dirty.endRests();
    dirty.rest(dirty.due(1), false, pause);
    assertThat(dirty.restMillis()).isEqualTo(100);
  }

  @Test
  void cover_keyOrItsRegion_andNothingWhileNothingIsDirty() {
    Region users = Examples.region("default");
    assertThat(isClean()).isTrue();
    assertThat(dirty.cover(Examples.user(1), users)).isFalse();
    add(1);
    assertThat(isClean()).isFalse();
    assertThat(dirty.cover(Examples.user(1), users)).isTrue();
    assertThat(dirty.cover(Examples.user(2), users)).isFalse();
    add(2, 3, 4);
    assertThat(dirty.cover(Examples.user(5), users)).as("its region").isTrue();
    assertThat(dirty.cover(PRICE.key(), PRICE.region())).isFalse();
    dirty.delivered(dirty.due(10));
    assertThat(isClean()).isTrue();
    assertThat(dirty.cover(Examples.user(5), users)).isFalse();
  }

  @Test
  void word_isCleanOnlyWhenTheLastKeyHasLeft() {
    add(1, 2, 3);
    dirty.delivered(dirty.due(1));
    dirty.rest(dirty.due(1), false, new RetryPause(() -> 0));
    dirty.delivered(dirty.due(10));
    dirty.settled(null);
    assertThat(isClean()).as("one rests").isFalse();
    dirty.endRests();
    assertThat(isClean()).isFalse();
    dirty.delivered(dirty.due(10));
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
    List<Undelivered> clearings = dirty.due(10);
    assertThat(isClean()).isFalse();
    loseKeys();
    dirty.delivered(clearings);
    assertThat(isClean()).as("lost meanwhile").isFalse();
    dirty.delivered(dirty.due(10));
    assertThat(isClean()).isTrue();
  }

  /** Nobody is served anything between the two steps, or afterwards; only that costs more. */
  @Test
  void word_setAfterItsFactWasSettled_becomesCleanWithTheNextLook() {
    dirty.overall.lostKeys = true;
    assertThat(oldest(10)).as("no region is known").isEmpty();
    assertThat(isClean()).isTrue();
    dirty.overall.word = Dirtiness.DIRTY;
    assertThat(dirty.cover(Examples.user(1), PRICE.region())).isFalse();
    dirty.settled(null);
    assertThat(isClean()).isTrue();
  }
}
