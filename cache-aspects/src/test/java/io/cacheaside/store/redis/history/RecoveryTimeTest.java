package io.cacheaside.store.redis.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecoveryTimeTest {
  private long now = Long.MAX_VALUE - 5; // the clock may run over
  private Runnable duringTheNextLook = () -> {};
  private final RecoveryTime recovery = new RecoveryTime(this::look);

  /** Lets something happen between what a reader saw and what it does about it. */
  private long look() {
    long seen = now;
    Runnable between = duringTheNextLook;
    duringTheNextLook = () -> {};
    between.run();
    return seen;
  }

  @Test
  void recovery_endsAfterItsTime() {
    assertThat(recovery.isUnderWay()).isFalse();
    recovery.lastFor(10);
    now += 9;
    assertThat(recovery.isUnderWay()).isTrue();
    now += 1;
    assertThat(recovery.isUnderWay()).isFalse();
  }

  @Test
  void recovery_thatBeginsWhileTheLastOneIsFoundOver_isNotErased() {
    recovery.lastFor(10);
    now += 10;
    duringTheNextLook = () -> recovery.lastFor(10);
    boolean unused = recovery.isUnderWay();
    assertThat(recovery.isUnderWay()).isTrue();
    now += 9;
    assertThat(recovery.isUnderWay()).isTrue();
  }

  @Test
  void recovery_thatIsShorter_doesNotShortenTheOneUnderWay() {
    recovery.lastFor(10);
    recovery.lastFor(1);
    now += 9;
    assertThat(recovery.isUnderWay()).isTrue();
    now += 1;
    assertThat(recovery.isUnderWay()).isFalse();
  }
}
