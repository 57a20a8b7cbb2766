package io.cacheaside.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.DirtyKeys.Undelivered;
import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.RecordingListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DirtyKeysTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final FakeClock clock = new FakeClock();
  private final RecordingListener listener = new RecordingListener();
  private final DirtyKeys dirty = new DirtyKeys(3, clock, listener, new LogThrottle(clock));

  private void add(long... ids) {
    for (long id : ids) {
      dirty.add(List.of(Examples.user(id)), HOUR);
    }
  }

  private List<String> oldest(int max) {
    return dirty.oldest(max).stream().map(u -> u.key().toString()).toList();
  }

  @Test
  void contains_addedKeys_andNoOthers() {
    assertThat(dirty.contains(Examples.user(1))).isFalse();
    dirty.add(List.of(Examples.user(1), Examples.user(2)), HOUR);
    assertThat(dirty.contains(Examples.user(1))).isTrue();
    assertThat(dirty.contains(Examples.user(2))).isTrue();
    assertThat(dirty.contains(Examples.user(3))).isFalse();
    assertThat(dirty.size()).isEqualTo(2);
    assertThat(listener.events()).containsExactly("onDirtyKeys 2");
  }

  @Test
  void add_knownKey_becomesTheYoungest() {
    add(1, 2, 1);
    assertThat(dirty.size()).isEqualTo(2);
    assertThat(oldest(10))
        .containsExactly(Examples.user(2).toString(), Examples.user(1).toString());
    assertThat(oldest(1)).containsExactly(Examples.user(2).toString());
  }

  @Test
  void add_beyondTheLimit_dropsTheOldest() {
    add(1, 2, 3, 4);
    assertThat(dirty.contains(Examples.user(1))).isFalse();
    assertThat(dirty.contains(Examples.user(4))).isTrue();
    assertThat(dirty.size()).isEqualTo(3);
    assertThat(listener.events())
        .containsExactly(
            "onDirtyKeys 1",
            "onDirtyKeys 2",
            "onDirtyKeys 3",
            "onDirtyKeys 3",
            "onDirtyKeyDropped " + Examples.user(1));
  }

  @Test
  void add_beyondTheLimitAgainAndAgain_isLoggedOnceInAMinute() {
    try (LogCapture log = new LogCapture()) {
      add(1, 2, 3, 4, 5);
      assertThat(log.lines("DirtyKeys"))
          .containsExactly(
              "ERROR 1 undelivered invalidations were dropped so far, because more than 3 are"
                  + " waiting: the keys may be served stale until their TTL ends. Bring Redis back,"
                  + " or raise dirtyKeyLimit.");
      clock.advance(Duration.ofMinutes(1));
      add(6);
      assertThat(log.lines("DirtyKeys")).hasSize(2);
      assertThat(log.lines("DirtyKeys").get(1)).startsWith("ERROR 3 undelivered");
    }
    assertThat(listener.count("onDirtyKeyDropped")).isEqualTo(3);
  }

  @Test
  void contains_afterTheRetention_forgets() {
    add(1);
    clock.advance(Duration.ofNanos(HOUR - 1));
    assertThat(dirty.contains(Examples.user(1))).isTrue();
    clock.advance(Duration.ofNanos(1));
    assertThat(dirty.contains(Examples.user(1))).isFalse();
  }

  @Test
  void oldest_afterTheRetention_removesAndReports() {
    add(1);
    clock.advance(Duration.ofMinutes(30));
    add(2);
    clock.advance(Duration.ofMinutes(30));
    assertThat(oldest(10)).containsExactly(Examples.user(2).toString());
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
    assertThat(dirty.contains(Examples.user(1))).isTrue();
  }

  @Test
  void delivered_batch_leaves() {
    add(1, 2, 3);
    dirty.delivered(dirty.oldest(2));
    assertThat(oldest(10)).containsExactly(Examples.user(3).toString());
    assertThat(listener.events()).last().isEqualTo("onDirtyKeys 1");
  }

  @Test
  void delivered_keyInvalidatedAgainMeanwhile_staysDirty() {
    add(1, 2);
    List<Undelivered> batch = dirty.oldest(10);
    add(1);
    dirty.delivered(batch);
    assertThat(oldest(10)).containsExactly(Examples.user(1).toString());
    assertThat(dirty.contains(Examples.user(1))).isTrue();
  }

  @Test
  void delivered_droppedMeanwhile_isHarmless() {
    add(1, 2, 3);
    List<Undelivered> batch = dirty.oldest(1);
    add(4);
    dirty.delivered(batch);
    assertThat(dirty.size()).isEqualTo(3);
  }
}
