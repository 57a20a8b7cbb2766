package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Weaving does not change the identity of serializable classes. */
class SerializableIT {

  @Test
  void classWithoutSerialVersionUid_keepsTheOneJavaComputes() throws Exception {
    ForeignProject project = ForeignProject.copy("serializable", SerializableIT.class);
    project.maven("compile", ForeignProject.CLASS_PATH).succeeds();
    Build compiled = project.run("serialver", "-classpath", project.classPath(), "shop.Basket");

    Build build = project.maven("process-classes").succeeds();
    Build woven = project.run("serialver", "-classpath", project.classPath(), "shop.Basket");

    build.says("[INFO] wove 1 method in 1 of 1 class (1 @CacheAside)");
    assertThat(compiled.succeeds().lines("serialVersionUID")).hasSize(1);
    assertThat(woven.succeeds().log()).isEqualTo(compiled.log());
  }
}
