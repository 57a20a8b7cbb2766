package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.testing.RedisServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Applications with Spring Boot, which manages our libraries: Lettuce, Netty and AspectJ above all.
 */
class BootIT {
  private static final String PROPERTIES = "<!-- more properties -->";

  @ParameterizedTest
  @CsvSource({
    // Spring Boot, and what it brings: Lettuce, Netty, AspectJ
    "3.4.0, 6.4.1, 4.1.115, 1.9.22.1",
    "3.5.0, 6.5.5, 4.1.121, 1.9.24",
    "3.5.16, 6.6.0, 4.1.135, 1.9.25.1",
    "4.0.9, 6.8.2, 4.2.19, 1.9.25.1",
    "4.1.2, 7.5.2, 4.2.19, 1.9.25.1"
  })
  void versionsOfBoot_areWovenWithoutAWarning_andCached(
      String boot, String lettuce, String netty, String aspectj) throws Exception {
    ForeignProject project = project(boot, "boot-" + boot);

    Build build = project.maven("process-classes", ForeignProject.CLASS_PATH).succeeds();

    build.says("[INFO] wove 2 methods in 1 of 3 classes (1 @CacheAside, 1 @Invalidate)");
    build.neverSays("CA203");
    assertThat(project.classPath())
        .contains(
            "/lettuce-core-" + lettuce + ".RELEASE.jar",
            "/netty-common-" + netty + ".Final.jar",
            "/aspectjrt-" + aspectj + ".jar");
    start(project)
        .succeeds()
        .says(
            "loads for 2 calls: 1",
            "after a change: user 1 is Ada",
            "Spring's own: too",
            "cached when Spring has ended: false");
  }

  @Test
  void readme_showsTheConfiguration() throws Exception {
    assertThat(Environment.module().resolve("../README.md"))
        .content()
        .contains("```java\n" + BootProject.configuration() + "```");
  }

  @Test
  void lazyBeans_areCached() throws Exception {
    ForeignProject project = project("4.1.2", "lazy");
    project.maven("process-classes", ForeignProject.CLASS_PATH).succeeds();

    start(project, "-Dspring.main.lazy-initialization=true")
        .succeeds()
        .says("loads for 2 calls: 1");
  }

  @Test
  void newLettuceOnTheNettyOfBoot_startFails_andNamesTheProperties() throws Exception {
    ForeignProject project =
        project("3.5.16", "new-lettuce")
            .edit("pom.xml", PROPERTIES, "<lettuce.version>7.7.0.RELEASE</lettuce.version>");
    project.maven("process-classes", ForeignProject.CLASS_PATH).succeeds();

    Build start = start(project).fails();

    assertThat(start.lines("Caused by: java.lang.IllegalStateException: Lettuce"))
        .containsExactly(
            "Caused by: java.lang.IllegalStateException: Lettuce 7.7.0.RELEASE does not run on"
                + " Netty 4.1.135.Final: it needs 4.2. CacheAside runs with Lettuce 6.4 to 6.8"
                + " on Netty 4.1 and 4.2, and 7.0 to 7.7 on 4.2; set"
                + " <lettuce.version>6.8.2.RELEASE</lettuce.version>, or"
                + " <lettuce.version>7.7.0.RELEASE</lettuce.version> and"
                + " <netty.version>4.2.13.Final</netty.version>, in the properties of a pom that"
                + " Spring Boot manages; elsewhere manage io.lettuce:lettuce-core and"
                + " io.netty:netty-bom");
  }

  @Test
  void theProperties_letItRun() throws Exception {
    ForeignProject project =
        project("3.5.16", "new-both")
            .edit(
                "pom.xml",
                PROPERTIES,
                "<lettuce.version>7.7.0.RELEASE</lettuce.version>"
                    + "<netty.version>4.2.13.Final</netty.version>");
    project.maven("process-classes", ForeignProject.CLASS_PATH).succeeds();

    start(project).succeeds().says("loads for 2 calls: 1");
  }

  private static ForeignProject project(String boot, String copy) throws Exception {
    return BootProject.copy("boot", boot, BootIT.class, copy);
  }

  private static Build start(ForeignProject project, String... options) throws Exception {
    try (RedisServer server = RedisServer.startProcess()) {
      List<String> arguments = new ArrayList<>(List.of(options));
      arguments.addAll(
          List.of(
              "-Dspring.data.redis.url=" + server.uri(), "-cp", project.classPath(), "shop.Main"));
      return project.run("java", arguments.toArray(String[]::new));
    }
  }
}
