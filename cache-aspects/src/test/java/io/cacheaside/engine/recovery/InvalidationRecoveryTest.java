package io.cacheaside.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.config.RegionSettings;
import io.cacheaside.config.SettingValues;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.region.Target;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.ManualScheduler;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.ScriptedStore;
import io.cacheaside.fixtures.ShownKeys;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InvalidationRecoveryTest {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Key SLOW = ShownKeys.of("shop:slow:{1}");

  private final FakeClock clock = new FakeClock();
  private final ManualScheduler timer = new ManualScheduler();
  private final ScriptedStore store = new ScriptedStore();
  private final Regions regions =
      new Regions(
          "shop",
          Map.of("slow", SettingValues.NONE.with(RegionSettings.SETTLE, Duration.ofSeconds(2))));
  private final Target slow = new Target.Entry(SLOW, regions.named("slow"));
  private Runnable onUndeliveredKeys = () -> {};
  private final RecordingListener listener =
      new RecordingListener() {
        @Override
        public void onUndeliveredKeys(int count) {
          super.onUndeliveredKeys(count);
          onUndeliveredKeys.run();
        }
      };
  private final List<Target> acknowledged = new ArrayList<>();
  private final UndeliveredTargets undelivered =
      new UndeliveredTargets(
          100_000,
          regions,
          clock,
          listener,
          new LogThrottle(clock),
          () -> TimeUnit.HOURS.toNanos(1));
  private double random = 0.0;
  private final LogThrottle throttle = new LogThrottle(clock);
  private final EngineContext context =
      new EngineContext(
          store,
          listener,
          EngineOptions.DEFAULTS,
          new Waiting(store, TimeUnit.SECONDS.toNanos(20)),
          throttle,
          Clocks.SYSTEM,
          () -> random);
  private final InvalidationRecovery recovery =
      new InvalidationRecovery(
          context,
          undelivered,
          new Redelivery(
              context,
              undelivered,
              new Delivery(store, acknowledged::addAll),
              new RefusalReport(listener, throttle)),
          timer,
          clock);

  /** Lets the time pass in small steps, for the clock and the timer alike. */
  private void pass(Duration duration) {
    for (long ms = 0; ms < duration.toMillis(); ms++) {
      clock.advance(Duration.ofMillis(1));
      timer.advance(Duration.ofMillis(1));
    }
  }

  private void add(long first, long last) {
    undelivered.add(entries(first, last), TimeUnit.HOURS.toNanos(1));
  }

  private static List<Key> users(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(Examples::user).toList();
  }

  private static List<Target> entries(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(id -> (Target) Examples.entry(id)).toList();
  }

  private static String invalidate(long first, long last) {
    return "invalidate " + users(first, last);
  }

  @Test
  void wake_severalTimes_schedulesOneDelivery() {
    add(1, 2);
    recovery.wake();
    recovery.wake();
    assertThat(timer.delaysMillis()).containsExactly(100L);
    assertThat(store.calls()).isEmpty();
  }

  @Test
  void wake_delay_isRandomBetween100And250Ms() {
    random = 0.9999;
    recovery.wake();
    assertThat(timer.delaysMillis()).containsExactly(249L);
  }

  @Test
  void deliver_acknowledged_cleansTheKeys() {
    add(1, 2);
    recovery.wake();
    store.answers(2L);
    pass(SHORTEST);
    assertThat(store.calls()).containsExactly(invalidate(1, 2));
    assertThat(undelivered.size()).isZero();
    assertThat(timer.delaysMillis()).isEmpty();
  }

  @Test
  void deliver_acknowledged_isRemembered() {
    add(1, 2);
    recovery.wake();
    store.fails(Reason.UNAVAILABLE).answers(2L);
    pass(SHORTEST);
    assertThat(acknowledged).isEmpty();
    pass(SHORTEST);
    assertThat(acknowledged).isEqualTo(entries(1, 2));
  }

  @Test
  void deliver_eachRegion_hasItsSettle_andWholeOnesAreCleared() {
    Target cleared = Examples.whole("prices");
    undelivered.add(List.of(cleared, slow, Examples.entry(1)), TimeUnit.HOURS.toNanos(1));
    recovery.wake();
    store.answers(1L).answers(1L).answers(1L);
    pass(SHORTEST);
    assertThat(store.calls())
        .containsExactly(
            "clear shop:g:prices", invalidate(1, 1), "invalidate [shop:slow:{1}] settle 2000");
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void deliver_oneOfSeveralCallsFails_repeatsOnlyThat() {
    undelivered.add(List.of(slow, Examples.entry(1)), TimeUnit.HOURS.toNanos(1));
    recovery.wake();
    store.answers(1L).fails(Reason.NOT_REPLICATED);
    pass(SHORTEST);
    assertThat(undelivered.contains(Examples.entry(1))).isFalse();
    assertThat(undelivered.contains(slow)).isTrue();
    store.newCalls();
    store.answers(1L);
    pass(SHORTEST);
    assertThat(store.calls()).containsExactly("invalidate [shop:slow:{1}] settle 2000");
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void deliver_oneOfMany_isRefused_sendsEachAloneAtOnce_andRepeatsOnlyThat() {
    add(1, 3);
    recovery.wake();
    store.fails(Reason.REFUSED).answers(1L).fails(Reason.REFUSED).answers(1L);
    pass(SHORTEST);
    assertThat(store.newCalls())
        .containsExactly(invalidate(1, 3), invalidate(1, 1), invalidate(2, 2), invalidate(3, 3));
    assertThat(undelivered.contains(Examples.entry(2))).isTrue();
    assertThat(undelivered.size()).isEqualTo(1);
    assertThat(timer.delaysMillis())
        .as("twice as long, it was refused twice")
        .containsExactly(200L);
    add(4, 5);
    recovery.wake();
    store.answers(2L);
    pass(SHORTEST);
    assertThat(store.newCalls())
        .as("the others do not wait for it")
        .containsExactly(invalidate(4, 5));
    store.answers(1L);
    pass(SHORTEST);
    assertThat(store.newCalls()).containsExactly(invalidate(2, 2));
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void deliver_refusedForEver_isRepeatedSlower_andReportedOnce() {
    add(1, 1);
    recovery.wake();
    List<Long> pauses = new ArrayList<>();
    try (LogCapture log = new LogCapture()) {
      for (int attempt = 0; attempt < 12; attempt++) {
        store.fails(Reason.FOREIGN);
        pass(Duration.ofMillis(timer.delaysMillis().get(0)));
        pauses.addAll(timer.delaysMillis());
      }
      assertThat(log.lines("RefusalReport"))
          .containsExactly(
              "WARN the invalidation of a key of region default is refused again and again: this JVM"
                  + " does not serve the key, and others may serve what is stale until its TTL ends."
                  + " Remove the cause; half a minute later it is delivered. The last answer:"
                  + " scripted");
    }
    assertThat(pauses)
        .containsExactly(
            100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L, 10_000L, 10_000L,
            10_000L);
    assertThat(listener.count("onUndeliveredRefused default")).isEqualTo(1);
    assertThat(undelivered.contains(Examples.entry(1))).isTrue();
    recovery.wakeSoon();
    store.answers(1L);
    pass(Duration.ofMillis(1));
    assertThat(undelivered.size()).as("a new connection ends the rest").isZero();
  }

  @Test
  void deliver_clearingIsRefused_saysWhatIsNotServed() {
    undelivered.add(List.of(Examples.whole("prices")), TimeUnit.HOURS.toNanos(1));
    recovery.wake();
    try (LogCapture log = new LogCapture()) {
      for (int attempt = 0; attempt < RefusalReport.FOR_GOOD; attempt++) {
        store.fails(Reason.FOREIGN);
        pass(Duration.ofMillis(timer.delaysMillis().get(0)));
      }
      assertThat(log.lines("RefusalReport"))
          .containsExactly(
              "WARN the clearing of region prices is refused again and again: this JVM does not serve"
                  + " the region, and others may serve what is stale until its TTL ends. Remove the"
                  + " cause; half a minute later it is delivered. The last answer: scripted");
    }
    Key price = ShownKeys.of("shop:prices:{1}");
    undelivered.add(List.of(Examples.entry(price)), TimeUnit.HOURS.toNanos(1));
    recovery.wake();
    store.newCalls();
    store.answers(1L);
    pass(SHORTEST);
    assertThat(store.calls())
        .as("no clearing covers the key")
        .containsExactly("invalidate [" + price + "]");
  }

  @Test
  void deliver_unanswered_restsAtMostTwoSecondsAndByChanceLonger() {
    add(1, 1);
    recovery.wake();
    List<Long> pauses = new ArrayList<>();
    for (int attempt = 0; attempt < 7; attempt++) {
      store.fails(Reason.TIMEOUT);
      pass(Duration.ofMillis(timer.delaysMillis().get(0)));
      pauses.addAll(timer.delaysMillis());
    }
    assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1_600L, 2_000L, 2_000L);
    random = 0.9;
    store.fails(Reason.TIMEOUT);
    pass(Duration.ofSeconds(2));
    assertThat(timer.delaysMillis()).containsExactly(4_700L);
    assertThat(listener.count("onUndeliveredRefused default")).isZero();
  }

  @Test
  void deliver_answerComesLate_isNotSentAgain() {
    add(1, 1);
    recovery.wake();
    pass(SHORTEST);
    pass(Duration.ofMillis(1_050));
    assertThat(timer.delaysMillis()).as("it rests").containsExactly(50L);
    store.unanswered(0).complete(1L);
    assertThat(undelivered.size()).isZero();
    pass(Duration.ofSeconds(10));
    assertThat(store.calls()).hasSize(1);
  }

  @Test
  void deliver_storeThrowsAnError_triesAgain() {
    add(1, 1);
    recovery.wake();
    store.onCall(
        () -> {
          throw new StackOverflowError();
        });
    pass(SHORTEST);
    assertThat(undelivered.size()).isEqualTo(1);
    store.onCall(() -> {});
    store.answers(1L);
    pass(SHORTEST);
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void wake_timerThrowsAnError_isMadeUpForBySomebodyWhoLooks() {
    add(1, 1);
    timer.failNext(OutOfMemoryError::new);
    assertThatCode(recovery::wake).doesNotThrowAnyException();
    assertThat(timer.delaysMillis()).isEmpty();
    store.answers(1L);
    recovery.lookAfter();
    timer.advance(Duration.ZERO);
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void deliver_timerThrowsAnErrorWhileABatchIsUnderWay_isMadeUpFor() {
    add(1, 1);
    recovery.wake();
    pass(SHORTEST);
    timer.failNext(StackOverflowError::new);
    store.unanswered(0).complete(1L);
    store.answers(1L);
    pass(SHORTEST);
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void lookAfter_taskWasLost_deliversAllTheSame_butOnlyThen() {
    add(1, 1);
    recovery.wake();
    timer.dropAll();
    recovery.lookAfter();
    assertThat(timer.delaysMillis()).as("it may still come").containsExactly(0L);
    timer.dropAll();
    clock.advance(Duration.ofSeconds(2));
    recovery.lookAfter();
    assertThat(timer.delaysMillis()).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    recovery.lookAfter();
    store.answers(1L);
    timer.advance(Duration.ZERO);
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void lookAfter_batchUnderWay_sendsNoSecond() {
    add(1, 1);
    recovery.wake();
    pass(SHORTEST);
    add(2, 2);
    recovery.lookAfter();
    recovery.wake();
    timer.advance(Duration.ofMillis(500));
    assertThat(store.calls()).hasSize(1);
  }

  @Test
  void wakeSoon_whileADeliveryFindsNothingDue_endsTheRests() {
    add(1, 1);
    recovery.wake();
    store.fails(Reason.TIMEOUT);
    pass(SHORTEST);
    undelivered.add(entries(2, 2), TimeUnit.MILLISECONDS.toNanos(1));
    recovery.wakeSoon();
    store.fails(Reason.TIMEOUT);
    pass(Duration.ofMillis(2));
    assertThat(timer.delaysMillis()).as("both have failed, one has expired").containsExactly(99L);
    undelivered.add(entries(3, 3), TimeUnit.MILLISECONDS.toNanos(1));
    clock.advance(Duration.ofMillis(1));
    boolean[] woken = {false};
    onUndeliveredKeys =
        () -> {
          if (!woken[0]) {
            woken[0] = true;
            recovery.wakeSoon();
          }
        };
    store.answers(1L);
    recovery.lookAfter();
    timer.advance(Duration.ofMillis(1));
    assertThat(woken[0]).as("while it looked what is due").isTrue();
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void wakeSoon_isSooner() {
    recovery.wakeSoon();
    assertThat(timer.delaysMillis()).containsExactly(1L);
  }

  @Test
  void deliver_manyKeys_sendsThemInBatchesOldestFirst() {
    add(1, 2_500);
    recovery.wake();
    store.answers(0L).answers(0L).answers(0L);
    pass(SHORTEST);
    assertThat(store.calls())
        .containsExactly(invalidate(1, 1_000), invalidate(1_001, 2_000), invalidate(2_001, 2_500));
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void deliver_unanswered_hasOneBatchUnderWay() {
    add(1, 1);
    recovery.wake();
    pass(SHORTEST);
    add(2, 2);
    recovery.wake();
    pass(Duration.ofMillis(999));
    assertThat(store.calls()).containsExactly(invalidate(1, 1));
    store.answers(1L);
    store.unanswered(0).complete(1L);
    timer.advance(Duration.ZERO);
    assertThat(store.calls()).containsExactly(invalidate(1, 1), invalidate(2, 2));
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void deliver_failed_triesAgainUntilItIsAcknowledged() {
    add(1, 1);
    recovery.wake();
    store.fails(Reason.UNAVAILABLE).fails(Reason.BREAKER_OPEN).answers(1L);
    pass(SHORTEST);
    assertThat(timer.delaysMillis()).containsExactly(100L);
    pass(SHORTEST);
    assertThat(undelivered.contains(Examples.entry(1))).isTrue();
    pass(SHORTEST.multipliedBy(2));
    assertThat(store.calls()).hasSize(3).containsOnly(invalidate(1, 1));
    assertThat(undelivered.size()).isZero();
    assertThat(timer.delaysMillis()).isEmpty();
  }

  @Test
  void deliver_keyInvalidatedAgainMeanwhile_isDeliveredAgain() {
    add(1, 1);
    recovery.wake();
    pass(SHORTEST);
    add(1, 1);
    store.unanswered(0).complete(1L);
    assertThat(undelivered.contains(Examples.entry(1))).isTrue();
    store.answers(1L);
    timer.advance(Duration.ZERO);
    assertThat(store.calls()).containsExactly(invalidate(1, 1), invalidate(1, 1));
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void deliver_everythingExpired_sendsNothing() {
    add(1, 1);
    recovery.wake();
    clock.advance(Duration.ofHours(1));
    pass(SHORTEST);
    assertThat(store.calls()).isEmpty();
    assertThat(undelivered.size()).isZero();
    add(2, 2);
    recovery.wake();
    assertThat(timer.delaysMillis()).as("can be woken again").containsExactly(100L);
  }

  @Test
  void wake_timerShutDown_doesNotDisturbTheCaller() {
    add(1, 1);
    timer.shutdown();
    assertThatCode(recovery::wake).doesNotThrowAnyException();
  }

  @Test
  void close_deliversWhatIsLeft() {
    add(1, 1_500);
    store.answers(0L).answers(0L);
    recovery.close(inSeconds(20));
    assertThat(store.calls()).containsExactly(invalidate(1, 1_000), invalidate(1_001, 1_500));
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void close_storeFails_triesAgain() {
    add(1, 2);
    store.fails(Reason.UNAVAILABLE).answers(2L);
    recovery.close(inSeconds(20));
    assertThat(store.calls()).containsExactly(invalidate(1, 2), invalidate(1, 2));
    assertThat(undelivered.size()).isZero();
  }

  @Test
  void close_timeIsUp_saysWhatThatMeans() {
    add(1, 2);
    try (LogCapture log = new LogCapture()) {
      recovery.close(inSeconds(0));
      assertThat(log.lines("InvalidationRecovery"))
          .containsExactly(
              "ERROR the cache was closed with invalidations undelivered (keys: 2, whole regions: 0):"
                  + " other JVMs may serve stale values until their TTL ends. Raise close-timeout, or"
                  + " configure a journal.");
    }
    assertThat(store.calls()).isEmpty();
  }

  private static long inSeconds(int seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void close_everythingExpired_sendsNothing() {
    add(1, 1);
    clock.advance(Duration.ofHours(1));
    recovery.close(inSeconds(20));
    assertThat(store.calls()).isEmpty();
  }

  @Test
  void close_interrupted_givesUpAndStaysInterrupted() {
    add(1, 1);
    Thread.currentThread().interrupt();
    recovery.close(inSeconds(20));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(undelivered.size()).isEqualTo(1);
  }

  @Test
  void close_deliveryFailsLate_isIgnored() {
    add(1, 1);
    recovery.wake();
    pass(SHORTEST);
    timer.shutdown();
    assertThatCode(
            () ->
                store
                    .unanswered(0)
                    .completeExceptionally(new StoreException(Reason.UNAVAILABLE, "late", null)))
        .doesNotThrowAnyException();
    assertThat(store.calls()).hasSize(1);
  }
}
