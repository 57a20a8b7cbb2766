package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An application that is not on the class path of its JVM: in a container, and in Maven itself. */
class LoadersIT {
  private static final String EXEC = "org.codehaus.mojo:exec-maven-plugin:3.5.0:java";
  private static final String MAIN = "-Dexec.mainClass=shop.Main";
  private static final String CA201 =
      "io.cacheaside.NotWovenException: CA201 3 annotated methods are not woven, so their"
          + " annotations do nothing:";
  private static final String FIRST =
      "  - shop.Main.find(long) with @CacheAside in <project>/target/classes";
  private static final String CACHED = "loads for 2 calls: 1";

  private static ForeignProject unwoven;
  private static ForeignProject woven;

  @BeforeAll
  static void build() throws Exception {
    unwoven = ForeignProject.copy("application", LoadersIT.class, "unwoven");
    unwoven.maven("compile", ForeignProject.CLASS_PATH).succeeds();
    woven = ForeignProject.copy("application", LoadersIT.class, "woven");
    woven.maven("process-classes", ForeignProject.CLASS_PATH).succeeds();
  }

  /** The libraries are above the application, as those that servers share are. */
  private static Build inContainer(ForeignProject project) throws Exception {
    return project.run(
        "java",
        "-cp",
        Files.readString(project.path("target/class-path.txt")).strip(),
        project.path("src/launch/java/Container.java").toString(),
        project.path("target/classes").toString());
  }

  @Test
  void container_unwoven_startFails() throws Exception {
    inContainer(unwoven).fails().says("Caused by: " + CA201, FIRST);
  }

  @Test
  void container_woven_secondCallIsAHit() throws Exception {
    inContainer(woven).succeeds().says(CACHED).neverSays("CA201");
  }

  @Test
  void execJava_unwoven_startFails() throws Exception {
    Build build = unwoven.maven(EXEC, MAIN).fails();

    assertThat(build.lines("CA201 3 annotated methods are not woven")).isNotEmpty();
  }

  @Test
  void execJava_woven_secondCallIsAHit_andNobodyWaitsForThreads() throws Exception {
    woven
        .maven("process-classes", EXEC, MAIN)
        .succeeds()
        .says(CACHED)
        .neverSays("is still alive")
        .neverSays("did not finish");
  }
}
