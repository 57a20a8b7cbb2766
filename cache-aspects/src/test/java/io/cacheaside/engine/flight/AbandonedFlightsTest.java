package io.cacheaside.engine.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.engine.testing.StoreDecorator;
import io.cacheaside.spi.Grant;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.LeaseToken;
import io.cacheaside.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many callers wait for one who gives up, again and again: in each round all who are left look up
 * once, one of them asks, and the others wait for him.
 */
@Timeout(120)
class AbandonedFlightsTest extends EngineHarness {
  private static final int ROUNDS = 12;

  /** What each round is to cost: all look up who are left. */
  private static final List<Integer> LOOKUPS =
      IntStream.rangeClosed(0, ROUNDS).mapToObj(round -> CALLERS - round).toList();

  private static final List<Integer> QUESTIONS = Collections.nCopies(ROUNDS + 1, 1);

  private final AtomicInteger lookups = new AtomicInteger();
  private final AtomicInteger acquires = new AtomicInteger();
  private final AtomicReference<Thread> asking = new AtomicReference<>();
  private final AtomicBoolean unanswered = new AtomicBoolean();
  private final AtomicInteger round = new AtomicInteger();
  private final List<Integer> lookupsOfRounds = new ArrayList<>();
  private final List<Integer> questionsOfRounds = new ArrayList<>();

  /** What callers waited for in earlier rounds. */
  private final Set<Object> before = Collections.synchronizedSet(new HashSet<>());

  @BeforeEach
  void count() {
    engine.close();
    engine =
        engine(
            new StoreDecorator(memory) {
              @Override
              public CompletableFuture<byte[]> lookup(Key key) {
                lookups.incrementAndGet();
                return super.lookup(key);
              }

              @Override
              public CompletableFuture<Grant> acquire(
                  Key key, LeaseToken token, long leaseMillis, LeaseToken seen) {
                CompletableFuture<Grant> answer = super.acquire(key, token, leaseMillis, seen);
                asking.set(Thread.currentThread());
                acquires.incrementAndGet();
                return unanswered.get() ? new CompletableFuture<>() : answer;
              }
            },
            Duration.ofSeconds(60));
  }

  /** Waits until all others of the round wait for the one who leads it, and notes its cost. */
  private boolean roundIsLast() {
    int ended = round.getAndIncrement();
    awaitNewWaits(CALLERS - 1 - ended, before);
    before.addAll(waits());
    lookupsOfRounds.add(lookups.getAndSet(0));
    questionsOfRounds.add(acquires.getAndSet(0));
    return ended == ROUNDS;
  }

  private static int returned(List<CompletableFuture<Object>> callers, String value) {
    int returned = 0;
    for (CompletableFuture<Object> caller : callers) {
      returned += caller.handle((outcome, e) -> List.of(value).equals(outcome) ? 1 : 0).join();
    }
    return returned;
  }

  @Test
  void loadsAreAbandoned_eachRoundCostsOneLookupForEachAndOneQuestion() {
    List<CompletableFuture<Object>> callers =
        herd(
            1,
            () -> {
              if (roundIsLast()) {
                return List.of("loaded");
              }
              Thread.currentThread().interrupt();
              throw new IllegalStateException("gives up");
            });
    assertThat(returned(callers, "loaded")).isEqualTo(CALLERS - ROUNDS);
    assertThat(lookupsOfRounds).isEqualTo(LOOKUPS);
    assertThat(questionsOfRounds).isEqualTo(QUESTIONS);
    assertThat(counters.snapshot().joins()).isEqualTo(CALLERS - 1 - ROUNDS);
  }

  @Test
  void questionsAreAbandoned_eachRoundCostsOneLookupForEachAndOneQuestion() {
    unanswered.set(true);
    AtomicInteger alone = new AtomicInteger();
    List<CompletableFuture<Object>> callers =
        herd(
            1,
            () -> {
              if (Thread.currentThread().isInterrupted()) {
                return List.of("alone " + alone.incrementAndGet());
              }
              assertThat(roundIsLast()).isTrue();
              return List.of("loaded");
            });
    for (int i = 1; i <= ROUNDS; i++) {
      Await.until("somebody asks", () -> acquires.get() > 0);
      Thread leader = asking.get();
      assertThat(roundIsLast()).isFalse();
      unanswered.set(i < ROUNDS);
      leader.interrupt();
    }
    assertThat(returned(callers, "loaded")).isEqualTo(CALLERS - ROUNDS);
    assertThat(alone).hasValue(ROUNDS);
    assertThat(lookupsOfRounds).isEqualTo(LOOKUPS);
    assertThat(questionsOfRounds).isEqualTo(QUESTIONS);
  }
}
