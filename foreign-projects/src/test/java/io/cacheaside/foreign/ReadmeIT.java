package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.testing.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The pom, the class and the output that the README shows are one project, and it runs. */
class ReadmeIT {
  private static final Path README = Environment.module().resolve("../README.md");
  private static final String CLASS = "src/main/java/shop/Shop.java";
  private static final String TEST = "src/test/java/shop/ShopTest.java";

  @Test
  void quickStart_isThisProject_andItsSecondCallIsAHit() throws Exception {
    ForeignProject project = ForeignProject.copy("readme", ReadmeIT.class);
    assertThat(README)
        .content()
        .contains("```xml\n" + Files.readString(project.path("pom.xml")) + "```")
        .contains("```java\n" + Files.readString(project.path(CLASS)) + "```")
        .contains("```java\n" + Files.readString(project.path(TEST)) + "```");

    Build build;
    try (RedisServer server = RedisServer.startProcess()) {
      project.edit(CLASS, "redis://localhost", server.uri());
      build =
          project
              .maven(
                  "process-classes",
                  "org.codehaus.mojo:exec-maven-plugin:3.5.0:java",
                  "-Dexec.mainClass=shop.Shop")
              .succeeds();
    }
    String output =
        """
        loading 7
        User[id=7, name=Ada]
        User[id=7, name=Ada]
        saving User[id=7, name=Ada]
        loading 7
        User[id=7, name=Ada]
        """;
    build.says("[INFO] wove 2 methods in 1 of 2 classes (1 @CacheAside, 1 @Invalidate)");
    build.says(output.lines().toArray(String[]::new));
    assertThat(build.lines("loading 7")).hasSize(2);
    assertThat(README).content().contains(output);
  }

  @Test
  void tests_areRun_andFailWithoutThePlugin() throws Exception {
    ForeignProject project = ForeignProject.copy("readme", ReadmeIT.class, "readme-tests");

    Build build = project.maven("test").succeeds();
    assertThat(build.lines("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0")).isNotEmpty();

    project.edit("pom.xml", ForeignProject.PLUGIN, "");
    Build forgotten = project.maven("clean", "test").fails();
    String message =
        """
        CA201 2 annotated methods are not woven, so their annotations do nothing:
          - shop.Shop.find(long) with @CacheAside in .../target/classes
          - shop.Shop.save(User) with @Invalidate in .../target/classes
        Add this to the plugins of the build in pom.xml:
        """;
    assertThat(README).content().contains("```\n" + message + "```\n");
    assertThat(String.join("\n", forgotten.log()))
        .contains(
            message
                .replace("...", "<project>")
                .replace("\n  -", "\n[ERROR]   -")
                .replace("\nAdd", "\n[ERROR] Add"));
  }
}
