package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the pages refer to is there: files that they link to, and the tests that they name. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
  private static final Pattern TEST = Pattern.compile("`(\\w*[a-z](?:Test|IT))(?:#(\\w+))?`");

  private static List<Path> pages;
  private static Map<String, Path> sources;

  @BeforeAll
  static void find() {
    pages = files(".md");
    sources = new HashMap<>();
    for (Path source : files(".java")) {
      sources.put(source.getFileName().toString().replace(".java", ""), source);
    }
  }

  private static List<Path> files(String ending) {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(path -> path.toString().endsWith(ending))
          .filter(path -> !ROOT.relativize(path).toString().contains("target"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }

  @Test
  void links_leadToFiles() throws IOException {
    List<String> broken = new ArrayList<>();
    int seen = 0;
    for (Path page : pages) {
      for (Matcher link = LINK.matcher(text(page)); link.find(); ) {
        String target = link.group(1);
        if (!target.contains("://")) {
          seen++;
          if (!Files.exists(page.resolveSibling(target))) {
            broken.add(ROOT.relativize(page) + " links to " + target);
          }
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(seen).isGreaterThan(20);
  }

  @Test
  void testsThatPagesName_exist() throws IOException {
    List<String> broken = new ArrayList<>();
    int seen = 0;
    for (Path page : pages) {
      for (Matcher name = TEST.matcher(text(page)); name.find(); ) {
        seen++;
        Path source = sources.get(name.group(1));
        String method = name.group(2) == null ? "class " : "void " + name.group(2) + "(";
        if (source == null || !text(source).contains(method)) {
          broken.add(ROOT.relativize(page) + " names " + name.group());
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(seen).isGreaterThan(15);
  }

  @Test
  void index_hasEachPageOnce() throws IOException {
    Path docs = ROOT.resolve("docs");
    List<String> listed = new ArrayList<>();
    for (Matcher link = LINK.matcher(text(docs.resolve("README.md"))); link.find(); ) {
      listed.add(link.group(1));
    }
    List<String> all =
        pages.stream()
            .filter(page -> page.getParent().equals(docs))
            .map(page -> page.getFileName().toString())
            .filter(name -> !name.equals("README.md"))
            .toList();
    listed.removeIf(link -> link.startsWith("../"));
    assertThat(listed).containsExactlyInAnyOrderElementsOf(all);
  }

  /** Row by row: an interleaving without a test is only a claim. */
  @Test
  void everyInterleaving_namesItsTestOrSaysWhatIsMissing() throws IOException {
    String page = text(ROOT.resolve("docs/protocol.md"));
    List<String> rows = page.lines().filter(line -> line.matches("\\| \\d+ \\|.*")).toList();
    assertThat(rows).hasSize(21);
    assertThat(rows)
        .allSatisfy(row -> assertThat(row).containsPattern("`\\w+Test(#\\w+)?`|later: near cache"));
  }
}
