package io.cacheaside.faults.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CrowdTest {
  @Test
  void calls_areUnderWayTogether_eachWithItsNumber() throws InterruptedException {
    Set<Integer> numbers = ConcurrentHashMap.newKeySet();
    CyclicBarrier all = new CyclicBarrier(50);

    Crowd.of(
        50,
        number -> {
          numbers.add(number);
          meet(all);
        });

    assertThat(numbers).hasSize(50).contains(0, 49);
  }

  @Test
  void call_thatThrows_failsTheCrowd() {
    assertThatThrownBy(
            () ->
                Crowd.of(
                    3,
                    number -> {
                      if (number == 1) {
                        throw new AssertionError("as the test wishes");
                      }
                    }))
        .hasMessage("of 3 calls 2 returned; the errors are above");
  }

  private static void meet(CyclicBarrier all) {
    try {
      all.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
