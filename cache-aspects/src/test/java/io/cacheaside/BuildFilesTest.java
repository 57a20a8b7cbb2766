package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are read by others than javac agree with each other. */
class BuildFilesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static String root;
  private static String bom;

  @BeforeAll
  static void read() throws IOException {
    root = text("pom.xml");
    bom = text("cache-bom/pom.xml");
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private static NavigableSet<String> all(String pattern, String text) {
    NavigableSet<String> found = new TreeSet<>();
    Pattern.compile(pattern).matcher(text).results().forEach(result -> found.add(result.group(1)));
    return found;
  }

  private static String first(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + pattern + " in " + text));
  }

  private static List<String> released() throws IOException {
    NavigableSet<String> names = all("<module>([^<]+)</module>", root);
    names.removeIf(BuildFilesTest::isKeptHere);
    return List.copyOf(names);
  }

  private static boolean isKeptHere(String module) {
    try {
      return text(module + "/pom.xml").contains("<maven.deploy.skip>true</maven.deploy.skip>");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void releasedModules_areThese() throws IOException {
    assertThat(released())
        .containsExactly(
            "cache-annotations",
            "cache-aspects",
            "cache-bom",
            "cache-junit",
            "cache-maven-plugin",
            "cache-processor",
            "cache-rewrite",
            "cache-spring-boot-starter",
            "cache-weaving");
  }

  @Test
  void bom_namesEveryJarThatIsReleased() throws IOException {
    NavigableSet<String> jars = new TreeSet<>(released());
    jars.remove("cache-bom");
    jars.remove("cache-maven-plugin"); // a bom cannot manage plugins
    jars.remove("cache-rewrite"); // what runs recipes depends on it, no application
    assertThat(all("<artifactId>([^<]+)</artifactId>\\s+<version>\\$\\{project.version}", bom))
        .isEqualTo(jars);
  }

  @Test
  void bomHasNoParent_butTheVersionAndTheAddressOfTheOthers() {
    assertThat(bom).doesNotContain("<parent>");
    String version = "</artifactId>\\s+<version>([^<$]+)</version>\\s+<packaging>pom";
    assertThat(first(version, bom)).isEqualTo(first(version, root));
    String address = "<project.address>([^<]+)</project.address>";
    assertThat(first(address, bom)).isEqualTo(first(address, root));
  }

  /** What Maven Central refuses a project without; all but the first two are inherited. */
  @Test
  void releasedModules_haveWhatMavenCentralAsksFor() throws IOException {
    for (String module : released()) {
      String pom = text(module + "/pom.xml");
      assertThat(pom).as(module).contains("<name>CacheAside :: ").contains("<description>");
    }
    for (String pom : List.of(root, bom)) {
      assertThat(pom)
          .contains("<url>${project.address}</url>")
          .contains("<licenses>")
          .contains("<developers>")
          .contains("<connection>scm:git:${project.address}.git</connection>");
    }
  }

  @Test
  void workflow_runsWhatTheRunsOfCiAre() throws IOException {
    NavigableSet<String> runs = all("(?m)^ +(jdk\\d+-\\w+-[\\w-]+) ", commentOf(text(".ci/run")));
    assertThat(runs).hasSize(5);
    assertThat(all("(?m)^ +- run: (jdk[\\w-]+)$", text(".github/workflows/build.yml")))
        .isEqualTo(runs);
  }

  private static String commentOf(String script) {
    return script.replaceAll("(?m)^(?!#).*$", "").replace("#", " ");
  }

  static Stream<Arguments> patternsOfTests() throws IOException {
    String functions = text(".ci/functions");
    return Stream.of(first("-Dtest='([^']+)'", functions).split(",", -1))
        .map(pattern -> arguments(pattern));
  }

  /** Maven is content if one of several patterns finds a test. */
  @ParameterizedTest
  @MethodSource("patternsOfTests")
  void patternOfWhatDependsOnTheServer_findsATest(String pattern) throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:**/" + pattern + ".java");
    try (Stream<Path> sources = Files.walk(ROOT.resolve("cache-aspects/src/test/java"))) {
      assertThat(sources.filter(matcher::matches)).isNotEmpty();
    }
  }
}
