package io.cacheaside.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A project with Spring Boot; its configuration is that of {@code docs/spring-boot.md}. */
final class BootProject {
  static final Path PAGE = Environment.module().resolve("../docs/spring-boot.md");

  private BootProject() {}

  /** Copies the project {@code name}, for a version of Boot. */
  static ForeignProject copy(String name, String boot, Class<?> test, String copy)
      throws IOException {
    ForeignProject project =
        ForeignProject.copy(name, test, copy).edit("pom.xml", "@boot.version@", boot);
    Files.writeString(
        project.path("src/main/java/shop/CacheConfiguration.java"),
        configuration().replace(".build()", ".requireRedisAtStart(true).build()"));
    return project;
  }

  /** Returns the class of the page, which is its first block of code. */
  static String configuration() throws IOException {
    return Files.readString(PAGE).replaceFirst("(?s)^.*?```java\n(.*?)```.*$", "$1");
  }
}
