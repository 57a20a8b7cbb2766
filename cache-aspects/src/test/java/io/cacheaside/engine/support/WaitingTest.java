package io.cacheaside.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.fixtures.ScriptedStore;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.testing.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WaitingTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(60);

  private final ScriptedStore store = new ScriptedStore();
  private final Waiting patient = new Waiting(store, LONG);
  private final Waiting hasty = new Waiting(store, 1);
  private final CompletableFuture<String> call = new CompletableFuture<>();

  @AfterEach
  void interruptIsNotLeftBehind() {
    assertThat(Thread.interrupted()).isFalse();
  }

  private static void assertBypass(BypassReason reason, ThrowingCallable wait) {
    assertThatThrownBy(wait).isSameAs(Bypass.because(reason));
  }

  private void assertTimedOut() {
    assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
        .isExactlyInstanceOf(ExecutionException.class)
        .cause()
        .isExactlyInstanceOf(StoreException.class)
        .hasMessage("no answer within the command timeout")
        .extracting(failure -> ((StoreException) failure).reason())
        .isEqualTo(Reason.TIMEOUT);
  }

  // forStore

  @Test
  void forStore_answered_returnsTheAnswer() {
    call.complete("PONG");
    assertThat(patient.forStore(call)).isEqualTo("PONG");
  }

  @Test
  void forStore_answeredByAnotherThread_returnsTheAnswer() {
    new Thread(() -> call.complete("PONG")).start();
    assertThat(patient.forStore(call)).isEqualTo("PONG");
  }

  @Test
  void forStore_answeredBeforeDeadlineAndInterrupt_countsAllTheSame() throws Exception {
    call.complete("PONG");
    Thread.currentThread().interrupt();
    String answer = AmbientDeadline.within(0, () -> patient.forStore(call));
    assertThat(answer).isEqualTo("PONG");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void forStore_unanswered_completesTheCallWithTimeout() {
    assertBypass(BypassReason.TIMEOUT, () -> hasty.forStore(call));
    assertTimedOut();
  }

  @Test
  void forStore_lateByThisJvmsFault_returnsTheAnswerThatComes() {
    Waiting asking = new Waiting(whoseStoreSays(() -> call.complete("PONG")), 1);
    assertThat(asking.forStore(call)).isEqualTo("PONG");
  }

  @Test
  void forStore_lateByThisJvmsFaultForTooLong_isOverloaded() {
    Waiting asking = new Waiting(whoseStoreSays(() -> {}), 1);
    assertBypass(BypassReason.OVERLOADED, () -> asking.forStore(call));
    assertThatThrownBy(call::join)
        .cause()
        .isExactlyInstanceOf(StoreException.class)
        .hasMessage("no answer was read: this JVM had not enough time to run");
  }

  @Test
  void forStore_lateByThisJvmsFault_endsAtTheDeadline() {
    Waiting asking = new Waiting(whoseStoreSays(() -> {}), 1);
    assertBypass(
        BypassReason.DEADLINE,
        () ->
            AmbientDeadline.within(TimeUnit.MILLISECONDS.toNanos(10), () -> asking.forStore(call)));
    assertThat(call).isNotDone();
  }

  @Test
  void forAcknowledgement_lateByThisJvmsFault_countsTheAnswerThatComes() {
    Waiting asking = new Waiting(whoseStoreSays(() -> call.complete("OK")), 1);
    assertThat(asking.forAcknowledgement(call)).isTrue();
  }

  @Test
  void limit_lateByThisJvmsFault_letsTheAnswerCome() {
    new Waiting(whoseStoreSays(() -> call.complete("OK")), 1).limit(call);
    Await.until("the answer has come", call::isDone);
    assertThat(call.join()).isEqualTo("OK");
  }

  @Test
  void limit_storeThatFailsWhenAsked_endsTheCallAllTheSame() {
    Runnable noMemory =
        () -> {
          throw new OutOfMemoryError("scripted");
        };
    new Waiting(whoseStoreSays(noMemory), 1).limit(call);
    assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
        .cause()
        .hasMessage("no answer was read: this JVM had not enough time to run");
  }

  /** Returns a store that says nothing of an overdue call, but does this. */
  private static ScriptedStore whoseStoreSays(Runnable whenAsked) {
    return new ScriptedStore() {
      @Override
      public long overdue(CompletableFuture<?> late, long limitNanos) {
        whenAsked.run();
        return TimeUnit.MILLISECONDS.toNanos(10);
      }
    };
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"NOT_REPLICATED", "RECOVERING"},
      mode = EnumSource.Mode.EXCLUDE)
  void forStore_failed_bypassesForTheSameReason(Reason reason) {
    call.completeExceptionally(new StoreException(reason, "scripted", null));
    assertBypass(BypassReason.valueOf(reason.name()), () -> patient.forStore(call));
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"NOT_REPLICATED", "RECOVERING"})
  void forStore_failedForTheHistorysSake_isUnavailable(Reason reason) {
    call.completeExceptionally(new StoreException(reason, "scripted", null));
    assertBypass(BypassReason.UNAVAILABLE, () -> patient.forStore(call));
  }

  @Test
  void forStore_failedOtherwise_isUnavailable() {
    call.completeExceptionally(new IllegalStateException("a store that breaks its contract"));
    assertBypass(BypassReason.UNAVAILABLE, () -> patient.forStore(call));
  }

  @Test
  void forStore_cancelledByTheStore_isUnavailable() {
    call.cancel(false);
    assertBypass(BypassReason.UNAVAILABLE, () -> patient.forStore(call));
  }

  @Test
  void forStore_pastTheDeadline_endsTheCallACommandTimeoutLater() {
    assertBypass(
        BypassReason.DEADLINE, () -> AmbientDeadline.within(0, () -> hasty.forStore(call)));
    // The breaker has to learn of a store that stays silent, also from callers in a hurry.
    Await.until("the call has failed", call::isCompletedExceptionally);
    assertThat(call).isNotCancelled();
  }

  @Test
  void forStore_deadlineAfterTheCommandTimeout_isATimeout() {
    assertBypass(
        BypassReason.TIMEOUT, () -> AmbientDeadline.within(LONG, () -> hasty.forStore(call)));
    assertTimedOut();
  }

  @Test
  void forStore_interrupted_cancelsAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    assertBypass(BypassReason.INTERRUPTED, () -> patient.forStore(call));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(call).isCancelled();
  }

  // forAcknowledgement

  @Test
  void forAcknowledgement_answered_isTrue() {
    call.complete("OK");
    assertThat(patient.forAcknowledgement(call)).isTrue();
  }

  @Test
  void forAcknowledgement_failed_isFalse() {
    call.completeExceptionally(new StoreException(Reason.REFUSED, "OOM", null));
    assertThat(patient.forAcknowledgement(call)).isFalse();
  }

  @Test
  void forAcknowledgement_cancelledByTheStore_isFalse() {
    call.cancel(false);
    assertThat(patient.forAcknowledgement(call)).isFalse();
  }

  @Test
  void forAcknowledgement_unanswered_completesTheCallWithTimeout() {
    assertThat(hasty.forAcknowledgement(call)).isFalse();
    assertTimedOut();
  }

  @Test
  void forAcknowledgement_pastTheDeadline_letsTheWriteGoOn() throws Exception {
    boolean acknowledged = AmbientDeadline.within(0, () -> patient.forAcknowledgement(call));
    assertThat(acknowledged).isFalse();
    assertThat(call).isNotDone();
  }

  @Test
  void forAcknowledgement_interrupted_letsTheWriteGoOn() {
    Thread.currentThread().interrupt();
    assertThat(patient.forAcknowledgement(call)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(call).isNotDone();
  }

  @Test
  void forAcknowledgement_callerLeftAndAnswerLost_endsTheWriteAfterAll() {
    Thread.currentThread().interrupt();
    assertThat(hasty.forAcknowledgement(call)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    assertTimedOut();
  }

  // forSignal

  @Test
  void forSignal_completedInWhateverWay_isTrue() {
    assertThat(Waiting.forSignal(CompletableFuture.completedFuture(1), LONG)).isTrue();
    assertThat(Waiting.forSignal(CompletableFuture.failedFuture(new Exception()), LONG)).isTrue();
    call.cancel(false);
    assertThat(Waiting.forSignal(call, LONG)).isTrue();
  }

  @Test
  void forSignal_failsDuringTheWait_isTrue() {
    new Thread(() -> call.completeExceptionally(new Exception())).start();
    assertThat(Waiting.forSignal(call, LONG)).isTrue();
  }

  @Test
  void forSignal_nothingHappens_isFalseAndLeavesTheSignalAlone() {
    assertThat(Waiting.forSignal(call, 1)).isFalse();
    assertThat(Waiting.forSignal(call, -1)).isFalse();
    assertThat(call).isNotDone();
  }

  @Test
  void forSignal_pastTheDeadline_bypassesAndLeavesTheSignalAlone() {
    assertBypass(
        BypassReason.DEADLINE,
        () -> AmbientDeadline.within(0, () -> Waiting.forSignal(call, LONG)));
    assertThat(call).isNotDone();
  }

  @Test
  void forSignal_interrupted_bypassesAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    assertBypass(BypassReason.INTERRUPTED, () -> Waiting.forSignal(call, LONG));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(call).isNotDone();
  }

  @ParameterizedTest
  @EnumSource(BypassReason.class)
  void mayShareLoad_unlessTheCallMustNotWait(BypassReason reason) {
    boolean mustNotWait =
        switch (reason) {
          case DEADLINE, INTERRUPTED, RECURSION, KEY, DISABLED, TRANSACTION -> true;
          default -> false;
        };
    assertThat(Bypass.because(reason).reason()).isEqualTo(reason);
    assertThat(Bypass.because(reason).mayShareLoad()).isEqualTo(!mustNotWait);
  }
}
