package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.testing.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The pom, the class and the output that the README shows are one project, and it runs. */
class ReadmeIT {
  private static final String CLASS = "src/main/java/shop/Shop.java";

  @Test
  void quickStart_isThisProject_andItsSecondCallIsAHit() throws Exception {
    ForeignProject project = ForeignProject.copy("readme", ReadmeIT.class);
    Path readme = Environment.module().resolve("../README.md");
    assertThat(readme)
        .content()
        .contains("```xml\n" + Files.readString(project.path("pom.xml")) + "```")
        .contains("```java\n" + Files.readString(project.path(CLASS)) + "```");

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
    assertThat(readme).content().contains(output);
  }
}
