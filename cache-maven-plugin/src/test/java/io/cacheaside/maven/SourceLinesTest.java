package io.cacheaside.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.weaving.ClassOutline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where in the sources something is. */
class SourceLinesTest {
  private static final String USERS =
      """
      package shop;
      class Users {
        @CacheAside(key = "user:{id}", ttl = "5m")
        String find(long id) {
          return "user:{id}";
        }
        @CacheAside(
            key = "name:{id}",
            ttl = "5m")
        abstract String name(long id);
        @Invalidate(key = KEY)
        void save() {
          write();
        }
        record Page() {}
      }
      """;

  @TempDir Path base;
  private SourceLines lines;

  @BeforeEach
  void writeSources() throws IOException {
    write("src/main/java/shop/Users.java", USERS);
    write("src/main/kotlin/users/Kotlin.kt", USERS);
    write("target/generated/shop/Made.java", USERS);
    lines =
        new SourceLines(
            base,
            List.of(
                base.resolve("src/main/java"),
                base.resolve("src/main/kotlin"),
                base.resolve("target/generated")));
  }

  private void write(String path, String text) throws IOException {
    Path file = base.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static CodePlace method(String name, String descriptor) {
    return CodePlace.of(outline("shop.Users", "Users.java"), name, descriptor);
  }

  private static ClassOutline outline(String name, String sourceFile) {
    return new ClassOutline(
        name,
        List.of(),
        sourceFile,
        false,
        Map.of("<init>()V", 2, "find(J)V", 5, "name(J)V", 0, "save()V", 13));
  }

  @Test
  void text_inTheAnnotation_isFoundAboveTheCode() {
    assertThat(lines.of(method("find", "(J)V"), "ttl = \"5m\""))
        .isEqualTo("src/main/java/shop/Users.java:3");
  }

  @Test
  void text_onTheCodesFirstLine_isTheNearest() {
    assertThat(lines.of(method("find", "(J)V"), "user:{id}"))
        .isEqualTo("src/main/java/shop/Users.java:5");
  }

  @Test
  void text_ofAnotherMethod_isNotTaken() {
    assertThat(lines.of(method("save", "()V"), "user:{id}"))
        .isEqualTo("src/main/java/shop/Users.java:13");
  }

  @Test
  void text_notThere_orNone_isTheCode() {
    assertThat(lines.of(method("save", "()V"), "order"))
        .isEqualTo("src/main/java/shop/Users.java:13");
    assertThat(lines.of(method("save", "()V"))).isEqualTo("src/main/java/shop/Users.java:13");
  }

  @Test
  void methodWithoutCode_isTheTextOrTheDeclaration() {
    assertThat(lines.of(method("name", "(J)V"), "name:{id}"))
        .isEqualTo("src/main/java/shop/Users.java:8");
    assertThat(lines.of(method("name", "(J)V"))).isEqualTo("src/main/java/shop/Users.java:10");
    assertThat(lines.of(method("other", "(J)V"))).isEqualTo("src/main/java/shop/Users.java");
  }

  @Test
  void nestedClass_isItsDeclaration() {
    assertThat(lines.of(CodePlace.of(outline("shop.Users$Page", "Users.java"))))
        .isEqualTo("src/main/java/shop/Users.java:15");
  }

  @Test
  void file_inAnotherRoot_orWithoutLeadingPackages_isFound() {
    assertThat(lines.of(CodePlace.of(outline("shop.Made", "Made.java"), "save", "()V")))
        .isEqualTo("target/generated/shop/Made.java:13");
    assertThat(lines.of(CodePlace.of(outline("com.shop.users.X", "Kotlin.kt"), "save", "()V")))
        .isEqualTo("src/main/kotlin/users/Kotlin.kt:13");
    assertThat(lines.file("shop/", "Users.java")).isEqualTo("src/main/java/shop/Users.java");
  }

  @Test
  void file_notFound_orUnknown_isNamedAsFarAsPossible() {
    assertThat(lines.of(CodePlace.of(outline("shop.Other", "Other.java"), "save", "()V")))
        .isEqualTo("Other.java:13");
    assertThat(lines.of(CodePlace.of(outline("shop.Other", null), "save", "()V")))
        .isEqualTo("shop.Other");
    assertThat(lines.file("shop/", "Other.java")).isEqualTo("Other.java");
  }

  @Test
  void file_inAnotherEncoding_keepsTheLineOfTheCode() throws IOException {
    Files.write(base.resolve("src/main/java/shop/Users.java"), new byte[] {(byte) 0xE4, '\n'});
    assertThat(lines.of(method("save", "()V"), "x")).isEqualTo("src/main/java/shop/Users.java:13");
  }
}
