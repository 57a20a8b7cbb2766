package io.cacheaside.foreign;

import org.junit.jupiter.api.Test;

/** What happens to somebody who follows the quick start and makes a mistake. */
class NewUserIT {

  @Test
  void projectWithLombok_wrongKeyIsShown_correctedIsWoven() throws Exception {
    ForeignProject project = ForeignProject.copy("new-user", NewUserIT.class);

    Build wrongKey = project.maven("test").fails();
    wrongKey.says(
        "[ERROR] src/main/java/shop/UserService.java:9: CA102 shop.UserService.find(long): @CacheAside key \"user:{uid}\": {uid} names no parameter; did you mean {id}?");

    project.edit("src/main/java/shop/UserService.java", "{uid}", "{id}");
    Build corrected = project.maven("test").succeeds();
    corrected.says("[INFO] wove 1 method in 1 of 2 classes (1 @CacheAside)");
  }
}
