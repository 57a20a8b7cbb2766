package io.cacheaside.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyBufferTest {

  @Property(tries = 5_000)
  void appendLong_anyNumber_isDecimal(@ForAll long number) {
    KeyBuffer buffer = new KeyBuffer(0);
    buffer.appendLong(number);
    assertThat(buffer).hasToString(Long.toString(number));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 9, 10, -1, -10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MIN_VALUE})
  void appendLong_boundary_isDecimal(long number) {
    KeyBuffer buffer = new KeyBuffer();
    buffer.appendLong(number);
    assertThat(buffer.toByteArray()).isEqualTo(Long.toString(number).getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 100})
  void release_anyCapacity_givesTheContentAndLeavesNothing(int capacity) {
    KeyBuffer buffer = new KeyBuffer(capacity);
    buffer.appendLong(1234);
    byte[] released = buffer.release();
    buffer.appendEscaped("next");
    assertThat(released).isEqualTo("1234".getBytes(UTF_8));
    assertThat(buffer.release()).isEqualTo("next".getBytes(UTF_8));
    assertThat(buffer.length()).isZero();
  }

  @Test
  void appendEscaped_everyAsciiCharacter_isPlainOrHex() {
    for (char c = 0; c < 128; c++) {
      KeyBuffer buffer = new KeyBuffer(0);
      buffer.appendEscaped(String.valueOf(c));
      boolean plain = Character.isLetterOrDigit(c) || "-_.+".indexOf(c) >= 0;
      assertThat(buffer).hasToString(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
  }

  @Test
  void appendEscaped_everyCharacterFromA0On_isItsUtf8() {
    IntStream.rangeClosed(0xA0, Character.MAX_CODE_POINT)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .forEach(
            c -> {
              KeyBuffer buffer = new KeyBuffer(1);
              buffer.appendEscaped(Character.toString(c));
              assertThat(buffer.toByteArray()).isEqualTo(Character.toString(c).getBytes(UTF_8));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "128, %C2%80",
    "133, %C2%85",
    "159, %C2%9F",
    "55357, %uD83D",
    "56832, %uDE00",
    "233, é"
  })
  void appendEscaped_charOrString_agree(int character, String text) {
    KeyBuffer one = new KeyBuffer();
    one.appendEscaped((char) character);
    KeyBuffer other = new KeyBuffer();
    other.appendEscaped(String.valueOf((char) character));
    assertThat(one).hasToString(text);
    assertThat(other).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "DE00 D83D, %uDE00%uD83D",
    "D83D 61, %uD83Da",
    "D83D D83D DE00, %uD83D😀",
    "D83D DE00, 😀"
  })
  void appendEscaped_surrogates_arePairedOrHex(String characters, String text) {
    StringBuilder given = new StringBuilder();
    for (String each : characters.split(" ", -1)) {
      given.append((char) Integer.parseInt(each, 16));
    }
    KeyBuffer buffer = new KeyBuffer();
    buffer.appendEscaped(given.toString());
    assertThat(buffer).hasToString(text);
  }

  @Test
  void append_beyondTheCapacity_grows() {
    KeyBuffer buffer = new KeyBuffer(0);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      buffer.appendAscii('[');
      buffer.appendLiteral("é".getBytes(UTF_8));
      buffer.appendLong(i);
      buffer.appendEscaped("a b");
      expected.append("[é").append(i).append("a%20b");
    }
    assertThat(buffer).hasToString(expected.toString());
    assertThat(buffer.length()).isEqualTo(expected.toString().getBytes(UTF_8).length);
    assertThat(buffer.toByteArray()).hasSize(buffer.length());
  }

  @Test
  void clear_used_forgetsTheContentButNotEarlierResults() {
    KeyBuffer buffer = new KeyBuffer();
    buffer.appendLong(12);
    byte[] before = buffer.toByteArray();
    buffer.clear();
    buffer.appendAscii('x');
    assertThat(buffer).hasToString("x");
    assertThat(before).asString(UTF_8).isEqualTo("12");
  }

  @Test
  void appendAscii_otherCharacter_isRefused() {
    assertThatThrownBy(() -> new KeyBuffer().appendAscii('é'))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("U+00E9 is not ASCII; use appendEscaped");
  }

  @Test
  void construct_negativeCapacity_isRefused() {
    assertThatThrownBy(() -> new KeyBuffer(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity must not be negative, but is -1");
  }

  /** A collection without end must not take the memory of all others. */
  @Test
  void append_beyondTheLimit_isRefused() {
    KeyBuffer buffer = new KeyBuffer();
    byte[] mebibyte = new byte[1 << 20];
    for (int i = 0; i < 64; i++) {
      buffer.appendLiteral(mebibyte);
    }
    assertThatThrownBy(() -> buffer.appendAscii('a'))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a key cannot have more than 67108864 bytes");
  }
}
