package io.cacheaside.foreign;

import org.junit.jupiter.api.Test;

/**
 * What happens to somebody who follows the quick start, makes a mistake, and forgets the plugin.
 */
class NewUserIT {

  @Test
  void projectWithLombok_wrongKeyIsShown_correctedIsWoven_withoutThePluginTheTestsFail()
      throws Exception {
    ForeignProject project = ForeignProject.copy("new-user", NewUserIT.class);

    Build wrongKey = project.maven("test").fails();
    wrongKey.says(
        "[ERROR] src/main/java/shop/UserService.java:9: CA102 shop.UserService.find(long): @CacheAside key \"user:{uid}\": {uid} names no parameter; did you mean {id}?");

    project.edit("src/main/java/shop/UserService.java", "{uid}", "{id}");
    Build corrected = project.maven("test").succeeds();
    corrected.says("[INFO] wove 1 method in 1 of 2 classes (1 @CacheAside)");

    project.edit("pom.xml", ForeignProject.PLUGIN, "");
    Build forgotten = project.maven("clean", "test").fails();
    forgotten.says(
        "[ERROR] io.cacheaside.NotWovenException: CA201 1 annotated method is not woven, so its"
            + " annotation does nothing:",
        "[ERROR]     <executions><execution><goals><goal>weave</goal></goals></execution></executions>");
  }
}
