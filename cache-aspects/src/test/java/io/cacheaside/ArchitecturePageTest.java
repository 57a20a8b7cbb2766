package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The picture of the packages shows those that there are, and what they really use. */
class ArchitecturePageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String PREFIX = "io.cacheaside.";
  private static final Pattern BOX = Pattern.compile("(?m)^ +([a-z.]+)\\[\"");
  private static final Pattern ARROW = Pattern.compile("(?m)^ +([a-z.]+) --> ([a-z.]+)$");

  /** What is drawn, but lies in jars that this module does not use. */
  private static final List<String> OUTSIDE = List.of("processor", "maven");

  private static String page;
  private static String picture;

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(ROOT.resolve("docs/architecture.md"));
    picture = page.substring(page.indexOf("```mermaid"), page.indexOf("## A read"));
  }

  @Test
  void boxes_arePackages() throws IOException {
    NavigableSet<String> drawn = new TreeSet<>();
    for (Matcher box = BOX.matcher(picture); box.find(); ) {
      drawn.add(box.group(1));
    }
    drawn.removeAll(OUTSIDE);

    NavigableSet<String> packages = new TreeSet<>();
    for (String module : List.of("cache-annotations", "cache-weaving", "cache-aspects")) {
      Path sources = ROOT.resolve(module).resolve("src/main/java/io/cacheaside");
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(file -> file.endsWith("package-info.java") && !sources.equals(file.getParent()))
            .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
            .map(ArchitecturePageTest::box)
            .forEach(packages::add);
      }
    }
    assertThat(drawn).isEqualTo(packages);
  }

  @Test
  void arrows_areWhatPackagesUse() {
    NavigableSet<String> drawn = new TreeSet<>();
    for (Matcher arrow = ARROW.matcher(picture); arrow.find(); ) {
      if (!OUTSIDE.contains(arrow.group(1))) {
        drawn.add(arrow.group(1) + " --> " + arrow.group(2));
      }
    }

    NavigableSet<String> used = new TreeSet<>();
    for (JavaClass type : ArchitectureTest.MAIN) {
      for (Dependency use : type.getDirectDependenciesFromSelf()) {
        String from = type.getPackageName();
        String to = use.getTargetClass().getBaseComponentType().getPackageName();
        if (from.startsWith(PREFIX) && to.startsWith(PREFIX) && !from.equals(to)) {
          used.add(
              box(from.substring(PREFIX.length())) + " --> " + box(to.substring(PREFIX.length())));
        }
      }
    }
    used.removeIf(arrow -> arrow.matches("(\\S+) --> \\1")); // within a box
    assertThat(drawn).isEqualTo(used);
  }

  /** Packages that are stacked are one box; a table shows what is in it. */
  private static String box(String name) {
    return name.replaceFirst("^(engine|store\\.redis)\\..*", "$1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.cacheaside.engine", "io.cacheaside.store.redis"})
  void rooms_standInTheirTable_inOrder(String house) {
    Pattern row =
        Pattern.compile(
            "(?m)^\\| `" + Pattern.quote(house.substring(PREFIX.length())) + "\\.([a-z]+)` \\|");
    assertThat(row.matcher(page).results().map(each -> each.group(1)).toList())
        .isEqualTo(ArchitectureTest.ROOMS.get(house));
  }
}
