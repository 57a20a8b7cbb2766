package io.cacheaside.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cacheaside.engine.testing.StubCodec;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import org.junit.jupiter.api.Test;

/** Which values are read back before they are stored, and when a method is suspended. */
class RestorabilityTest {
  private int readBack;
  private boolean restores = true;

  private final Restorability restorability =
      new Restorability(
          new Codec.TypeCodec() {
            @Override
            public long fingerprint() {
              return 1;
            }

            @Override
            public byte[] encode(Object value, int headroom) {
              return new byte[headroom + 1];
            }

            @Override
            public Object decode(byte[] source, int offset, int length) {
              readBack++;
              if (!restores) {
                throw new CodecException("scripted", null);
              }
              return "";
            }
          });

  private boolean store(Object value) {
    Throwable failure = catchThrowable(() -> restorability.encode(value, 3));
    return failure == null;
  }

  private int readBackOf(int values, Object value) {
    readBack = 0;
    for (int i = 0; i < values; i++) {
      assertThat(store(value)).isTrue();
    }
    return readBack;
  }

  @Test
  void values_thatComeBack_areReadBackMoreAndMoreRarely() {
    assertThat(readBackOf(4, "text")).isEqualTo(4);
    assertThat(readBackOf(1000, "text")).as("5th, 9th, 17th to 513th").isEqualTo(8);
    assertThat(readBackOf(4, 5)).as("another class").isEqualTo(4);
  }

  @Test
  void firstValue_thatDoesNotComeBack_suspends() {
    restores = false;
    assertThat(store("text")).isFalse();
    assertThat(restorability.isSuspended()).isTrue();
  }

  @Test
  void laterValues_thatDoNotComeBack_suspendOnlyOneAfterTheOther() {
    readBackOf(20, "text");
    restores = false;
    restorability.doubt();
    assertThat(store("text")).isFalse();
    assertThat(store("text")).isFalse();
    assertThat(restorability.isSuspended()).isFalse();
    restores = true;
    assertThat(readBackOf(1, "text")).isEqualTo(1);
    restores = false;
    assertThat(store("text")).isFalse();
    assertThat(store("text")).isFalse();
    assertThat(restorability.isSuspended()).isFalse();
    assertThat(store("text")).isFalse();
    assertThat(restorability.isSuspended()).isTrue();
  }

  @Test
  void doubt_readsTheNextValuesBack_butNotForEver() {
    readBackOf(20, "text");
    restorability.doubt();
    assertThat(readBackOf(64, "text")).isEqualTo(64);
    assertThat(readBackOf(40, "text")).isZero();
  }

  @Test
  void suspended_isLiftedByAValueThatComesBack_andTriesRarely() {
    restores = false;
    store("text");
    readBack = 0;
    for (int i = 0; i < 5000; i++) {
      restorability.reconsider("text");
    }
    assertThat(readBack).as("1, 2, 4 to 4096, and 3072").isEqualTo(14);
    assertThat(restorability.isSuspended()).isTrue();
    restores = true;
    for (int i = 0; i < 1024; i++) {
      restorability.reconsider("text");
    }
    assertThat(restorability.isSuspended()).isFalse();
  }

  @Test
  void refusal_isLiftedByNoValue() {
    store("text");
    restorability.refuse(true);
    store("text");
    readBack = 0;
    restorability.reconsider("text");
    assertThat(restorability.isSuspended()).isTrue();
    assertThat(readBack).isZero();
    restorability.refuse(false);
    assertThat(restorability.isSuspended()).isFalse();
  }

  @Test
  void valueThatCannotBeEncoded_suspendsNothing() {
    Restorability refusing = new Restorability(new StubCodec().forType(String.class));
    Throwable failure = catchThrowable(() -> refusing.encode(StubCodec.NOT_ENCODABLE, 3));
    assertThat(failure).hasMessage("scripted");
    assertThat(refusing.isSuspended()).isFalse();
  }
}
