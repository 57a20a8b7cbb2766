package io.cacheaside.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.fixtures.ManualScheduler;
import io.cacheaside.fixtures.ScriptedStore;
import io.cacheaside.spi.CacheListener;
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

  private final FakeClock clock = new FakeClock();
  private final ManualScheduler timer = new ManualScheduler();
  private final ScriptedStore store = new ScriptedStore();
  private final Regions regions =
      new Regions(
          "shop", Map.of("slow", RegionSettings.DEFAULTS.withSettle(Duration.ofSeconds(2))));
  private final List<Key> acknowledged = new ArrayList<>();
  private final DirtyKeys dirty =
      new DirtyKeys(100_000, regions, clock, CacheListener.NONE, new LogThrottle(clock));
  private double random = 0.0;
  private final InvalidationRecovery recovery =
      new InvalidationRecovery(
          new EngineParts(
              store,
              CacheListener.NONE,
              EngineOptions.DEFAULTS,
              new Waiting(TimeUnit.SECONDS.toNanos(20)),
              new Flights(),
              new WaitCircle(),
              dirty,
              LeaseTokens.random(),
              new Transactions(TransactionOptions.NONE, new LogThrottle(clock)),
              new LogThrottle(clock),
              () -> random),
          new Delivery(store, regions, acknowledged::addAll),
          timer);

  private void add(long first, long last) {
    dirty.add(users(first, last), TimeUnit.HOURS.toNanos(1));
  }

  private static List<Key> users(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(Examples::user).toList();
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
    timer.advance(SHORTEST);
    assertThat(store.calls()).containsExactly(invalidate(1, 2));
    assertThat(dirty.size()).isZero();
    assertThat(timer.delaysMillis()).isEmpty();
  }

  @Test
  void deliver_acknowledged_isRemembered() {
    add(1, 2);
    recovery.wake();
    store.fails(Reason.UNAVAILABLE).answers(2L);
    timer.advance(SHORTEST);
    assertThat(acknowledged).isEmpty();
    timer.advance(SHORTEST);
    assertThat(acknowledged).isEqualTo(users(1, 2));
  }

  @Test
  void deliver_eachRegion_hasItsSettle_andWholeOnesAreCleared() {
    Key slow = Key.of("shop:slow:{1}");
    Key cleared = Key.of("shop:g:prices");
    dirty.add(List.of(cleared, slow, Examples.user(1)), TimeUnit.HOURS.toNanos(1));
    recovery.wake();
    store.answers(1L).answers(1L).answers(1L);
    timer.advance(SHORTEST);
    assertThat(store.calls())
        .containsExactly(
            "bump shop:g:prices", invalidate(1, 1), "invalidate [shop:slow:{1}] settle 2000");
    assertThat(dirty.size()).isZero();
  }

  @Test
  void deliver_oneOfSeveralCallsFails_repeatsAll() {
    dirty.add(List.of(Key.of("shop:slow:{1}"), Examples.user(1)), TimeUnit.HOURS.toNanos(1));
    recovery.wake();
    store.answers(1L).fails(Reason.NOT_REPLICATED);
    timer.advance(SHORTEST);
    assertThat(dirty.size()).isEqualTo(2);
    store.answers(1L).answers(1L);
    timer.advance(SHORTEST);
    assertThat(dirty.size()).isZero();
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
    timer.advance(SHORTEST);
    assertThat(store.calls())
        .containsExactly(invalidate(1, 1_000), invalidate(1_001, 2_000), invalidate(2_001, 2_500));
    assertThat(dirty.size()).isZero();
  }

  @Test
  void deliver_unanswered_hasOneBatchUnderWay() {
    add(1, 1);
    recovery.wake();
    timer.advance(SHORTEST);
    add(2, 2);
    recovery.wake();
    timer.advance(Duration.ofSeconds(10));
    assertThat(store.calls()).containsExactly(invalidate(1, 1));
    store.answers(1L);
    store.unanswered(0).complete(1L);
    timer.advance(Duration.ZERO);
    assertThat(store.calls()).containsExactly(invalidate(1, 1), invalidate(2, 2));
    assertThat(dirty.size()).isZero();
  }

  @Test
  void deliver_failed_triesAgainUntilItIsAcknowledged() {
    add(1, 1);
    recovery.wake();
    store.fails(Reason.UNAVAILABLE).fails(Reason.BREAKER_OPEN).answers(1L);
    timer.advance(SHORTEST);
    assertThat(timer.delaysMillis()).containsExactly(100L);
    timer.advance(SHORTEST);
    assertThat(dirty.contains(Examples.user(1))).isTrue();
    timer.advance(SHORTEST);
    assertThat(store.calls()).hasSize(3).containsOnly(invalidate(1, 1));
    assertThat(dirty.size()).isZero();
    assertThat(timer.delaysMillis()).isEmpty();
  }

  @Test
  void deliver_keyInvalidatedAgainMeanwhile_isDeliveredAgain() {
    add(1, 1);
    recovery.wake();
    timer.advance(SHORTEST);
    add(1, 1);
    store.unanswered(0).complete(1L);
    assertThat(dirty.contains(Examples.user(1))).isTrue();
    store.answers(1L);
    timer.advance(Duration.ZERO);
    assertThat(store.calls()).containsExactly(invalidate(1, 1), invalidate(1, 1));
    assertThat(dirty.size()).isZero();
  }

  @Test
  void deliver_everythingExpired_sendsNothing() {
    add(1, 1);
    recovery.wake();
    clock.advance(Duration.ofHours(1));
    timer.advance(SHORTEST);
    assertThat(store.calls()).isEmpty();
    assertThat(dirty.size()).isZero();
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
    assertThat(dirty.size()).isZero();
  }

  @Test
  void close_storeFails_triesAgain() {
    add(1, 2);
    store.fails(Reason.UNAVAILABLE).answers(2L);
    recovery.close(inSeconds(20));
    assertThat(store.calls()).containsExactly(invalidate(1, 2), invalidate(1, 2));
    assertThat(dirty.size()).isZero();
  }

  @Test
  void close_timeIsUp_saysWhatThatMeans() {
    add(1, 2);
    try (LogCapture log = new LogCapture()) {
      recovery.close(inSeconds(0));
      assertThat(log.lines("InvalidationRecovery"))
          .containsExactly(
              "ERROR 2 invalidations, 0 of them of whole regions, could not be delivered before the"
                  + " cache was closed: other JVMs may serve these keys stale until their TTL ends."
                  + " Raise close-timeout, or configure a journal.");
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
    assertThat(dirty.size()).isEqualTo(1);
  }

  @Test
  void close_deliveryFailsLate_isIgnored() {
    add(1, 1);
    recovery.wake();
    timer.advance(SHORTEST);
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
