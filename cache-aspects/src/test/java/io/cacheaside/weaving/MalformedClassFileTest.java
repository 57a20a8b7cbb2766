package io.cacheaside.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not what their name says: one kind of exception, or a result, never another. */
@Tag("heavy")
class MalformedClassFileTest {
  private static final String SOURCE =
      """
      class Users {
        private static final String NAME = "\\u00e4\\ud83d\\ude00\\u0000";
        @CacheAside(key = "\\u00e4{id}", ttl = "5m") String find(long id) { return NAME + id; }
        @Invalidate(key = "a") @Invalidate(key = "b") void save(double d, Runnable r) {
          Runnable other = () -> save(d, r);
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void emptyFile_isRefused() {
    assertThatThrownBy(() -> ClassFileScan.scan(new byte[0], "shop/Users.class"))
        .isInstanceOf(ClassFileException.class)
        .hasMessage(
            "shop/Users.class is not a class file that can be read: it ends in the middle, after 0"
                + " bytes; delete it and compile again, or use a newer version of CacheAside");
  }

  @Test
  void textFile_inDirectory_isNamedByItsPath() throws IOException {
    Path file = folder.resolve("Users.class");
    Files.writeString(file, "not a class");
    assertThatThrownBy(() -> ClassFileScan.scanDirectory(folder))
        .isInstanceOf(ClassFileException.class)
        .hasMessage(
            file
                + " is not a class file that can be read: it does not begin with CAFEBABE; delete"
                + " it and compile again, or use a newer version of CacheAside");
  }

  @Test
  void unknownConstant_isRefused() {
    byte[] content = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 99, 0, 2, 42};
    assertThatThrownBy(() -> ClassFileScan.scan(content, "x.class"))
        .isInstanceOf(ClassFileException.class)
        .hasMessage(
            "x.class is not a class file that can be read: its constant 1 has the unknown tag 42;"
                + " delete it and compile again, or use a newer version of CacheAside");
  }

  @ParameterizedTest
  @ValueSource(strings = {"J", "[", "Ljava/lang/Object;"})
  void descriptor_asLongAsTheFormatAllows_isRefused(String part) throws IOException {
    String descriptor = "(" + part.repeat(65_000 / part.length()) + ")V";
    byte[] content = withDescriptor(descriptor);
    assertThatThrownBy(() -> ClassFileScan.scan(content, "x.class"))
        .isInstanceOf(ClassFileException.class)
        .hasMessage(
            "x.class is not a class file that can be read: its method find has the descriptor "
                + descriptor.substring(0, 100)
                + "...; delete it and compile again, or use a newer version of CacheAside");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(",
        ")V",
        "()",
        "(V)V",
        "(J",
        "(JV",
        "()VV",
        "()V)",
        "(L;)V",
        "(Ljava/lang/String)V",
        "([)V",
        "(La[b;)V",
        "(Q)V",
        "()[",
        "J",
        "(J)J;",
        "()L"
      })
  void descriptor_ofAnotherForm_isRefused(String descriptor) {
    assertThat(Descriptors.isMethod(descriptor)).isFalse();
  }

  @Test
  void descriptor_atTheLimits_isRead() throws IOException {
    String longest = "(" + "J".repeat(255) + "[".repeat(255) + "La;)" + "[".repeat(255) + "La;";
    assertThat(Descriptors.isMethod(longest.replaceFirst("J", ""))).isTrue();
    assertThat(Descriptors.isMethod(longest)).isFalse();
    assertThat(Descriptors.isMethod("(" + "[".repeat(256) + "J)V")).isFalse();
    assertThat(Descriptors.isMethod("()" + "[".repeat(256) + "J")).isFalse();
    assertThat(
            ClassFileScan.scan(withDescriptor("([[JLa/b$C (D);)La)b;"), "x")
                .orElseThrow()
                .methods())
        .map(ScannedMethod::toString)
        .containsExactly("shop.Users.find(long[][], C (D))");
  }

  /** Returns a class whose method {@code find} has another descriptor. */
  private byte[] withDescriptor(String descriptor) throws IOException {
    byte[] content =
        CompiledSource.users(
                folder,
                "class Users { @CacheAside(key = \"a\", ttl = \"5m\") void find(byte b, char c) {} }")
            .classFile("Users");
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int length = descriptor.length();
    String constant = "" + (char) 1 + (char) (length >> 8) + (char) (length & 0xFF) + descriptor;
    String old = "\1\0\5(BC)V";
    assertThat(text).contains(old);
    return text.replace(old, constant).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void everyTruncation_isRefusedOrRead() throws IOException {
    CompiledSource source = CompiledSource.users(folder, SOURCE);
    for (byte[] whole :
        new byte[][] {source.classFile("Users"), source.woven().classFile("Users")}) {
      int refused = 0;
      for (int length = 0; length < whole.length; length++) {
        refused += refuses(Arrays.copyOf(whole, length)) ? 1 : 0;
      }
      assertThat(refused).isEqualTo(whole.length);
      assertThat(refuses(whole)).isFalse();
    }
  }

  @Test
  void changedBytes_areRefusedOrRead() throws IOException {
    byte[] whole = CompiledSource.users(folder, SOURCE).woven().classFile("Users");
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = whole.clone();
      for (int i = 0; i <= round % 3; i++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      refused += refuses(changed) ? 1 : 0;
    }
    assertThat(refused).isBetween(1_000, 19_000);
  }

  @Test
  void text_beyondAscii_isDecoded() throws IOException {
    ScannedClass users = CompiledSource.users(folder, SOURCE).scanned("Users");
    assertThat(users.methods().get(0).annotations().get(0).keys()).containsExactly("\u00e4{id}");
  }

  /** Any other exception than the one of this package fails the test. */
  private static boolean refuses(byte[] content) {
    try {
      ClassFileScan.scan(content, "x");
      ClassFileScan.outline(content, "x");
      ClassFileScan.withVisibleBodies(content, "x");
      return false;
    } catch (ClassFileException e) {
      assertThat(e).hasMessageStartingWith("x is not a class file that can be read: ");
      return true;
    }
  }
}
