package io.cacheaside.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.testing.Await;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The look for the end of transactions, where there is no memory for it. */
class UntoldEndsTest {
  @Test
  void lookThatFails_isRepeated_andLooksAfterTheOthersToo() {
    AtomicInteger looks = new AtomicInteger();
    List<Held> failing =
        new AbstractList<>() {
          @Override
          public Held get(int index) {
            throw new AssertionError("empty");
          }

          @Override
          public int size() {
            if (looks.incrementAndGet() < 3) {
              throw new OutOfMemoryError("scripted");
            }
            return 0;
          }
        };
    AtomicBoolean first = new AtomicBoolean();
    AtomicBoolean second = new AtomicBoolean();
    UntoldEnds.await(UntoldEnds.prepared(failing, this, "first", () -> first.set(true)));
    UntoldEnds.await(UntoldEnds.prepared(List.of(), this, "second", () -> second.set(true)));
    Await.until("the end of the second", second::get);
    Await.until("the end of the first", first::get);
    assertThat(UntoldEnds.isEmpty()).isTrue();
  }
}
