package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A project of several modules, with the plugin configured once, in their parent. */
class ModulesIT {
  private static ForeignProject project;
  private static Build first;

  @BeforeAll
  static void build() throws Exception {
    project = ForeignProject.copy("modules", ModulesIT.class);
    first = project.maven("-T", "2", "test");
  }

  @Test
  void twoAtATime_annotatedModulesAreWoven() {
    first.succeeds();
    assertThat(first.lines("wove"))
        .containsExactly(
            "[INFO] wove 1 method in 1 of 1 class (1 @CacheAside)",
            "[INFO] wove 1 method in 1 of 1 class (1 @CacheAside)");
    assertThat(first.lines("[WARNING]")).isEmpty();
  }

  @Test
  void secondBuild_weavesNothing() throws Exception {
    Build second = project.maven("process-classes").succeeds();
    second.neverSays("[INFO] wove ");
    assertThat(second.lines("woven and up to date"))
        .containsExactly(
            "[INFO] 1 of 1 class is woven and up to date",
            "[INFO] 1 of 1 class is woven and up to date");
  }
}
