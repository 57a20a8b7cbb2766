package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Our annotation processor beside those of others. */
class OtherProcessorsIT {
  private static final String LOMBOK =
      """
                  <path>
                    <groupId>org.projectlombok</groupId>
      """;
  private static final String OURS =
      """
                  <path>
                    <groupId>io.cacheaside</groupId>
                    <artifactId>cache-processor</artifactId>
                    <version>%s</version>
                  </path>
      """
          .formatted(Environment.version());
  private static final String INDEX = "target/classes/META-INF/cacheaside/classes.idx";

  @Test
  void lombok_wrongKeyIsAnErrorOfJavac_correctedIsWoven() throws Exception {
    ForeignProject project =
        ForeignProject.copy("new-user", OtherProcessorsIT.class)
            .edit("pom.xml", LOMBOK, OURS + LOMBOK);

    Build wrongKey = project.maven("test").fails();
    wrongKey.says(
        "[ERROR] COMPILATION ERROR : ",
        "[ERROR] <project>/src/main/java/shop/UserService.java:[9,21] CA102 @CacheAside key"
            + " \"user:{uid}\": {uid} names no parameter; did you mean {id}?");

    project.edit("src/main/java/shop/UserService.java", "{uid}", "{id}");
    Build corrected = project.maven("test").succeeds();
    corrected.says("[INFO] wove 1 method in 1 of 2 classes (1 @CacheAside)");
    assertThat(Files.readString(project.path(INDEX))).isEqualTo("shop.UserService\n");
  }

  @Test
  void mapStruct_classesAreCheckedAndWoven() throws Exception {
    ForeignProject project = ForeignProject.copy("mapstruct", OtherProcessorsIT.class);

    Build build = project.maven("test").succeeds();

    build.says("[INFO] wove 1 method in 1 of 4 classes (1 @CacheAside)");
    assertThat(Files.readString(project.path(INDEX))).isEqualTo("shop.UserMapper\n");
  }
}
