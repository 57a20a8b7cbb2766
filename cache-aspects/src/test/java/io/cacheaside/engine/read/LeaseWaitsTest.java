package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.flight.AskClock;
import io.cacheaside.engine.read.LeaseWaits.LeaseWait;
import io.cacheaside.engine.read.LeaseWaits.Look;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.support.Waiting;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.fixtures.FakeClock;
import io.cacheaside.fixtures.ManualScheduler;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.ScriptedStore;
import io.cacheaside.spi.EntryFormat;
import io.cacheaside.spi.Grant.Held;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One wait for a lease of another JVM: when it looks, when it ends, who has to look again. */
@Timeout(60)
class LeaseWaitsTest {
  private static final Key KEY = Examples.user(1);
  private static final LeaseToken TOKEN = new LeaseToken(-5, 1);
  private static final LeaseToken OTHER = new LeaseToken(-6, 1);
  private static final long LEASE = 3_000;

  private final FakeClock nanoTime = new FakeClock();
  private final ManualScheduler timer = new ManualScheduler();
  private final ScriptedStore store = new ScriptedStore();
  private final AskClock asks = new AskClock();
  private long wallMillis = 1_000_000;
  private final InstantSource clock = () -> Instant.ofEpochMilli(wallMillis);
  private final LeaseWaits waits = new LeaseWaits(context(30_000_000_000L), asks, timer);

  private EngineContext context(long commandNanos) {
    LogThrottle throttle = new LogThrottle(nanoTime);
    return new EngineContext(
        store,
        new RecordingListener(),
        EngineOptions.DEFAULTS,
        new Waiting(store, commandNanos),
        throttle,
        new Clocks(nanoTime, clock, Clocks.SYSTEM.alarm()),
        () -> 0);
  }

  private byte[] lease(LeaseToken token, long remainingMillis) {
    return EntryFormat.lease(token, wallMillis + remainingMillis);
  }

  private void advance(long millis) {
    wallMillis += millis;
    nanoTime.advance(Duration.ofMillis(millis));
    timer.advance(Duration.ofMillis(millis));
  }

  private LeaseWait enter() {
    return waits.enter(KEY, new Held(LEASE, TOKEN));
  }

  private static void assertIsClosed(LeaseWait wait) {
    assertThat(look(wait)).isSameAs(Look.CLOSED);
    assertThat(Look.CLOSED.askedAt()).as("counts for every read").isEqualTo(Long.MAX_VALUE);
    assertThat(Look.CLOSED.failure()).hasMessage("the cache is closed");
  }

  private static Look look(LeaseWait wait) {
    assertThat(wait.found()).isDone();
    return wait.found().getNow(Look.NONE);
  }

  @Test
  void enter_many_watchOnceAndPollOnce() {
    LeaseWait first = enter();
    for (int i = 0; i < 50; i++) {
      assertThat(enter()).isSameAs(first);
    }
    assertThat(store.newCalls()).containsExactly("watch " + KEY);
    assertThat(timer.delaysMillis()).containsExactly(100L);

    store.answers(lease(TOKEN, LEASE));
    advance(100);

    assertThat(store.newCalls()).containsExactly("lookup " + KEY);
    assertThat(timer.delaysMillis()).containsExactly(100L);
    assertThat(first.found()).isNotDone();
  }

  @Test
  void enter_otherKeyOrOtherLease_isAWaitOfItsOwn() {
    LeaseWait first = enter();
    assertThat(waits.enter(KEY, new Held(LEASE, OTHER))).isNotSameAs(first);
    assertThat(waits.enter(Examples.user(2), new Held(LEASE, TOKEN))).isNotSameAs(first);
    assertThat(waits.size()).isEqualTo(3);
  }

  @Test
  void change_isLookedAtOnceForAll() {
    LeaseWait wait = enter();
    byte[] value = new byte[EntryFormat.HEADER_LENGTH];
    long before = asks.now();
    store.answers(value);
    store.unanswered(0).complete(null);
    assertThat(store.newCalls()).containsExactly("watch " + KEY, "lookup " + KEY);
    assertThat(look(wait).record()).isSameAs(value);
    assertThat(look(wait).askedAt()).isGreaterThan(before).isEqualTo(asks.now());
    assertThat(waits.size()).as("who comes later waits anew").isZero();
    assertThat(timer.delaysMillis()).isEmpty();
  }

  @Test
  void vanishedLease_endsTheWait() {
    LeaseWait wait = enter();
    store.answers(null);
    advance(100);
    assertThat(look(wait).record()).isNull();
    assertThat(look(wait).failure()).isNull();
  }

  @Test
  void anotherLease_endsTheWait() {
    LeaseWait wait = enter();
    store.answers(lease(OTHER, LEASE));
    advance(100);
    assertThat(EntryFormat.leaseToken(look(wait).record())).isEqualTo(OTHER);
  }

  @Test
  void foreignData_endsTheWait() {
    LeaseWait wait = enter();
    store.answers(new byte[] {1});
    advance(100);
    assertThat(look(wait).record()).containsExactly(1);
  }

  @Test
  void changeThatLeavesTheLease_isWatchedAgain() {
    LeaseWait wait = enter();
    store.answers(lease(TOKEN, LEASE)); // it was renewed
    store.unanswered(0).complete(null);
    assertThat(store.newCalls()).containsExactly("watch " + KEY, "lookup " + KEY, "watch " + KEY);
    assertThat(wait.found()).isNotDone();

    store.answers(null);
    store.unanswered(1).complete(null);
    assertThat(look(wait).record()).isNull();
  }

  @Test
  void changeDuringALook_isLookedAtAgain() {
    LeaseWait wait = enter();
    advance(100);
    assertThat(store.newCalls()).containsExactly("watch " + KEY, "lookup " + KEY);
    store.unanswered(0).complete(null); // after the lookup was answered there, before here
    assertThat(store.newCalls()).isEmpty();

    store.leavesOpen().answers(null); // the next watch and the next lookup
    store.unanswered(1).complete(lease(TOKEN, LEASE));

    assertThat(store.newCalls()).containsExactly("watch " + KEY, "lookup " + KEY);
    assertThat(look(wait).record()).isNull();
    assertThat(store.unanswered(2)).as("the next watch").isCancelled();
  }

  @Test
  void look_isCountedBeforeItIsSent() {
    AtomicLong sentAt = new AtomicLong();
    store.onCall(() -> sentAt.set(asks.now()));
    LeaseWait wait = enter();
    store.answers(null);
    advance(100);
    assertThat(look(wait).askedAt()).isEqualTo(sentAt.get());
  }

  @Test
  void storeThatTellsWithoutNeed_isNotAskedAllTheTime() {
    for (int i = 0; i < 3; i++) {
      store.answers(null).answers(lease(TOKEN, LEASE)); // the watch ends at once
    }
    store.answers(null);
    LeaseWait wait = enter();
    assertThat(store.newCalls())
        .containsExactly(
            "watch " + KEY,
            "lookup " + KEY,
            "watch " + KEY,
            "lookup " + KEY,
            "watch " + KEY,
            "lookup " + KEY,
            "watch " + KEY);
    assertThat(wait.found()).isNotDone();
    assertThat(timer.delaysMillis()).as("the next poll").containsExactly(100L);
  }

  @Test
  void leaseThatRanOut_endsTheWait() {
    LeaseWait wait = enter();
    byte[] record = lease(TOKEN, LEASE);
    for (int i = 0; i < 30; i++) {
      store.answers(record);
      advance(100);
      assertThat(wait.found()).isNotDone();
    }
    assertThat(timer.delaysMillis()).as("a little after it has run out").containsExactly(20L);
    store.answers(record);
    advance(20);
    assertThat(look(wait).record()).isSameAs(record);
  }

  @Test
  void renewedLease_isWaitedForLonger() {
    LeaseWait wait = enter();
    for (int i = 0; i < 100; i++) {
      store.answers(lease(TOKEN, LEASE));
      advance(100);
    }
    assertThat(wait.found()).isNotDone();
    for (int i = 0; i < 31; i++) {
      store.answers(lease(TOKEN, LEASE - 100L * (i + 1))); // no more renewals
      advance(100);
    }
    assertThat(wait.found()).isDone();
  }

  /** The end moves by as much as the deadline, whatever the clocks say. */
  @ParameterizedTest
  @ValueSource(longs = {-3_600_000, 3_600_000})
  void wrongClock_changesNothingOfWhatTheStoreSaid(long wrongBy) {
    LeaseWait wait = enter();
    byte[] record = EntryFormat.lease(TOKEN, wallMillis + wrongBy);
    byte[] renewed = EntryFormat.lease(TOKEN, wallMillis + wrongBy + 1_000);
    for (int i = 0; i < 40; i++) {
      store.answers(i < 10 ? record : renewed);
      advance(100);
      assertThat(wait.found()).isNotDone();
    }
    store.answers(renewed);
    advance(20);
    assertThat(wait.found()).isDone();
  }

  @Test
  void renewalByMoreThanALease_isAskedAboutAfterALease() {
    LeaseWait wait = enter();
    store.answers(lease(TOKEN, LEASE));
    advance(100);
    byte[] farAway = EntryFormat.lease(TOKEN, Long.MAX_VALUE);
    for (int i = 0; i < 30; i++) {
      store.answers(farAway);
      advance(100);
      assertThat(wait.found()).isNotDone();
    }
    store.answers(farAway).answers(farAway);
    advance(120);
    assertThat(wait.found()).isDone();
  }

  @Test
  void deadlineThatCameCloser_endsTheWait() {
    LeaseWait wait = enter();
    store.answers(lease(TOKEN, LEASE)).answers(EntryFormat.lease(TOKEN, 0));
    advance(100);
    assertThat(wait.found()).isNotDone();
    advance(100);
    assertThat(wait.found()).isDone();
  }

  @Test
  void enter_shownLease_isWaitedForByItsDeadline() {
    byte[] record = lease(TOKEN, 150);
    LeaseWait wait = waits.enter(KEY, TOKEN, record);
    store.answers(record).answers(record);
    advance(100);
    assertThat(wait.found()).isNotDone();
    advance(70);
    assertThat(wait.found()).isDone();
  }

  @Test
  void enter_shownLeaseOfLongDuration_isAskedAboutAfterOneOfOurs() {
    byte[] record = EntryFormat.lease(TOKEN, Long.MAX_VALUE);
    assertThat(waits.seemsHeld(record)).isTrue();
    LeaseWait wait = waits.enter(KEY, TOKEN, record);
    for (int i = 0; i < 31; i++) {
      store.answers(record);
      advance(100);
    }
    assertThat(wait.found()).isDone();
  }

  @Test
  void enter_whoKnowsMore_makesTheWaitLonger() {
    LeaseWait wait = waits.enter(KEY, new Held(50, TOKEN));
    assertThat(waits.enter(KEY, new Held(LEASE, TOKEN))).isSameAs(wait);
    byte[] record = lease(TOKEN, LEASE);
    for (int i = 0; i < 30; i++) {
      store.answers(record);
      advance(100);
      assertThat(wait.found()).isNotDone();
    }
  }

  @Test
  void enter_absurdDuration_isPolledAllTheSame() {
    LeaseWait wait = waits.enter(KEY, new Held(Long.MAX_VALUE, TOKEN));
    assertThat(timer.delaysMillis()).containsExactly(100L);
    store.answers(null);
    advance(100);
    assertThat(wait.found()).isDone();
  }

  @Test
  void seemsHeld_byTheClockOfThisJvm() {
    assertThat(waits.seemsHeld(lease(TOKEN, 1))).isTrue();
    assertThat(waits.seemsHeld(lease(TOKEN, 0))).isFalse();
    assertThat(waits.seemsHeld(EntryFormat.lease(TOKEN, Long.MIN_VALUE))).isFalse();
  }

  @Test
  void leave_last_stopsEverything() {
    LeaseWait wait = enter();
    enter();
    wait.leave();
    assertThat(timer.delaysMillis()).hasSize(1);
    wait.leave();
    assertThat(timer.delaysMillis()).isEmpty();
    assertThat(store.unanswered(0)).isCancelled();
    assertThat(waits.size()).isZero();
    assertThat(store.newCalls()).containsExactly("watch " + KEY);
  }

  @Test
  void leave_duringALook_goesOnWithNothing() {
    LeaseWait wait = enter();
    advance(100);
    wait.leave();
    store.unanswered(1).complete(lease(TOKEN, LEASE));
    assertThat(timer.delaysMillis()).isEmpty();
    assertThat(store.newCalls()).containsExactly("watch " + KEY, "lookup " + KEY);
  }

  @Test
  void leave_afterTheEnd_doesNotEndTheNextWait() {
    LeaseWait wait = enter();
    store.answers(null);
    advance(100);
    LeaseWait next = enter();
    assertThat(next).isNotSameAs(wait);
    wait.leave();
    assertThat(waits.size()).isEqualTo(1);
    assertThat(timer.delaysMillis()).hasSize(1);
  }

  @Test
  void failure_isPassedOn() {
    LeaseWait wait = enter();
    store.fails(Reason.UNAVAILABLE);
    advance(100);
    assertThat(look(wait).failure())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
  }

  @Test
  void lookupThatThrows_isAFailure() {
    RuntimeException thrown = new IllegalStateException("no store may do that");
    LeaseWait wait = enter();
    store.throwsAtOnce(thrown);
    advance(100);
    assertThat(look(wait).failure()).isSameAs(thrown);
  }

  @Test
  void watchThatThrows_leavesThePolls() {
    store.throwsAtOnce(new IllegalStateException("no store may do that"));
    LeaseWait wait = enter();
    store.answers(lease(TOKEN, LEASE)).throwsAtOnce(new IllegalStateException("again"));
    advance(100);
    assertThat(wait.found()).isNotDone();
    store.answers(null);
    advance(100);
    assertThat(wait.found()).isDone();
  }

  @Test
  void firstWhoFails_leavesTheOthersAPoll() {
    LeaseWait[] second = new LeaseWait[1];
    timer.failNext(
        () -> {
          second[0] = enter(); // meanwhile
          return new OutOfMemoryError("unable to create native thread");
        });
    assertThatThrownBy(this::enter).isInstanceOf(OutOfMemoryError.class);
    store.answers(null);
    advance(100);
    assertThat(second[0].found()).isDone();
  }

  @Test
  void lookupWithoutAnAnswer_endsAtTheCommandTimeout() throws Exception {
    LeaseWaits hasty = new LeaseWaits(context(1), asks, timer);
    LeaseWait wait = hasty.enter(KEY, new Held(LEASE, TOKEN));
    advance(100);
    assertThat(wait.found().get(30, TimeUnit.SECONDS).failure())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT));
  }

  @Test
  void closedTimer_sendsEverybodyPastTheCache() {
    timer.shutdown();
    assertIsClosed(enter());
    assertThat(store.unanswered(0)).isCancelled();
    assertThat(waits.size()).isZero();
  }

  @Test
  void close_sendsWhoWaitsAndWhoComesPastTheCache() {
    LeaseWait wait = enter();
    waits.close();
    assertIsClosed(wait);
    assertIsClosed(enter());
    assertThat(timer.delaysMillis()).isEmpty();
    assertThat(waits.size()).isZero();
  }
}
