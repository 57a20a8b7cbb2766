package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.testing.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bodies of annotated methods of every kind run another time and on other threads, and with other
 * arguments than those of the call, however the methods were woven.
 */
class BodyOfEveryKindTest {
  private static final String KINDS = "io/cacheaside/aspect/kinds";

  @TempDir private Path folder;

  private static List<String> expected() throws IOException {
    try (InputStream in =
        BodyOfEveryKindTest.class.getResourceAsStream("bodies-of-every-kind.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  private void assertRuns(List<String> options, Path... first) throws Exception {
    List<Path> classPath = new ArrayList<>(List.of(first));
    classPath.add(Classpath.of(BodyOfEveryKindTest.class));
    // Spring's aspects bring errors of their own, about classes that are missing in libraries
    Classpath.ofApplication().stream()
        .filter(entry -> !entry.getFileName().toString().startsWith("spring-aspects"))
        .forEach(classPath::add);
    List<String> command = new ArrayList<>(options);
    String program = "io.cacheaside.engine.entry.ShapesProgram";
    command.addAll(List.of("-cp", Classpath.joined(classPath), program));
    ChildJvm.Outcome outcome = ChildJvm.run(folder, command);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).containsExactlyElementsOf(expected());
  }

  private Path woven(String... options) throws IOException {
    Path plain = folder.resolve("plain");
    Path tests = Classpath.of(BodyOfEveryKindTest.class);
    try (Stream<Path> files = Files.walk(tests.resolve(KINDS))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = plain.resolve(tests.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Path woven = folder.resolve("woven");
    assertThat(Ajc.weave(plain, woven, Classpath.ofApplication(), options))
        .singleElement()
        .asString()
        .contains("CA135");
    return woven;
  }

  @Test
  void inlined() throws Exception {
    assertRuns(List.of(), woven());
  }

  @Test
  void notInlined() throws Exception {
    assertRuns(List.of(), woven("-XnoInline"));
  }

  @Test
  void wovenWhileLoaded() throws Exception {
    assertRuns(List.of("-javaagent:" + Classpath.ofAgent()));
  }
}
