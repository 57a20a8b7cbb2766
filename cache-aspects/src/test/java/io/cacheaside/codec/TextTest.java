package io.cacheaside.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.cacheaside.spi.Codec;
import io.cacheaside.spi.CodecException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Text is read by other code than Kryo's, from the form that Kryo writes. */
class TextTest {
  private static SafeInput input(byte[] bytes, int offset, int length) {
    SafeInput input = new SafeInput();
    input.setBuffer(bytes, offset, length);
    return input;
  }

  /** Written in the middle of other bytes, with and without the top bit set. */
  private static byte[] written(@Nullable String text, int around) {
    Output output = new Output(64, -1);
    output.writeByte(around);
    output.writeString(text);
    output.writeByte(around);
    return output.toBytes();
  }

  @Test
  void readString_anyLengthAndCharacters_readsWhatKryoReads() {
    for (int length = 0; length < 150; length++) {
      for (char special : new char[] {'a', '\u007f', '\u0080', 'é', '\u0800', '\ud83d', '\0'}) {
        for (int at = 0; at < Math.max(1, length); at += 7) {
          StringBuilder text = new StringBuilder("x".repeat(length));
          if (length > 0) {
            text.setCharAt(at, special);
          }
          assertReadAsKryoDoes(text.toString());
        }
      }
    }
    assertReadAsKryoDoes(null);
  }

  private static void assertReadAsKryoDoes(@Nullable String text) {
    for (int around : new int[] {0, -1}) {
      byte[] bytes = written(text, around);
      byte[] before = bytes.clone();
      SafeInput input = input(bytes, 1, bytes.length - 2);
      assertThat(input.readString()).isEqualTo(text);
      assertThat(input.position()).isEqualTo(input.limit());
      assertThat(new Input(bytes, 1, bytes.length - 2).readString()).isEqualTo(text);
      assertThat(bytes).isEqualTo(before); // others may be reading it
    }
  }

  @Test
  void readString_cutAnywhere_isRefused() {
    for (String text : List.of("ab", "x".repeat(20), "x".repeat(100), "é".repeat(100))) {
      byte[] bytes = written(text, 'z');
      for (int length = 1; length < bytes.length - 2; length++) {
        SafeInput cut = input(bytes, 1, length);
        assertThatThrownBy(cut::readString)
            .as(text + " cut to " + length)
            .isInstanceOf(RuntimeException.class);
      }
    }
    SafeInput endless =
        input("no byte has its top bit set".getBytes(StandardCharsets.US_ASCII), 0, 27);
    assertThatThrownBy(endless::readString)
        .isInstanceOf(CodecException.class)
        .hasMessage("a text has no end");
  }

  /** Names of each form: one character, short, long. */
  enum Letter {
    A,
    AB,
    BA,
    ABC,
    A_CONSTANT_WHOSE_NAME_IS_LONGER_THAN_SIXTY_FOUR_CHARACTERS_AS_SOME_ARE,
    A_CONSTANT_WHOSE_NAME_IS_LONGER_THAN_SIXTY_FOUR_CHARACTERS_AS_SOME_ARE_2
  }

  @Test
  void enumConstant_anyName_isReadBack() {
    assertAreReadBack(Letter.class);
  }

  @Test
  void enumConstant_nameBeyondAscii_isReadBack() throws Exception {
    String source = "public enum Street { É, STRASSE_ß, A }";
    try (Compiled compiled = Compiled.of("Street", source)) {
      assertAreReadBack(compiled.type("Street"));
    }
  }

  private static void assertAreReadBack(Class<?> type) {
    Codec.TypeCodec codec = Declared.codec(type);
    for (Object constant : type.getEnumConstants()) {
      byte[] bytes = codec.encode(constant, 0);
      assertThat(Declared.decode(codec, bytes)).isSameAs(constant);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> Declared.decode(codec, cut)).isInstanceOf(CodecException.class);
      }
    }
  }

  @Test
  void enumConstant_unknownName_isNamed() {
    for (String name : List.of("C", "BB", "STRASSE", "Ü", "")) {
      Output output = new Output(64, -1);
      output.writeByte(1);
      output.writeString(name);
      assertThatThrownBy(() -> Declared.decode(Declared.codec(Letter.class), output.toBytes()))
          .isInstanceOf(CodecException.class)
          .hasMessageEndingWith("io.cacheaside.codec.TextTest$Letter has no constant " + name);
    }
  }
}
