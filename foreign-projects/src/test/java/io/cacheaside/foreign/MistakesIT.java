package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Wrong annotations stop the build, whether the processor sees them or not. */
class MistakesIT {
  private static final String COMPILER_VERSION = "<version>3.14.1</version>";
  private static final String PROCESSOR =
      """
      <configuration>
        <annotationProcessorPaths>
          <path>
            <groupId>io.cacheaside</groupId>
            <artifactId>cache-processor</artifactId>
            <version>%s</version>
          </path>
        </annotationProcessorPaths>
      </configuration>
      """
          .formatted(Environment.version());

  private static ForeignProject project;
  private static Build first;

  @BeforeAll
  static void build() throws Exception {
    project = ForeignProject.copy("mistakes", MistakesIT.class);
    first = project.maven("process-classes");
  }

  @Test
  void withoutProcessor_pluginReportsAllAtOnce() {
    first
        .fails()
        .says(
            "[WARNING] src/main/java/shop/UserService.java:17: CA105"
                + " shop.UserService.all(int, int): @CacheAside key \"all:{page}\": the parameter"
                + " size is not part of it, so calls that differ only in size share one entry; put"
                + " {size} into the key, or suppress \"CA105\" if the result does not depend on it")
        .says(
            "[ERROR] src/main/java/shop/UserService.java:7: CA102 shop.UserService.find(long):"
                + " @CacheAside key \"user:{uid}\": {uid} names no parameter; did you mean {id}?")
        .says(
            "[ERROR] src/main/java/shop/UserService.java:12: CA111"
                + " shop.UserService.byName(String): @CacheAside ttl \"5 minutes\" is not"
                + " a duration: found ' ' where a unit (d, h, m, s or ms) was expected; write for"
                + " example \"5m\", \"250ms\", \"1h30m\" or \"PT5M\"")
        .says(
            "[ERROR] src/main/java/shop/UserService.java:22: CA101"
                + " shop.UserService.rename(long, String): @Invalidate key \"user:{id\":"
                + " '{' at position 6 is never closed; write {parameter}");
  }

  @Test
  void withoutProcessor_secondBuildReportsTheSame() throws Exception {
    Build second = project.maven("process-classes").fails();

    List<String> problems = second.lines(": CA1");
    assertThat(problems).hasSize(4).isEqualTo(first.lines(": CA1"));
  }

  @Test
  void withProcessor_javacReportsAllWithTheirColumns() throws Exception {
    ForeignProject checked =
        ForeignProject.copy("mistakes", MistakesIT.class, "with-processor")
            .edit("pom.xml", COMPILER_VERSION, COMPILER_VERSION + PROCESSOR);

    Build build = checked.maven("process-classes").fails();

    build.says(
        "[WARNING] <project>/src/main/java/shop/UserService.java:[17,21] CA105 @CacheAside key"
            + " \"all:{page}\": the parameter size is not part of it, so calls that differ only in"
            + " size share one entry; put {size} into the key, or suppress \"CA105\" if the result"
            + " does not depend on it",
        "[ERROR] COMPILATION ERROR : ",
        "[ERROR] <project>/src/main/java/shop/UserService.java:[7,21] CA102 @CacheAside key"
            + " \"user:{uid}\": {uid} names no parameter; did you mean {id}?",
        "[ERROR] <project>/src/main/java/shop/UserService.java:[12,42] CA111 @CacheAside ttl"
            + " \"5 minutes\" is not a duration: found ' ' where a unit (d, h, m, s or ms) was"
            + " expected; write for example \"5m\", \"250ms\", \"1h30m\" or \"PT5M\"",
        "[ERROR] <project>/src/main/java/shop/UserService.java:[22,21] CA101 @Invalidate key"
            + " \"user:{id\": '{' at position 6 is never closed; write {parameter}");
  }

  @Test
  void withoutDebugInformation_classFilesAreRefused() throws Exception {
    ForeignProject stripped = ForeignProject.copy("plain", MistakesIT.class, "stripped");

    Build build = stripped.maven("process-classes", "-Dmaven.compiler.debuglevel=none").fails();

    build.says(
        "[ERROR] shop.OrderService: CA109 shop.OrderService.find(long): @CacheAside key"
            + " \"order:{id}\": the class was compiled without parameter names; compile it with -g"
            + " or -parameters",
        "[ERROR] shop.UserService: CA109 shop.UserService.find(long): @CacheAside key"
            + " \"user:{id}\": the class was compiled without parameter names; compile it with -g"
            + " or -parameters",
        "[ERROR] shop.UserService: CA109 shop.UserService.rename(long, String): @Invalidate key"
            + " \"user:{id}\": the class was compiled without parameter names; compile it with -g"
            + " or -parameters");
  }
}
