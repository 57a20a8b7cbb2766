package io.cacheaside.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles each file of {@code mistakes}. Its last lines say what the compiler has to report, and
 * nothing else: {@code // error line:column message}. What {@code @SuppressWarnings} silences is
 * found in class files: {@code // in class files only: warning message}.
 */
class MistakesTest {
  private static final Path MISTAKES = Path.of("src/test/resources/mistakes");
  private static final String CLASS_FILES_ONLY = "// in class files only: ";

  /** Reported by the plugin and the runtime, or only where there is no source: tested elsewhere. */
  private static final Set<Rule> WITHOUT_FILE =
      Set.of(
          Rule.NO_PARAMETER_NAMES,
          Rule.BODY_READS_FIELDS,
          Rule.INLINE_FUNCTION,
          Rule.CHECK_FAILED,
          Rule.NOT_WOVEN,
          Rule.NO_RUNTIME,
          Rule.WEAVER_ERROR,
          Rule.NO_COMPILER,
          Rule.NEWER_CLASS_FILE);

  @TempDir Path output;

  static List<Path> mistakes() throws IOException {
    try (Stream<Path> files = Files.list(MISTAKES)) {
      return files.sorted().toList();
    }
  }

  private static List<String> expected(Path file) {
    return Javac.read(file)
        .lines()
        .filter(line -> line.startsWith("// error ") || line.startsWith("// warning "))
        .map(line -> line.substring(3))
        .toList();
  }

  private static List<String> expectedInClassFiles(Path file) {
    Stream<String> fromSource =
        expected(file).stream().map(line -> line.replaceFirst(" \\d+:\\d+ ", " "));
    Stream<String> more =
        Javac.read(file)
            .lines()
            .filter(line -> line.startsWith(CLASS_FILES_ONLY))
            .map(line -> line.substring(CLASS_FILES_ONLY.length()));
    return Stream.concat(fromSource, more).toList();
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
    assertThat(javac.checkClassFiles().findings())
        .map(finding -> kind(finding) + " " + finding.message())
        .containsExactlyInAnyOrderElementsOf(expectedInClassFiles(file));
  }

  private static String kind(Finding finding) {
    return finding.severity() == Rule.Severity.ERROR ? "error" : "warning";
  }

  @Test
  void rule_ofTheCompiler_isTheFirstFindingOfItsFirstFile() throws IOException {
    List<String> firstFindings =
        mistakes().stream()
            .filter(file -> file.getFileName().toString().startsWith("CA"))
            .map(file -> file.getFileName().toString().substring(0, 5) + first(file))
            .toList();
    assertThat(firstFindings).allMatch(each -> each.substring(0, 5).equals(each.substring(5)));
    assertThat(firstFindings.stream().map(each -> each.substring(5)).collect(Collectors.toSet()))
        .isEqualTo(
            Arrays.stream(Rule.values())
                .filter(rule -> !WITHOUT_FILE.contains(rule))
                .map(Rule::code)
                .collect(Collectors.toSet()));
  }

  private static String first(Path file) {
    return expected(file).get(0).replaceFirst("\\w+ \\d+:\\d+ (CA\\d+) .*", "$1");
  }
}
