package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A project with a module descriptor. */
class ModularIT {
  private static ForeignProject project;
  private static Build build;

  @BeforeAll
  static void build() throws Exception {
    project = ForeignProject.copy("modular", ModularIT.class);
    build = project.maven("test", ForeignProject.CLASS_PATH);
  }

  @Test
  void surefireOnTheModulePath_findsCachedMethods() {
    build.succeeds();
    build.says("[INFO] wove 1 method in 1 of 2 classes (1 @CacheAside)");
  }

  @Test
  void javaWithModulePath_runsCached() throws Exception {
    Build run =
        project
            .run("java", "--module-path", project.classPath(), "--module", "shop/shop.Main")
            .succeeds();

    assertThat(run.log()).contains("module shop: 1 load for 2 calls");
  }
}
