package io.cacheaside.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles each file of {@code mistakes}. Its last lines say what the compiler has to report, and
 * nothing else: {@code // error line:column message}.
 */
class MistakesTest {
  static final Path MISTAKES = Path.of("src/test/resources/mistakes");
  static final String SOURCE_ONLY = "// not in class files";

  @TempDir Path output;

  static List<Path> mistakes() throws IOException {
    try (Stream<Path> files = Files.list(MISTAKES)) {
      return files.sorted().toList();
    }
  }

  static List<String> expected(Path file) {
    return Javac.read(file)
        .lines()
        .filter(line -> line.startsWith("// error ") || line.startsWith("// warning "))
        .map(line -> line.substring(3))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void source_withMistake_isReportedWithPosition(Path file) {
    List<Javac.Message> messages =
        new Javac(output).source(file).processors(new CacheProcessor()).run();
    assertThat(messages).map(Javac.Message::toString).containsExactlyElementsOf(expected(file));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void classFile_withMistake_isReportedInTheSameWords(Path file) {
    Javac javac = new Javac(output).source(file).options("-g", "-parameters");
    assertThat(javac.run()).isEmpty();
    if (Javac.read(file).contains(SOURCE_ONLY)) {
      return;
    }
    assertThat(javac.checkClassFiles().findings())
        .map(finding -> kind(finding) + " " + finding.message())
        .containsExactlyInAnyOrderElementsOf(
            expected(file).stream().map(line -> line.replaceFirst(" \\d+:\\d+ ", " ")).toList());
  }

  private static String kind(Finding finding) {
    return finding.severity() == Rule.Severity.ERROR ? "error" : "warning";
  }
}
