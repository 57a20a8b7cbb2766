package io.cacheaside.engine.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.engine.support.Bypass;
import io.cacheaside.engine.testing.Examples;
import io.cacheaside.spi.CacheListener.BypassReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitCircleTest {
  private final WaitCircle circle = new WaitCircle();
  private final ExecutorService anna = Executors.newSingleThreadExecutor();
  private final ExecutorService bert = Executors.newSingleThreadExecutor();

  @AfterEach
  void stopThreads() {
    anna.shutdownNow();
    bert.shutdownNow();
  }

  private static Flight flight() {
    return new Flight(Examples.find(), Examples.user(1), new Caller.Noted(null, false));
  }

  private static Flight flightOf(ExecutorService leader) throws Exception {
    return leader.submit(WaitCircleTest::flight).get(20, TimeUnit.SECONDS);
  }

  private void enter(ExecutorService who, Flight flight) throws Exception {
    who.submit(() -> circle.enter(flight)).get(20, TimeUnit.SECONDS);
  }

  private void assertCircle(ThrowingRunnable wait) {
    assertThatThrownBy(
            () -> {
              try {
                wait.run();
              } catch (ExecutionException e) {
                throw e.getCause();
              }
            })
        .isSameAs(Bypass.because(BypassReason.RECURSION));
  }

  private interface ThrowingRunnable {
    void run() throws Exception;
  }

  @Test
  void enter_ownFlight_isACircle() {
    Flight mine = flight();
    assertCircle(() -> circle.enter(mine));
    assertCircle(() -> circle.enter(mine));
  }

  @Test
  void enter_flightOfAThreadThatDoesNotWait_isNone() throws Exception {
    Flight hers = flightOf(anna);
    assertThatCode(() -> circle.enter(hers)).doesNotThrowAnyException();
  }

  @Test
  void enter_twoThreadsWaitingForEachOther_isACircle() throws Exception {
    Flight annas = flightOf(anna);
    Flight berts = flightOf(bert);
    enter(anna, berts);
    assertCircle(() -> enter(bert, annas));
  }

  @Test
  void enter_threeThreadsInARing_isACircle() throws Exception {
    Flight mine = flight();
    Flight annas = flightOf(anna);
    Flight berts = flightOf(bert);
    enter(anna, berts);
    enter(bert, mine);
    assertCircle(() -> circle.enter(annas));
  }

  @Test
  void enter_afterTheOtherLeft_isNone() throws Exception {
    Flight mine = flight();
    Flight annas = flightOf(anna);
    enter(anna, mine);
    anna.submit(circle::leave).get(20, TimeUnit.SECONDS);
    assertThatCode(() -> circle.enter(annas)).doesNotThrowAnyException();
  }

  @Test
  void enter_whereTheOtherWaitsForALandedFlight_isNone() throws Exception {
    Flight mine = flight();
    Flight annas = flightOf(anna);
    enter(anna, mine);
    mine.land(Flight.ABANDONED);
    assertThatCode(() -> circle.enter(annas)).doesNotThrowAnyException();
  }

  @Test
  void enter_circleFound_forgetsTheWait() throws Exception {
    Flight mine = flight();
    assertCircle(() -> circle.enter(mine));
    assertThatCode(() -> enter(anna, mine)).doesNotThrowAnyException();
  }

  @Test
  void enter_bothAtTheSameTime_tellsAtLeastOne() throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    Flight annas = flightOf(anna);
    Flight berts = flightOf(bert);
    for (int i = 0; i < 2_000; i++) {
      List<Future<Boolean>> told = new ArrayList<>();
      told.add(anna.submit(() -> isToldAboutACircle(barrier, berts)));
      told.add(bert.submit(() -> isToldAboutACircle(barrier, annas)));
      boolean first = told.get(0).get(20, TimeUnit.SECONDS);
      boolean second = told.get(1).get(20, TimeUnit.SECONDS);
      assertThat(first || second).as("round " + i).isTrue();
    }
  }

  private boolean isToldAboutACircle(CyclicBarrier barrier, Flight flight) throws Exception {
    barrier.await(20, TimeUnit.SECONDS);
    boolean told = false;
    try {
      circle.enter(flight);
    } catch (Bypass bypass) {
      told = true;
    }
    barrier.await(20, TimeUnit.SECONDS);
    circle.leave();
    return told;
  }
}
