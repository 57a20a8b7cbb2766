package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pom of {@code docs/testing.md} builds what the page shows, and runs its tests. */
class TestingPageIT {
  private static final Path PAGE = Environment.module().resolve("../docs/testing.md");
  private static final Pattern CLASS =
      Pattern.compile(
          "```java\n(package shop;.*?\n(?:public )?(?:final )?class (\\w+).*?)```", Pattern.DOTALL);
  private static final Set<String> MAIN = Set.of("UserService", "CacheConfiguration");

  @Test
  void page_isThisProject_andAllItsTestsAreRun() throws Exception {
    ForeignProject project = ForeignProject.copy("testing-page", TestingPageIT.class);
    String page = Files.readString(PAGE);
    assertThat(page).contains("```xml\n" + Files.readString(project.path("pom.xml")) + "```");
    for (MatchResult source : CLASS.matcher(page).results().toList()) {
      String name = source.group(2);
      Path folder = project.path("src/" + (MAIN.contains(name) ? "main" : "test") + "/java/shop");
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name + ".java"), source.group(1));
    }

    Build build = project.maven("test").succeeds();

    build.says("[INFO] wove 2 methods in 1 of 4 classes (1 @CacheAside, 1 @Invalidate)");
    // one needs Docker
    assertThat(build.log())
        .anyMatch(line -> line.matches(".* Tests run: [78], Failures: 0, Errors: 0, .*"));
  }
}
