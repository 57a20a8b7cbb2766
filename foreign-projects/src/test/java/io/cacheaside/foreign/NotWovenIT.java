package io.cacheaside.foreign;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Projects whose annotations would do nothing, because something is missing from their poms. They
 * have no logging library, so what the check says as a warning is not seen here.
 */
class NotWovenIT {
  private static final String NOT_WOVEN =
      "CA201 %d annotated methods are not woven, so their annotations do nothing:";

  private static ForeignProject forgotten;
  private static ForeignProject application;

  @BeforeAll
  static void build() throws Exception {
    forgotten =
        ForeignProject.copy("plain", NotWovenIT.class).edit("pom.xml", ForeignProject.PLUGIN, "");
    application = ForeignProject.copy("application", NotWovenIT.class);
    application.maven("compile", ForeignProject.CLASS_PATH).succeeds();
  }

  @Test
  void pluginForgotten_testsFail() throws Exception {
    Build build = forgotten.maven("test").fails();

    build
        .says(
            "[ERROR] io.cacheaside.NotWovenException: CA201 3 annotated methods are not woven, so"
                + " their annotations do nothing:",
            "[ERROR]   - shop.OrderService.find(long) with @CacheAside in <project>/target/classes",
            "[ERROR]   - shop.UserService.find(long) with @CacheAside in <project>/target/classes",
            "[ERROR]   - shop.UserService.rename(long, String) with @Invalidate in"
                + " <project>/target/classes")
        .says(blockToAdd("[ERROR] "));
  }

  @Test
  void pluginForgotten_listenerWarns_testsRunWithoutCache() throws Exception {
    Build build = forgotten.maven("test", "-DargLine=-Dcacheaside.weaving-check=warn").fails();

    build.says("[ERROR]   UserServiceTest.find_isCachedUntilRename:18 expected: <1> but was: <2>");
  }

  @Test
  void pluginForgotten_listenerOff_testsRunWithoutCache() throws Exception {
    Build build = forgotten.maven("test", "-DargLine=-Dcacheaside.weaving-check=off").fails();

    build
        .neverSays("CA201")
        .says("[ERROR]   UserServiceTest.find_isCachedUntilRename:18 expected: <1> but was: <2>");
  }

  @Test
  void aspectsForgotten_weaveFails() throws Exception {
    ForeignProject project =
        ForeignProject.copy("plain", NotWovenIT.class, "annotations-only")
            .edit("pom.xml", "<artifactId>cache-aspects<", "<artifactId>cache-annotations<");

    Build build = project.maven("process-classes").fails();

    build.says(
        "[ERROR] Failed to execute goal io.cacheaside:cache-maven-plugin:"
            + Environment.version()
            + ":weave (default) on project plain: CA202 classes are annotated with"
            + " @CacheAside or @Invalidate, but cache-aspects is not among the dependencies of this"
            + " module; add to its pom, with the scope compile:",
        "[ERROR]   <dependency>",
        "[ERROR]     <groupId>io.cacheaside</groupId>",
        "[ERROR]     <artifactId>cache-aspects</artifactId>",
        "[ERROR]     <version>" + Environment.version() + "</version>",
        "[ERROR]   </dependency>");
  }

  @Test
  void compiledOnly_startFails() throws Exception {
    Build start = start("-Dany=thing").fails();

    start
        .says(
            "Exception in thread \"main\" io.cacheaside.NotWovenException: "
                + NOT_WOVEN.formatted(3),
            "  - shop.Main.find(long) with @CacheAside in <project>/target/classes",
            "  - shop.Main.find(String) with @CacheAside in <project>/target/classes",
            "  - shop.Main.rename(long, String) with @Invalidate in <project>/target/classes")
        .says(blockToAdd(""))
        .neverSays("loads for 2 calls");
  }

  @Test
  void compiledOnly_checkWarns_runsWithoutCache() throws Exception {
    Build start = start("-Dcacheaside.weaving-check=warn").succeeds();

    start.says("loads for 2 calls: 2");
  }

  @Test
  void compiledOnly_checkOff_runsWithoutCache() throws Exception {
    Build start = start("-Dcacheaside.weaving-check=off").succeeds();

    start.says("loads for 2 calls: 2").neverSays("CA201");
  }

  private static String[] blockToAdd(String prefix) {
    return Stream.of(
            "Add this to the plugins of the build in pom.xml:",
            "  <plugin>",
            "    <groupId>io.cacheaside</groupId>",
            "    <artifactId>cache-maven-plugin</artifactId>",
            "    <version>" + Environment.version() + "</version>",
            "    <executions><execution><goals><goal>weave</goal></goals></execution></executions>",
            "  </plugin>",
            "If it is there: build with Maven, because an IDE that compiles by itself does not"
                + " weave.",
            "While developing, -javaagent:aspectjweaver.jar weaves what is loaded, whoever compiled"
                + " it.",
            "To go on without: -Dcacheaside.weaving-check=off (or =warn)")
        .map(prefix::concat)
        .toArray(String[]::new);
  }

  private static Build start(String option) throws Exception {
    return application.run("java", option, "-cp", application.classPath(), "shop.Main");
  }
}
