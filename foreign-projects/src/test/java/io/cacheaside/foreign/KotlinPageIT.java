package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.testing.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/kotlin.md} shows is one project; it runs, and its mistakes fail. */
class KotlinPageIT {
  private static final Path PAGE = Environment.module().resolve("../docs/kotlin.md");
  private static final String SOURCES = "src/main/kotlin/shop/";

  /** What is shown does not depend on the machine's speed. */
  private static final String PATIENCE =
      ".startWait(java.time.Duration.ofMinutes(1)).commandTimeout(java.time.Duration.ofSeconds(2))";

  /** A daemon would outlive the build. */
  private static final String NO_DAEMON = "-Dkotlin.compiler.daemon=false";

  /** A function that is refused, and why. */
  private static final Pattern MISTAKE =
      Pattern.compile("```kotlin\n([^`]+)```\n```\n(CA[^`]+)\n```");

  @Test
  void page_isThisProject_andEachFunctionLoadsOnce() throws Exception {
    ForeignProject project = ForeignProject.copy("kotlin-page", KotlinPageIT.class);
    assertThat(PAGE)
        .content()
        .contains("```xml\n" + Files.readString(project.path("pom.xml")) + "```")
        .contains(source(project, "Users.kt"))
        .contains(source(project, "Prices.kt"))
        .contains(source(project, "Shop.kt"));

    Build build;
    try (RedisServer server = RedisServer.startProcess()) {
      project
          .edit(SOURCES + "Shop.kt", "redis://localhost", server.uri())
          .edit(SOURCES + "Shop.kt", ".app(\"shop\")", ".app(\"shop\")" + PATIENCE);
      build =
          project
              .maven(
                  "process-classes",
                  "org.codehaus.mojo:exec-maven-plugin:3.5.0:java",
                  "-Dexec.mainClass=shop.ShopKt",
                  NO_DAEMON)
              .succeeds();
    }
    String woven = "wove 12 methods in 6 of 16 classes (9 @CacheAside, 3 @Invalidate)";
    build.says("[INFO] " + woven).neverSays("[WARNING]");
    List<String> output = output();
    build.says(output.toArray(String[]::new));
    assertThat(build.lines("loading "))
        .containsExactlyElementsOf(
            output.stream().filter(line -> line.startsWith("loading ")).toList());
    assertThat(PAGE).content().contains("```\n" + woven + "\n```");
  }

  @Test
  void mistakesOfThePage_failWithItsMessages() throws Exception {
    ForeignProject project =
        ForeignProject.copy("kotlin-page", KotlinPageIT.class, "kotlin-page-mistakes");
    List<MatchResult> mistakes = MISTAKE.matcher(Files.readString(PAGE)).results().toList();
    assertThat(mistakes).hasSize(9);
    List<String> messages = new ArrayList<>();
    for (MatchResult mistake : mistakes) {
      String message = mistake.group(2);
      // the one with a top-level function is named by its file
      String name = message.contains("ItemsKt") ? "Items" : "Mistake" + messages.size();
      Files.writeString(
          project.path(SOURCES + name + ".kt"),
          "package shop\n\nimport io.cacheaside.annotation.CacheAside\n\n" + mistake.group(1));
      messages.add(message);
    }

    Build build = project.maven("process-classes", NO_DAEMON).fails();

    assertThat(build.lines(": CA"))
        .map(line -> line.replaceFirst("\\[ERROR\\] src/main/kotlin/shop/\\w+\\.kt:\\d+: ", ""))
        .containsExactlyInAnyOrderElementsOf(messages);
  }

  private static String source(ForeignProject project, String name) throws Exception {
    return "```kotlin\n" + Files.readString(project.path(SOURCES + name)) + "```";
  }

  private static List<String> output() throws Exception {
    String page = Files.readString(PAGE);
    int start = page.indexOf("```\nloading user 7\n") + 4;
    return page.substring(start, page.indexOf("```", start)).lines().toList();
  }
}
