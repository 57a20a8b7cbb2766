package io.cacheaside.faults.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.spi.CacheListener;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.Key;
import io.cacheaside.spi.Store;
import io.cacheaside.store.MemoryStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeamErrorsTest {
  private static final Key KEY = Key.of("app:r:{k}");

  private final SeamErrors errors = new SeamErrors();

  /** Whether the call threw or its answer is a failure. */
  private static boolean goesWrong(Store store) {
    try {
      return store.lookup(KEY).isCompletedExceptionally();
    } catch (VirtualMachineError e) {
      return true;
    }
  }

  @Test
  void store_ofWhichEachCallFails_isStillClosed() {
    try (Store store = errors.around(new MemoryStore())) {
      assertThat(goesWrong(store)).isFalse();
      errors.oneIn(1);
      for (int i = 0; i < 20; i++) {
        assertThat(goesWrong(store)).isTrue();
      }
      assertThatThrownBy(store::epoch).isInstanceOf(VirtualMachineError.class);
    }
  }

  @Test
  void store_failsNowAndThen() {
    try (Store store = errors.around(new MemoryStore())) {
      errors.oneIn(4);
      int wrong = 0;
      for (int i = 0; i < 1_000; i++) {
        wrong += goesWrong(store) ? 1 : 0;
      }
      assertThat(wrong).isBetween(200, 700);
    }
  }

  @Test
  void listener_isTold_beforeItThrows() {
    AtomicInteger told = new AtomicInteger();
    CacheListener listener =
        errors.around(
            new CacheListener() {
              @Override
              public void onUndeliveredKeys(int count) {
                told.incrementAndGet();
              }
            });
    errors.oneIn(1);
    assertThatThrownBy(() -> listener.onUndeliveredKeys(1)).isInstanceOf(VirtualMachineError.class);
    assertThat(told).hasValue(1);
  }

  @Test
  void codec_throws_untilItIsOver() {
    Codec codec = errors.around(new KryoCodec(KryoCodecOptions.defaults()));
    Codec.TypeCodec text = codec.forType(String.class);
    byte[] bytes = text.encode("value", 0);
    errors.oneIn(1);
    assertThatThrownBy(() -> text.decode(bytes, 0, bytes.length))
        .isInstanceOf(VirtualMachineError.class);
    assertThatThrownBy(() -> text.encode("value", 0)).isInstanceOf(VirtualMachineError.class);
    errors.oneIn(0);
    assertThat(text.decode(bytes, 0, bytes.length)).isEqualTo("value");
  }
}
