package io.cacheaside.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/troubleshooting.md} equal to the rules and to the messages that tests assert.
 * After a change, run this test with {@code -Dcacheaside.write-docs=true} and look at the
 * difference.
 */
class TroubleshootingPageTest {
  private static final Path PAGE = Path.of("../docs/troubleshooting.md");
  private static final Path MISTAKES = Path.of("src/test/resources/mistakes");
  private static final Path OTHER_MESSAGES = Path.of("src/test/resources/other-messages.txt");
  private static final String MARK = "<!-- from here on written by TroubleshootingPageTest -->\n";
  private static final Pattern EXPECTED =
      Pattern.compile("^// (error|warning) (\\d+):\\d+ (CA.*)$", Pattern.MULTILINE);

  @Test
  void page_ofAllCodes_saysWhatTheRulesSay() throws IOException {
    String page = Files.readString(PAGE);
    String head = page.substring(0, page.indexOf(MARK) + MARK.length());
    String expected =
        head + Arrays.stream(Rule.values()).map(this::section).collect(Collectors.joining());
    if (Boolean.getBoolean("cacheaside.write-docs")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  private String section(Rule rule) {
    return """

        ## %s (%s)

        %s

        **Cause.** %s

        **Fix.** %s
        """
        .formatted(
            rule.code(),
            rule.severity().name().toLowerCase(java.util.Locale.ROOT),
            example(rule),
            rule.cause(),
            rule.fix());
  }

  private static String example(Rule rule) {
    try (Stream<Path> files = Files.list(MISTAKES)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(rule.code()))
          .sorted()
          .findFirst()
          .map(TroubleshootingPageTest::mistake)
          .orElseGet(() -> otherMessage(rule));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The declaration that is wrong, and what is said about it. */
  private static String mistake(Path file) {
    String text = Javac.read(file);
    MatchResult expected = EXPECTED.matcher(text).results().findFirst().orElseThrow();
    List<String> lines = text.lines().toList();
    List<String> shown = new ArrayList<>();
    for (int i = Integer.parseInt(expected.group(2)) - 1; ; i++) {
      String line = lines.get(i).strip();
      shown.add(line);
      if (line.matches(".*[{;}]( //.*)?")) {
        break;
      }
    }
    return "```java\n" + String.join("\n", shown) + "\n```\n```\n" + expected.group(3) + "\n```";
  }

  private static String otherMessage(Rule rule) {
    String message =
        Javac.read(OTHER_MESSAGES)
            .lines()
            .filter(line -> line.startsWith(rule.code()))
            .findFirst()
            .orElseThrow(() -> new AssertionError(OTHER_MESSAGES + " lacks " + rule.code()));
    return "```\n" + message + "\n```";
  }
}
