package io.cacheaside.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.ManualScheduler;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.ScriptedStore;
import io.cacheaside.fixtures.ShownKeys;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Reconnection;
import io.cacheaside.spi.Reconnection.History;
import io.cacheaside.spi.StoreException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReconnectionsTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final Key USERS = ShownKeys.of("shop:g:default");

  private final FakeClock clock = new FakeClock();
  private final ManualScheduler timer = new ManualScheduler();
  private final ScriptedStore store = new ScriptedStore();
  private final RecordingListener listener = new RecordingListener();
  private final Regions regions = new Regions("shop", Map.of());
  private final LogThrottle throttle = new LogThrottle(clock);
  private final UndeliveredTargets undelivered =
      new UndeliveredTargets(100, regions, clock, listener, throttle, () -> HOUR);
  private final ReplayRing ring = new ReplayRing(100, Duration.ofSeconds(60).toNanos(), clock);
  private final EngineContext context =
      EngineContext.of(store, listener, EngineOptions.DEFAULTS, throttle, Clocks.SYSTEM);
  private final InvalidationRecovery recovery =
      new InvalidationRecovery(
          context,
          undelivered,
          new Redelivery(
              context,
              undelivered,
              new Delivery(store, ring::add),
              new RefusalReport(listener, throttle)),
          timer,
          clock);
  private final Reconnections reconnections =
      new Reconnections(undelivered, ring, regions, recovery, listener, () -> HOUR, clock);

  private List<String> reconnect(History history, long intactUntilNanos) {
    reconnections.accept(new Reconnection(history, intactUntilNanos));
    for (int i = 0; i < 10; i++) {
      store.answers(1L);
    }
    timer.advance(Duration.ofSeconds(1));
    assertThat(undelivered.size()).as("everything was delivered").isZero();
    return store.newCalls();
  }

  private void acknowledged(long... ids) {
    for (long id : ids) {
      ring.add(List.of(Examples.entry(id)));
    }
  }

  @Test
  void intact_deliversTheRingBehindTheOutbox() {
    acknowledged(1, 2);
    undelivered.add(List.of(Examples.entry(3)), HOUR);
    assertThat(reconnect(History.INTACT, 0))
        .containsExactly(
            "invalidate " + List.of(Examples.user(3), Examples.user(1), Examples.user(2)));
    assertThat(listener.count("onReconnect INTACT")).isEqualTo(1);
  }

  @Test
  void accept_returned_replayedKeysAreNotServed() {
    acknowledged(1);
    reconnections.accept(new Reconnection(History.INTACT, 0));
    assertThat(undelivered.contains(Examples.entry(1))).isTrue();
    assertThat(store.calls()).as("never on the store's thread").isEmpty();
  }

  @Test
  void intact_twice_replaysTwice() {
    acknowledged(1);
    assertThat(reconnect(History.INTACT, 0)).hasSize(1);
    assertThat(reconnect(History.INTACT, 0)).hasSize(1);
  }

  @Test
  void intact_nothingToReplay_sendsNothing() {
    regions.named("default");
    assertThat(reconnect(History.INTACT, 0)).isEmpty();
  }

  @Test
  void rewound_withinTheRing_replaySuffices() {
    long intactUntil = clock.getAsLong();
    acknowledged(1);
    assertThat(reconnect(History.REWOUND, intactUntil))
        .containsExactly("invalidate " + List.of(Examples.user(1)));
  }

  @Test
  void rewound_furtherThanTheRing_clearsAllRegions() {
    long intactUntil = clock.getAsLong();
    acknowledged(1);
    clock.advance(Duration.ofSeconds(61));
    acknowledged(2);
    regions.named("default");
    regions.named("prices");
    try (LogCapture log = new LogCapture()) {
      assertThat(reconnect(History.REWOUND, intactUntil))
          .contains("clear shop:g:prices", "clear " + USERS);
      assertThat(log.lines("Reconnections"))
          .containsExactly(
              "WARN connected again to a Redis that may have lost the writes of the last 61 s: 1"
                  + " invalidations are delivered once more, and 2 regions are cleared");
    }
  }

  @Test
  void unknown_clearsAllRegions_andServesNothingOfThemUntilThen() {
    regions.named("default");
    regions.named("prices");
    try (LogCapture log = new LogCapture()) {
      reconnections.accept(new Reconnection(History.UNKNOWN, 0));
      assertThat(undelivered.contains(Examples.whole("default"))).isTrue();
      assertThat(log.lines("Reconnections"))
          .containsExactly(
              "WARN connected again to a Redis with an unknown history, maybe a restored backup: 0"
                  + " invalidations are delivered once more, and 2 regions are cleared");
    }
    store.answers(1L).answers(1L);
    timer.advance(Duration.ofSeconds(1));
    assertThat(store.calls()).containsExactlyInAnyOrder("clear " + USERS, "clear shop:g:prices");
    assertThat(listener.count("onReconnect UNKNOWN")).isEqualTo(1);
  }

  @Test
  void accept_storeStillAway_goesOnTrying() {
    acknowledged(1);
    reconnections.accept(new Reconnection(History.INTACT, 0));
    store.fails(Reason.BREAKER_OPEN).answers(1L);
    timer.advance(Duration.ofMillis(50));
    clock.advance(Duration.ofSeconds(1));
    timer.advance(Duration.ofSeconds(1));
    assertThat(store.calls()).hasSize(2);
    assertThat(undelivered.size()).isZero();
  }
}
