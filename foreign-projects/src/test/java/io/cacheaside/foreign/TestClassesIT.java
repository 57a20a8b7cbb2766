package io.cacheaside.foreign;

import org.junit.jupiter.api.Test;

/** Annotations in test classes. */
class TestClassesIT {

  @Test
  void annotatedTestClass_isWovenByItsOwnGoal() throws Exception {
    ForeignProject project = ForeignProject.copy("test-classes", TestClassesIT.class);

    Build build = project.maven("test").succeeds();
    build.says("[INFO] wove 1 method in 1 of 1 class (1 @CacheAside)");
  }
}
