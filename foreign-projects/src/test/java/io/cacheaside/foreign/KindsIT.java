package io.cacheaside.foreign;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** Annotated methods in types of every kind, compiled for the oldest and the newest Java. */
class KindsIT {

  @Test
  void everyKindOfType_isWoven() throws Exception {
    ForeignProject project = ForeignProject.copy("kinds", KindsIT.class);

    Build build = project.maven("test").succeeds();

    build.says("[INFO] wove 13 methods in 9 of 10 classes (13 @CacheAside)");
    build.says("[INFO] Tests run: 13, Failures: 0, Errors: 0, Skipped: 0");
  }

  @Test
  void classFilesOfJava25_areWoven() throws Exception {
    assumeTrue(
        Runtime.version().feature() >= 25,
        "needs a JDK 25 or later, which the second run of CI has; this is a JDK "
            + Runtime.version().feature());
    ForeignProject project = ForeignProject.copy("kinds", KindsIT.class, "kinds-25");

    Build build = project.maven("test", "-Dmaven.compiler.release=25").succeeds();

    build.says("[INFO] wove 13 methods in 9 of 10 classes (13 @CacheAside)");
    build.says("[INFO] Tests run: 13, Failures: 0, Errors: 0, Skipped: 0");
  }
}
