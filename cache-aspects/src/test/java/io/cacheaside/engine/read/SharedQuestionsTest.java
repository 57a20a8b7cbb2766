package io.cacheaside.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.EngineOptions;
import io.cacheaside.engine.Load;
import io.cacheaside.engine.entry.CacheEngine;
import io.cacheaside.engine.entry.CallSite;
import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.cacheaside.testing.Await;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls of one JVM that find nothing to serve ask the store together, but no call takes an answer
 * for its own that was asked for before it began.
 */
@Timeout(120)
class SharedQuestionsTest extends EngineHarness {
  private final AtomicInteger lookups = new AtomicInteger();
  private final AtomicInteger acquires = new AtomicInteger();

  /** Lookups are executed at once, but not answered before this completes. */
  private final CompletableFuture<Void> lookupsAnswered = new CompletableFuture<>();

  /** The same for the first acquire. */
  private final CompletableFuture<Void> firstAcquireAnswered = new CompletableFuture<>();

  private final AtomicReference<Thread> asking = new AtomicReference<>();
  private boolean acquiresFail;

  /** What callers waited for before an answer let them go on. */
  private final Set<Object> before = Collections.synchronizedSet(new HashSet<>());

  private final CallSite findElsewhere = site("find");
  private CacheEngine otherJvm;

  @BeforeEach
  void open() {
    otherJvm = engine;
    engine =
        engine(
            new StoreDecorator(memory) {
              @Override
              public CompletableFuture<byte[]> lookup(Key key) {
                lookups.incrementAndGet();
                CompletableFuture<byte[]> found = super.lookup(key);
                return lookupsAnswered.thenCompose(go -> found);
              }

              @Override
              public CompletableFuture<Grant> acquire(
                  Key key, LeaseToken token, long leaseMillis, LeaseToken seen) {
                asking.set(Thread.currentThread());
                boolean first = acquires.incrementAndGet() == 1;
                CompletableFuture<Grant> answer =
                    acquiresFail
                        ? CompletableFuture.failedFuture(
                            new StoreException(Reason.REFUSED, "out of memory", null))
                        : super.acquire(key, token, leaseMillis, seen);
                return first ? firstAcquireAnswered.thenCompose(go -> answer) : answer;
              }
            },
            Duration.ofSeconds(60));
  }

  @AfterEach
  void closeOther() {
    otherJvm.close();
  }

  private Load loadElsewhere() throws Throwable {
    return (Load) otherJvm.read(findElsewhere, null, new Object[] {1});
  }

  /** Returns callers who all found nothing, of whom one asks and is not answered yet. */
  private List<CompletableFuture<Object>> herdThatAsks(Callable<?> body) {
    List<CompletableFuture<Object>> callers = herd(1, body);
    Await.until("all have looked up", () -> lookups.get() == CALLERS);
    lookupsAnswered.complete(null);
    awaitThreadsWaiting(CALLERS - 1);
    assertThat(acquires).hasValue(1);
    return callers;
  }

  private static void assertAllGet(List<CompletableFuture<Object>> callers, String expected)
      throws Exception {
    for (CompletableFuture<Object> caller : callers) {
      assertThat(get(caller)).isEqualTo(List.of(expected));
    }
  }

  @Test
  void granted_everybodyJoinsTheLoad() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    List<CompletableFuture<Object>> callers =
        herdThatAsks(
            () -> {
              loads.incrementAndGet();
              return List.of("loaded");
            });
    firstAcquireAnswered.complete(null);
    assertAllGet(callers, "loaded");
    assertThat(loads).hasValue(1);
    assertThat(acquires).hasValue(1);
    assertThat(lookups).hasValue(CALLERS);
    assertThat(counters.snapshot().joins()).isEqualTo(CALLERS - 1);
  }

  @Test
  void changed_everybodyServesWhatTheAnswerHolds() throws Throwable {
    List<CompletableFuture<Object>> callers = herd(1, () -> List.of("not needed"));
    Await.until("all have looked up", () -> lookups.get() == CALLERS);
    loadElsewhere().completed(List.of("from elsewhere"));
    CacheCounters.Snapshot before = counters.snapshot();
    lookupsAnswered.complete(null);
    awaitThreadsWaiting(CALLERS - 1);
    firstAcquireAnswered.complete(null);
    assertAllGet(callers, "from elsewhere");
    assertThat(acquires).hasValue(1);
    assertThat(lookups).hasValue(CALLERS);
    assertThat(counters.snapshot().hits() - before.hits()).isEqualTo(CALLERS);
  }

  @Test
  void held_everybodyWaitsAndNobodyAsksAgain() throws Throwable {
    List<CompletableFuture<Object>> callers = herd(1, () -> List.of("not needed"));
    Await.until("all have looked up", () -> lookups.get() == CALLERS);
    Load elsewhere = loadElsewhere();
    lookupsAnswered.complete(null);
    awaitThreadsWaiting(CALLERS - 1);
    firstAcquireAnswered.complete(null);
    awaitThreadsWaiting(CALLERS);
    elsewhere.completed(List.of("from elsewhere"));
    assertAllGet(callers, "from elsewhere");
    assertThat(acquires).hasValue(1);
    assertThat(counters.snapshot().leaseWaits()).isEqualTo(CALLERS);
  }

  @Test
  void leaseOfAnotherJvm_isWaitedForWithoutAQuestion() throws Throwable {
    lookupsAnswered.complete(null);
    Load elsewhere = loadElsewhere();
    List<CompletableFuture<Object>> callers = herd(1, () -> List.of("not needed"));
    awaitThreadsWaiting(CALLERS);
    elsewhere.completed(List.of("from elsewhere"));
    assertAllGet(callers, "from elsewhere");
    assertThat(acquires).hasValue(0);
    assertThat(counters.snapshot().hits()).isEqualTo(CALLERS);
  }

  @Test
  void leaseThatIsGivenUp_isAskedForOnce() throws Throwable {
    lookupsAnswered.complete(null);
    firstAcquireAnswered.complete(null);
    Load elsewhere = loadElsewhere();
    AtomicInteger loads = new AtomicInteger();
    List<CompletableFuture<Object>> callers =
        herd(
            1,
            () -> {
              loads.incrementAndGet();
              awaitNewWaits(CALLERS - 1, before);
              return List.of("loaded");
            });
    awaitThreadsWaiting(CALLERS);
    before.addAll(waits());
    elsewhere.failed(new IllegalStateException("source down"));
    assertAllGet(callers, "loaded");
    assertThat(loads).hasValue(1);
    assertThat(acquires).hasValue(1);
  }

  @Test
  void refused_everybodyGoesPastTheCache() throws Exception {
    acquiresFail = true;
    AtomicInteger loads = new AtomicInteger();
    List<CompletableFuture<Object>> callers =
        herdThatAsks(
            () -> {
              if (loads.incrementAndGet() == 1) {
                awaitNewWaits(CALLERS - 1, before);
              }
              return List.of("loaded");
            });
    before.addAll(waits());
    firstAcquireAnswered.complete(null);
    assertAllGet(callers, "loaded");
    assertThat(acquires).as("one question was enough").hasValue(1);
    assertThat(counters.snapshot().bypasses()).isEqualTo(CALLERS);
    assertThat(loads).as("one under way, one queued for all others").hasValue(2);
  }

  @Test
  void interruptedAsker_doesNotAnswerForTheOthers() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    List<CompletableFuture<Object>> callers =
        herdThatAsks(
            () -> {
              loads.incrementAndGet();
              if (!Thread.currentThread().isInterrupted()) {
                awaitNewWaits(CALLERS - 2, before);
              }
              return List.of("loaded");
            });
    before.addAll(waits());
    asking.get().interrupt();
    assertAllGet(callers, "loaded");
    assertThat(loads).as("its own, and one for all others").hasValue(2);
    assertThat(acquires).hasValue(2);
    assertThat(counters.snapshot().bypasses()).isEqualTo(1);
  }

  /**
   * The question was executed before an invalidation and answered after it, and the read began in
   * between: the load that the answer allows is too old for it.
   */
  @Test
  void questionFromBeforeTheRead_isNoEvidence() throws Throwable {
    lookupsAnswered.complete(null);
    CompletableFuture<Object> older = callInThread(find, 1, () -> List.of("old"));
    Await.until("the older read asks", () -> acquires.get() == 1);
    otherJvm.invalidate(site("save"), null, new Object[] {1}, null, true);

    CompletableFuture<Object> later = callInThread(find, 1, () -> List.of("new"));
    Await.until("it is through, or waits", () -> later.isDone() || threadsWaiting() > 0);
    firstAcquireAnswered.complete(null);

    assertThat(get(later)).isEqualTo(List.of("new"));
    assertThat(get(older)).isEqualTo(List.of("old"));
    assertThat(call(find, 1, () -> List.of("not needed"))).isEqualTo(List.of("new"));
  }

  /** Opens an engine whose second lookup, the one of the wait, is answered when a test says so. */
  private AtomicInteger holdBackTheWaitsLook(CompletableFuture<Void> answered) {
    AtomicInteger looks = new AtomicInteger();
    engine.close();
    engine =
        engine(
            new StoreDecorator(memory) {
              @Override
              public CompletableFuture<byte[]> lookup(Key key) {
                CompletableFuture<byte[]> found = super.lookup(key);
                return looks.incrementAndGet() == 2 ? answered.thenCompose(go -> found) : found;
              }
            },
            Duration.ofSeconds(60));
    return looks;
  }

  @Test
  void readAfterAWrite_doesNotTakeWhatAnOlderWaitFinds() throws Throwable {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    AtomicInteger looks = holdBackTheWaitsLook(answered);
    Load elsewhere = loadElsewhere();
    CompletableFuture<Object> waiter = callInThread(find, 1, () -> List.of("not needed"));
    awaitThreadsWaiting(1);
    elsewhere.completed(List.of("old"));
    Await.until("the wait looks", () -> looks.get() == 2);
    otherJvm.invalidate(site("save"), null, new Object[] {1}, null, true);

    CompletableFuture<Object> later = callInThread(find, 1, () -> List.of("new"));
    Await.until("it is through, or waits too", () -> later.isDone() || threadsWaiting() > 1);
    answered.complete(null);

    assertThat(get(waiter)).as("it began before the write ended").isEqualTo(List.of("old"));
    assertThat(get(later)).isEqualTo(List.of("new"));
  }

  @Test
  void waiterWhoComesDuringALook_getsTheValueToo() throws Throwable {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    AtomicInteger looks = holdBackTheWaitsLook(answered);
    Load first = loadElsewhere();
    CompletableFuture<Object> waiter = callInThread(find, 1, () -> List.of("not needed"));
    Await.until("the wait polls", () -> looks.get() == 2); // finds the lease still held
    CompletableFuture<Object> late = callInThread(find, 1, () -> List.of("not needed"));
    awaitThreadsWaiting(2);
    first.completed(List.of("value"));
    answered.complete(null);
    assertThat(get(waiter)).isEqualTo(List.of("value"));
    assertThat(get(late)).isEqualTo(List.of("value"));
  }

  /** Its load has just ended: nobody will tell of that lease any more. */
  @Test
  void ownLeaseWhoseLoadHasEnded_isNotWaitedFor() throws Throwable {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    AtomicInteger looks = holdBackTheWaitsLook(answered);
    Load load = (Load) engine.read(find, null, new Object[] {1});
    CompletableFuture<Object> late = callInThread(find, 1, () -> List.of("not needed"));
    Await.until("it has seen the lease", () -> looks.get() == 2);
    load.completed(List.of("value"));
    answered.complete(null);
    assertThat(get(late)).isEqualTo(List.of("value"));
    assertThat(counters.snapshot().leaseWaits()).isZero();
  }

  /** A value that cannot be decoded is no reason to ask for the same load again and again. */
  @Test
  void valueOfWhichThereIsNoCopy_isHandedOverItself() throws Throwable {
    lookupsAnswered.complete(null);
    firstAcquireAnswered.complete(null);
    CacheEngine stubborn =
        new CacheEngine(
            "stub", memory, new StubCodec(), counters, EngineOptions.DEFAULTS, Map.of(), timer);
    CallSite text = new CallSite(Examples.method(Examples.Users.class, "find"));
    for (long id = 2; id <= 6; id++) { // those that are read back before they are stored
      ((Load) stubborn.read(text, null, new Object[] {id})).completed("fine");
    }
    Load load = (Load) stubborn.read(text, null, new Object[] {1L});
    CompletableFuture<Object> joiner = inThread(() -> outcome(stubborn, text));
    awaitThreadsWaiting(1);
    load.completed(StubCodec.NOT_DECODABLE);
    assertThat(get(joiner)).isSameAs(StubCodec.NOT_DECODABLE);
    assertThat(counters.snapshot().populates()).isEqualTo(6);

    ((Load) stubborn.read(text, null, new Object[] {7L})).completed(StubCodec.NOT_DECODABLE);
    assertThat(counters.snapshot().populates()).as("it is read back now").isEqualTo(6);
    stubborn.close();
  }

  private static Object outcome(CacheEngine engine, CallSite site) throws Exception {
    try {
      return engine.read(site, null, new Object[] {1L});
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Two methods with one key, of which one calls the other: the lease is the caller's own. */
  @Test
  @Timeout(30)
  void leaseOfACallingMethod_isNotWaitedFor() throws Throwable {
    engine.close();
    engine = engine(memory, Duration.ofMinutes(10));
    Object value =
        get(
            callInThread(
                find,
                1,
                () -> {
                  try {
                    return call(findToo, 1, () -> List.of("inner"));
                  } catch (Throwable e) {
                    throw new AssertionError(e);
                  }
                }));
    assertThat(value).isEqualTo(List.of("inner"));
    assertThat(counters.snapshot().bypasses()).isEqualTo(1);
  }
}
