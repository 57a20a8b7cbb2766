package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.testing.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The project of {@code docs/spring.md}: what stands there, and an application that calls it. */
class StarterIT {
  private static final Path PAGE = Environment.module().resolve("../docs/spring.md");
  private static final String SERVICE = "src/main/java/shop/UserService.java";

  @ParameterizedTest
  @ValueSource(strings = {"3.5.16", "4.1.2"})
  void page_makesAJarThatCaches(String boot) throws Exception {
    ForeignProject project = project(boot, "starter-" + boot);

    project
        .maven("package")
        .succeeds()
        .says("[INFO] wove 2 methods in 1 of 2 classes (1 @CacheAside, 1 @Invalidate)");

    start(project).succeeds().says("loads for 2 calls: 1", "after a change: user 1 is Ada");
    start(project, "--cacheaside.enabled=false")
        .succeeds()
        .says("loads for 2 calls: 2")
        .neverSays("WARN");
  }

  @Test
  void unknownProperty_isReportedAsBootReports() throws Exception {
    ForeignProject project = project("4.1.2", "unknown-property");
    project.maven("package").succeeds();

    Build start = start(project, "--cacheaside.comand-timeout=1s").fails();

    start.says(
        "APPLICATION FAILED TO START",
        "CacheAside is not configured properly: setting \"cacheaside.comand-timeout\" in"
            + " \"cacheaside.comand-timeout\" from property source \"commandLineArgs\" is unknown;"
            + " did you mean \"cacheaside.command-timeout\"?",
        "Correct the properties below \"cacheaside\"; docs/configuration.md has all of them, with"
            + " their ranges.");
  }

  private static ForeignProject project(String boot, String copy) throws Exception {
    ForeignProject project =
        ForeignProject.copy("starter", StarterIT.class, copy)
            .edit("pom.xml", "@boot.version@", boot)
            .edit("pom.xml", "    <!-- the dependency -->\n", versioned(block("xml", 0)))
            .edit("pom.xml", "      <!-- the plugin -->\n", versioned(block("xml", 1)));
    write(project.path("src/main/resources/application.yml"), block("yaml", 0));
    write(project.path(SERVICE), block("java", 0));
    return project;
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String versioned(String xml) {
    return xml.replaceAll(
        "<version>.*</version>", "<version>" + Environment.version() + "</version>");
  }

  /** Returns one of the page's blocks of code in a language, which are counted from zero. */
  private static String block(String language, int number) throws Exception {
    Matcher blocks =
        Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(PAGE));
    for (int i = 0; i <= number; i++) {
      assertThat(blocks.find()).as("%s %s of the page", language, number).isTrue();
    }
    return blocks.group(1);
  }

  private static Build start(ForeignProject project, String... options) throws Exception {
    try (RedisServer server = RedisServer.startProcess()) {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "-jar",
                  "target/starter-1.jar",
                  "--spring.data.redis.port=" + server.port(),
                  "--cacheaside.require-redis-at-start=true"));
      arguments.addAll(List.of(options));
      return project.run("java", arguments.toArray(String[]::new));
    }
  }
}
