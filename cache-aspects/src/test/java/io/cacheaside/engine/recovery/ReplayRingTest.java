package io.cacheaside.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.spi.Key;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayRingTest {
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Target PRICE = Examples.entry(Key.of("shop:prices:{1}"));
  private static final Target ALL_USERS = Examples.whole("default");

  private final FakeClock clock = new FakeClock();
  private final ReplayRing ring = new ReplayRing(3, WINDOW.toNanos(), clock);

  private void add(long... ids) {
    for (long id : ids) {
      ring.add(List.of(Examples.entry(id)));
    }
  }

  @Test
  void content_isOldestFirst_eachKeyOnce() {
    add(1, 2, 1);
    assertThat(ring.content()).containsExactly(Examples.entry(2), Examples.entry(1));
  }

  @Test
  void add_afterTheWindow_forgetsOlderOnes() {
    add(1);
    clock.advance(Duration.ofSeconds(30));
    add(2);
    clock.advance(Duration.ofSeconds(31));
    add(3);
    assertThat(ring.content()).containsExactly(Examples.entry(2), Examples.entry(3));
  }

  @Test
  void add_again_startsTheWindowAgain() {
    add(1);
    clock.advance(Duration.ofSeconds(59));
    add(1);
    clock.advance(Duration.ofSeconds(59));
    add(2);
    assertThat(ring.content()).containsExactly(Examples.entry(1), Examples.entry(2));
  }

  @Test
  void content_whileNothingIsAcknowledged_keepsEverything() {
    add(1);
    clock.advance(Duration.ofHours(1));
    assertThat(ring.content()).as("an outage may last").containsExactly(Examples.entry(1));
  }

  @Test
  void add_beyondTheLimit_remembersTheLargestRegionAsAWhole() {
    ring.add(List.of(PRICE));
    add(1, 2, 3);
    assertThat(ring.content()).containsExactly(PRICE, ALL_USERS);
    add(4);
    assertThat(ring.content()).as("covered by the region").containsExactly(PRICE, ALL_USERS);
  }

  @Test
  void content_afterARegionsWindow_hasTheKeysThatCameLater() {
    ring.add(List.of(ALL_USERS));
    clock.advance(Duration.ofSeconds(40));
    add(1);
    assertThat(ring.content()).containsExactly(ALL_USERS);
    clock.advance(Duration.ofSeconds(40));
    ring.add(List.of(PRICE));
    assertThat(ring.content()).containsExactly(Examples.entry(1), PRICE);
  }

  @Test
  void reachesBackTo_isTrueUntilSomethingWasForgotten() {
    long start = clock.getAsLong();
    add(1);
    assertThat(ring.reachesBackTo(start - 1)).isTrue();
    clock.advance(Duration.ofSeconds(61));
    add(2);
    assertThat(ring.reachesBackTo(start)).as("the first key is gone").isFalse();
    assertThat(ring.reachesBackTo(start + 1)).isTrue();
  }

  @Test
  void acknowledgedWithinATenthOfASecond_areForgottenTogether_withTheLast() {
    long start = clock.getAsLong();
    add(1);
    clock.advance(Duration.ofMillis(60));
    add(2);
    clock.advance(WINDOW.minusMillis(30));
    add(3);
    assertThat(ring.content())
        .as("the first is older than the window, the second is not")
        .containsExactly(Examples.entry(1), Examples.entry(2), Examples.entry(3));
    clock.advance(Duration.ofMillis(31));
    add(3);
    assertThat(ring.content()).containsExactly(Examples.entry(3));
    long second = start + Duration.ofMillis(60).toNanos();
    assertThat(ring.reachesBackTo(second)).isFalse();
    assertThat(ring.reachesBackTo(second + 1)).isTrue();
  }

  @Test
  void add_throws_reachesBackToWhatIsAcknowledgedLaterOnly() {
    boolean[] fails = {true};
    ReplayRing failing =
        new ReplayRing(
            3,
            WINDOW.toNanos(),
            () -> {
              if (fails[0]) {
                throw new OutOfMemoryError("scripted");
              }
              return clock.getAsLong();
            });
    failing.add(List.of(Examples.entry(1)));
    fails[0] = false;
    assertThat(failing.reachesBackTo(clock.getAsLong())).isFalse();
    clock.advance(Duration.ofSeconds(1));
    failing.add(List.of(Examples.entry(2)));
    assertThat(failing.reachesBackTo(clock.getAsLong() - 1)).isFalse();
    assertThat(failing.reachesBackTo(clock.getAsLong())).isTrue();
  }
}
