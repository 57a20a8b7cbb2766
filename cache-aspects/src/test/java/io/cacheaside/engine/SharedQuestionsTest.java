package io.cacheaside.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Await;
import io.cacheaside.metrics.CacheCounters;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import java.time.Duration;
import java.util.List;
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
    return (Load) otherJvm.read(findElsewhere, new Object[] {1});
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
              awaitThreadsWaiting(CALLERS - 1);
              return List.of("loaded");
            });
    awaitThreadsWaiting(CALLERS);
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
                awaitThreadsWaiting(CALLERS - 1);
              }
              return List.of("loaded");
            });
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
                awaitThreadsWaiting(CALLERS - 2);
              }
              return List.of("loaded");
            });
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
    otherJvm.invalidate(site("save"), new Object[] {1}, null, true);

    Object outcome = engine.read(find, new Object[] {1});

    assertThat(outcome).as("does not wait for the older load").isInstanceOf(Load.class);
    firstAcquireAnswered.complete(null);
    assertThat(get(older)).isEqualTo(List.of("old"));
    ((Load) outcome).completed(List.of("new"));
    assertThat(call(find, 1, () -> List.of("not needed"))).isEqualTo(List.of("new"));
  }

  /** The same for a value that a wait found: the wait looked, a write ended, the read began. */
  @Test
  void lookFromBeforeTheRead_isNoEvidence() throws Throwable {
    CompletableFuture<byte[]> look = new CompletableFuture<>();
    AtomicInteger looks = new AtomicInteger();
    engine.close();
    engine =
        engine(
            new StoreDecorator(memory) {
              @Override
              public CompletableFuture<byte[]> lookup(Key key) {
                CompletableFuture<byte[]> found = super.lookup(key);
                // 1: the waiter's, 2: the wait's, which is answered late, 3: the reader's
                return looks.incrementAndGet() == 2 ? look.thenCompose(go -> found) : found;
              }
            },
            Duration.ofSeconds(60));
    Load elsewhere = loadElsewhere();
    CompletableFuture<Object> waiter = callInThread(find, 1, () -> List.of("not needed"));
    awaitThreadsWaiting(1);
    elsewhere.completed(List.of("old"));
    Await.until("the wait looks", () -> looks.get() == 2);
    otherJvm.invalidate(site("save"), new Object[] {1}, null, true);

    Object outcome = engine.read(find, new Object[] {1});

    assertThat(outcome).isInstanceOf(Load.class);
    look.complete(null);
    assertThat(get(waiter)).as("it began before the write ended").isEqualTo(List.of("old"));
    ((Load) outcome).completed(List.of("new"));
    assertThat(call(find, 1, () -> List.of("not needed"))).isEqualTo(List.of("new"));
  }

  /** A read that joins a wait whose look is under way already has to look for itself. */
  @Test
  void waiterWhoComesDuringALook_looksForItself() throws Throwable {
    CompletableFuture<byte[]> look = new CompletableFuture<>();
    AtomicInteger looks = new AtomicInteger();
    engine.close();
    engine =
        engine(
            new StoreDecorator(memory) {
              @Override
              public CompletableFuture<byte[]> lookup(Key key) {
                CompletableFuture<byte[]> found = super.lookup(key);
                return looks.incrementAndGet() == 2 ? look.thenCompose(go -> found) : found;
              }
            },
            Duration.ofSeconds(60));
    Load first = loadElsewhere();
    CompletableFuture<Object> waiter = callInThread(find, 1, () -> List.of("not needed"));
    Await.until("the wait polls", () -> looks.get() == 2); // finds the lease still held
    CompletableFuture<Object> late = callInThread(find, 1, () -> List.of("not needed"));
    awaitThreadsWaiting(2);
    first.completed(List.of("value"));
    look.complete(null);
    assertThat(get(waiter)).isEqualTo(List.of("value"));
    assertThat(get(late)).isEqualTo(List.of("value"));
  }
}
