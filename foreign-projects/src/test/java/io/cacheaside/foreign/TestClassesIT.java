package io.cacheaside.foreign;

import org.junit.jupiter.api.Test;

/** Annotations in test classes. */
class TestClassesIT {

  @Test
  void annotatedTestClass_isWovenByItsOwnGoal_withoutItTheTestsFail() throws Exception {
    ForeignProject project = ForeignProject.copy("test-classes", TestClassesIT.class);

    Build build = project.maven("test").succeeds();
    build.says("[INFO] wove 1 method in 1 of 1 class (1 @CacheAside)");

    project.edit("pom.xml", "<goal>weave-tests</goal>", "");
    Build without = project.maven("clean", "test").fails();
    without.says(
        "[ERROR] io.cacheaside.NotWovenException: CA201 1 annotated method is not woven, so its"
            + " annotation does nothing:",
        "[ERROR]     <executions><execution><goals><goal>weave-tests</goal></goals></execution></executions>");
  }
}
