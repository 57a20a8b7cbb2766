package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.background.LogThrottle;
import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.TransactionOptions;
import io.cacheaside.engine.flight.Caller;
import io.cacheaside.engine.flight.LoadFailure;
import io.cacheaside.engine.flight.WaitCircle;
import io.cacheaside.engine.plan.MethodPlan;
import io.cacheaside.engine.recovery.UndeliveredTargets;
import io.cacheaside.engine.region.Regions;
import io.cacheaside.engine.support.AmbientDeadline;
import io.cacheaside.engine.support.Clocks;
import io.cacheaside.engine.support.EngineContext;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.engine.transaction.Transactions;
import io.cacheaside.fixtures.RecordingListener;
import io.cacheaside.fixtures.ScriptedStore;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.CacheListener.BypassReason;
import io.cacheaside.spi.Key;
import io.cacheaside.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectLoadsTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(60);

  private static final Caller IN_NO_TRANSACTION = new Caller.Noted(null, false);

  private final RecordingListener listener = new RecordingListener();
  private final MethodPlan plan = Examples.find();
  private final Key key = Examples.user(1);
  private final List<Calling> callers = new ArrayList<>();
  private BlockingDriver driver;
  private DirectLoads loads = loads(LONG);

  private DirectLoads loads(long waitNanos) {
    return loads(waitNanos, listener);
  }

  private DirectLoads loads(long waitNanos, CacheListener told) {
    LogThrottle throttle = new LogThrottle(System::nanoTime);
    Regions regions = new Regions("shop", Map.of());
    UndeliveredTargets undelivered =
        new UndeliveredTargets(100, regions, System::nanoTime, listener, throttle, () -> LONG);
    Transactions none = new Transactions(TransactionOptions.NONE, throttle, undelivered);
    EngineOptions options = waitingFor(Duration.ofNanos(waitNanos));
    EngineContext context =
        EngineContext.of(new ScriptedStore(), told, options, throttle, Clocks.SYSTEM);
    driver = new BlockingDriver(context.waiting(), new WaitCircle());
    return new DirectLoads(context, none, new BypassReport(throttle, options));
  }

  private static EngineOptions waitingFor(Duration limit) {
    EngineOptions defaults = EngineOptions.DEFAULTS;
    return new EngineOptions(
        defaults.commandTimeout(),
        defaults.lease(),
        defaults.loadTimeout(),
        limit,
        0,
        1,
        defaults.undeliveredRetention(),
        false,
        true,
        defaults.recovery());
  }

  private @Nullable Object shared(MethodPlan method) throws Throwable {
    return driver.drive(loads.shared(method, key, BypassReason.TIMEOUT, IN_NO_TRANSACTION));
  }

  /** Calls the method as woven code does, in a thread of its own. */
  private final class Calling extends Thread {
    private final MethodPlan method;
    private final Callable<@Nullable Object> body;
    private final CompletableFuture<@Nullable Object> outcome = new CompletableFuture<>();
    private volatile boolean interruptedAtTheEnd;

    Calling(MethodPlan method, Callable<@Nullable Object> body) {
      this.method = method;
      this.body = body;
      callers.add(this);
      start();
    }

    @Override
    public void run() {
      try {
        outcome.complete(call(method, body));
      } catch (Throwable e) {
        outcome.completeExceptionally(e);
      }
      interruptedAtTheEnd = Thread.currentThread().isInterrupted();
    }

    @Nullable Object get() throws Throwable {
      try {
        return outcome.get(20, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw e.getCause();
      }
    }
  }

  private @Nullable Object call(MethodPlan method, Callable<@Nullable Object> body)
      throws Throwable {
    Object outcome = shared(method);
    if (!(outcome instanceof Load load)) {
      return outcome;
    }
    Object value;
    try {
      value = body.call();
    } catch (Throwable e) {
      load.failed(e);
      throw e;
    }
    return load.completed(value);
  }

  private Load running() throws Throwable {
    return (Load) Optional.ofNullable(shared(plan)).orElseThrow();
  }

  private Calling waiting(MethodPlan method, Callable<@Nullable Object> body) {
    Calling caller = new Calling(method, body);
    Await.untilWaiting(caller);
    return caller;
  }

  private static Callable<@Nullable Object> mustNotLoad() {
    return () -> {
      throw new AssertionError("this call should have joined");
    };
  }

  @AfterEach
  void lanesAreEmpty() throws InterruptedException {
    for (Calling caller : callers) {
      caller.join(20_000);
      assertThat(caller.isAlive()).isFalse();
    }
    assertThat(loads.size()).isZero();
    assertThat(listener.breaches()).isEmpty();
  }

  @Test
  void alone_isNeverShared() {
    Load load = loads.alone(plan, key, BypassReason.RECURSION);
    assertThat(loads.size()).isZero();
    assertThat(load.completed("Ann")).isEqualTo("Ann");
    assertThat(listener.events())
        .containsExactly(
            "onBypass " + key.text() + " RECURSION",
            "onLoadStart " + key.text(),
            "onLoadEnd " + key.text() + " returned");
  }

  @Test
  void shared_nobodyElse_loads() throws Throwable {
    Load load = running();
    assertThat(loads.size()).isEqualTo(1);
    assertThat(load.completed("Ann")).isEqualTo("Ann");
    listener.assertContractHeld(1);
  }

  @Test
  void shared_duringALoad_startsOneOfItsOwnAfterIt() throws Throwable {
    Load first = running();
    Calling second = waiting(plan, () -> "second");
    assertThat(second.outcome).isNotDone();
    assertThat(listener.count("onLoadStart")).isEqualTo(1);
    first.completed("first");
    assertThat(second.get()).isEqualTo("second");
    listener.assertContractHeld(2);
  }

  @Test
  void shared_afterTheLoadEnded_loadsAgain() throws Throwable {
    running().completed("first");
    running().completed("second");
    listener.assertContractHeld(2);
  }

  @Test
  void shared_behindAQueuedLoad_joinsItAndGetsACopy() throws Throwable {
    Load first = running();
    Calling leader = waiting(plan, () -> "second");
    Calling joiner = waiting(plan, mustNotLoad());
    first.completed("first");
    assertThat(leader.get()).isEqualTo("second");
    assertThat(joiner.get()).isEqualTo("second").isNotSameAs(leader.get());
    assertThat(listener.count("onJoin")).isEqualTo(1);
    listener.assertContractHeld(3);
  }

  @Test
  void shared_runningLoadFails_concernsNobodyElse() throws Throwable {
    Load first = running();
    Calling second = waiting(plan, () -> "second");
    first.failed(new Exception("database is down"));
    assertThat(second.get()).isEqualTo("second");
  }

  @Test
  void shared_queuedLoadFails_throwsTheSameExceptionToAll() {
    Exception failure = new Exception("database is down");
    List<Calling> both = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              Load first = running();
              both.add(
                  waiting(
                      plan,
                      () -> {
                        throw failure;
                      }));
              both.add(waiting(plan, mustNotLoad()));
              first.completed("first");
              both.get(0).get();
            })
        .isSameAs(failure);
    assertThatThrownBy(() -> both.get(1).get())
        .isExactlyInstanceOf(LoadFailure.class)
        .cause()
        .isSameAs(failure);
  }

  @Test
  void shared_leaderInterruptedDuringItsLoad_abandonsItsJoiners() throws Throwable {
    Load first = running();
    Calling leader =
        waiting(
            plan,
            () -> {
              throw new InterruptedException();
            });
    Calling joiner = waiting(plan, () -> "my own");
    first.completed("first");
    assertThat(joiner.get()).isEqualTo("my own");
    assertThatThrownBy(leader::get).isExactlyInstanceOf(InterruptedException.class);
    listener.assertContractHeld(3);
  }

  @Test
  void shared_otherMethodOfTheSameKey_neverJoins() throws Throwable {
    Load first = running();
    Calling leader = waiting(plan, () -> "second");
    assertThat(new Calling(Examples.findOther(), () -> "other").get()).isEqualTo("other");
    assertThat(leader.outcome).isNotDone();
    first.completed("first");
    assertThat(leader.get()).isEqualTo("second");
  }

  @Test
  void shared_absence_isAbsenceForJoinersToo() throws Throwable {
    MethodPlan optional = Examples.findOptional();
    Load first = running();
    Calling leader = waiting(optional, Optional::empty);
    Calling joiner = waiting(optional, mustNotLoad());
    first.completed("first");
    assertThat(leader.get()).isEqualTo(Optional.empty());
    assertThat(joiner.get()).isEqualTo(Optional.empty());
  }

  @Test
  void null_insteadOfAnOptional_isHandedToJoinersAsItIs() throws Throwable {
    MethodPlan optional = Examples.findOptional();
    Load first = running();
    Calling leader = waiting(optional, () -> null);
    Calling joiner = waiting(optional, mustNotLoad());
    first.completed("first");
    assertThat(leader.get()).isNull();
    assertThat(joiner.get()).isNull();
  }

  private ReadStep.Await waiting() {
    return (ReadStep.Await) loads.shared(plan, key, BypassReason.TIMEOUT, IN_NO_TRANSACTION);
  }

  private static Load load(ReadStep step) {
    return (Load) Optional.ofNullable(((ReadStep.End) step).outcome()).orElseThrow();
  }

  @Test
  void queuedCallThatAnErrorEnds_leavesNoLane() throws Throwable {
    Load first = running();
    ReadStep.Await queued = waiting();
    first.completed("first");
    assertThatThrownBy(() -> queued.next().without(new OutOfMemoryError()))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(loads.size()).isZero();
  }

  @Test
  void queuedCallThatIsNeverHeardOfAgain_isReplacedOnceItWasWaitedFor() throws Throwable {
    loads = loads(LONG, CacheListener.NONE); // all of these calls are on one thread
    Load first = running();
    ReadStep.Await lost = waiting(); // as by an Error where no stack is left to say so
    load(waiting().next().after(false)).completed("own");
    ReadStep.Await queued = waiting();
    first.completed("first");
    load(queued.next().after(true)).completed("second");
    assertThat(loads.size()).isZero();
    load(lost.next().after(true)).completed("late after all");
  }

  @Test
  void shared_null_isNullForJoinersToo() throws Throwable {
    Load first = running();
    Calling leader = waiting(plan, () -> null);
    Calling joiner = waiting(plan, mustNotLoad());
    first.completed("first");
    assertThat(leader.get()).isNull();
    assertThat(joiner.get()).isNull();
  }

  @Test
  void shared_valueThatCannotBeEncoded_isTheSameObjectForAll() throws Throwable {
    Load first = running();
    Calling leader = waiting(plan, () -> StubCodec.NOT_ENCODABLE);
    Calling joiner = waiting(plan, mustNotLoad());
    first.completed("first");
    assertThat(leader.get()).isSameAs(StubCodec.NOT_ENCODABLE);
    assertThat(joiner.get()).isSameAs(StubCodec.NOT_ENCODABLE);
  }

  @Test
  void shared_valueThatCannotBeDecoded_isTheSameObjectForAll() throws Throwable {
    Load first = running();
    Calling leader = waiting(plan, () -> StubCodec.NOT_DECODABLE);
    Calling joiner = waiting(plan, mustNotLoad());
    first.completed("first");
    assertThat(leader.get()).isSameAs(StubCodec.NOT_DECODABLE);
    assertThat(joiner.get()).isSameAs(StubCodec.NOT_DECODABLE);
  }

  @Test
  void shared_hungLoad_isNotAwaitedForEver() throws Throwable {
    loads = loads(1);
    Load hung = running();
    assertThat(new Calling(plan, () -> "second").get()).isEqualTo("second");
    hung.completed("late");
  }

  @Test
  void shared_deadlinePassed_doesNotWait() throws Throwable {
    Load first = running();
    CompletableFuture<@Nullable Object> outcome = new CompletableFuture<>();
    Thread hurried =
        new Thread(
            () -> {
              try {
                outcome.complete(AmbientDeadline.within(0, () -> callUnchecked(() -> "at once")));
              } catch (Exception e) {
                outcome.completeExceptionally(e);
              }
            });
    hurried.start();
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo("at once");
    first.completed("first");
  }

  private @Nullable Object callUnchecked(Callable<@Nullable Object> body) throws Exception {
    try {
      return call(plan, body);
    } catch (Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shared_interruptedInTheQueue_loadsAtOnceAndStaysInterrupted() throws Throwable {
    Load first = running();
    Calling queued = waiting(plan, () -> "at once");
    queued.interrupt();
    assertThat(queued.get()).isEqualTo("at once");
    queued.join(20_000);
    assertThat(queued.interruptedAtTheEnd).isTrue();
    first.completed("first");
  }

  @Test
  void shared_recursion_loadsWithoutWaitingForItself() throws Throwable {
    Object outer =
        call(
            plan,
            () -> {
              try {
                return call(plan, () -> "inner");
              } catch (Throwable e) {
                throw new AssertionError(e);
              }
            });
    assertThat(outer).isEqualTo("inner");
    listener.assertContractHeld(2);
  }

  @Test
  void shared_manyCallers_loadOneAfterTheOtherAndShareOnlyWhatBeganLater() throws Throwable {
    int threads = 8;
    int calls = 300;
    AtomicInteger started = new AtomicInteger();
    AtomicInteger parallel = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    List<CompletableFuture<@Nullable Void>> ends = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
      ends.add(end);
      new Thread(
              () -> {
                try {
                  go.await();
                  for (int i = 0; i < calls; i++) {
                    int before = started.get();
                    Object value = call(plan, () -> countedLoad(started, parallel));
                    assertThat(Integer.parseInt(String.valueOf(value))).isGreaterThan(before);
                  }
                  end.complete(null);
                } catch (Throwable e) {
                  end.completeExceptionally(e);
                }
              })
          .start();
    }
    go.countDown();
    for (CompletableFuture<?> end : ends) {
      end.get(60, TimeUnit.SECONDS);
    }
    listener.assertContractHeld(threads * calls);
  }

  private static String countedLoad(AtomicInteger started, AtomicInteger parallel) {
    int number = started.incrementAndGet();
    assertThat(parallel.incrementAndGet()).as("loads at the same time").isEqualTo(1);
    Thread.onSpinWait();
    parallel.decrementAndGet();
    return String.valueOf(number);
  }
}
