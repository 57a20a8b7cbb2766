package io.cacheaside.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.engine.testing.EngineHarness;
import io.cacheaside.testing.Await;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls of {@code @Invalidate} methods whose end met an Error before it knew its keys. */
class LeftOverWritesTest extends EngineHarness {

  private final class LeftOver extends Write {
    LeftOver() {
      super(engine, create.invalidationPlan(engine), null, new Object[] {1});
      leftOver = true;
    }
  }

  private Object read(String loaded) {
    try {
      return call(find, 1, () -> List.of(loaded));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void keyOfTheResult_isNotKnownAnyMore_soItsRegionIsCleared() {
    read("old");
    assertThat(read("unused")).isEqualTo(List.of("old"));

    engine.writes.begin(new LeftOver());
    engine.writes.lookAfter();

    Await.until("the region is cleared", () -> read("new").equals(List.of("new")));
    assertThat(engine.writes.size()).isZero();
  }
}
