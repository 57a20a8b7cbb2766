package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A project that names the version of CacheAside once. */
class BomIT {
  private static final String ASPECTS =
      """
            <artifactId>cache-aspects</artifactId>
            <version>%s</version>
      """
          .formatted(Environment.version());
  private static final String LOMBOK =
      """
                  <path>
                    <groupId>org.projectlombok</groupId>
      """;
  private static final String PROCESSOR =
      """
                  <path>
                    <groupId>io.cacheaside</groupId>
                    <artifactId>cache-processor</artifactId>
                  </path>
      """;
  private static final String DEPENDENCIES =
      """
        <dependencies>
          <dependency>
            <groupId>io.cacheaside</groupId>
      """;
  private static final String IMPORT =
      """
        <dependencyManagement>
          <dependencies>
            <dependency>
              <groupId>io.cacheaside</groupId>
              <artifactId>cache-bom</artifactId>
              <version>%s</version>
              <type>pom</type>
              <scope>import</scope>
            </dependency>
            %%s
          </dependencies>
        </dependencyManagement>

      """
          .formatted(Environment.version());

  @Test
  void dependencyAndProcessorWithoutVersions_areThoseOfTheBom() throws Exception {
    ForeignProject project = project("versions", "");

    Build wrongKey = project.maven("compile").fails();
    wrongKey.says(
        "[ERROR] <project>/src/main/java/shop/UserService.java:[9,21] CA102 @CacheAside key"
            + " \"user:{uid}\": {uid} names no parameter; did you mean {id}?");

    project.edit("src/main/java/shop/UserService.java", "{uid}", "{id}");
    Build corrected = project.maven("test", ForeignProject.CLASS_PATH).succeeds();
    corrected.says("[INFO] wove 1 method in 1 of 2 classes (1 @CacheAside)");
    assertThat(project.classPath())
        .contains("/cache-aspects-" + Environment.version() + ".jar")
        .contains("/cache-weaving-" + Environment.version() + ".jar")
        .contains("/cache-annotations-" + Environment.version() + ".jar");
  }

  @Test
  void librariesOfCacheAside_areThoseOfABomImportedAfterIt() throws Exception {
    ForeignProject project =
        project(
                "libraries",
                """
                <dependency>
                  <groupId>org.springframework.boot</groupId>
                  <artifactId>spring-boot-dependencies</artifactId>
                  <version>3.5.16</version>
                  <type>pom</type>
                  <scope>import</scope>
                </dependency>
                """)
            .edit("src/main/java/shop/UserService.java", "{uid}", "{id}");

    project.maven("process-classes", ForeignProject.CLASS_PATH).succeeds();

    assertThat(project.classPath()).contains("/lettuce-core-6.6.0.RELEASE.jar");
  }

  private static ForeignProject project(String copy, String managedByOthers) throws Exception {
    return ForeignProject.copy("new-user", BomIT.class, copy)
        .edit("pom.xml", ASPECTS, ASPECTS.lines().findFirst().orElseThrow() + "\n")
        .edit("pom.xml", LOMBOK, PROCESSOR + LOMBOK)
        .edit("pom.xml", DEPENDENCIES, IMPORT.formatted(managedByOthers) + DEPENDENCIES);
  }
}
