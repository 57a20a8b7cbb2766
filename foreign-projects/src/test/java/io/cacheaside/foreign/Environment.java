package io.cacheaside.foreign;

import java.nio.file.Path;
import java.util.Objects;

/** What the pom of this module tells its tests. */
final class Environment {
  private Environment() {}

  /** The folder of this module. */
  static Path module() {
    return Path.of("").toAbsolutePath();
  }

  /** The version of this reactor. */
  static String version() {
    return property("foreign.version");
  }

  static String aspectjVersion() {
    return property("foreign.aspectj-version");
  }

  /** The local repository of the user who runs the tests. */
  static Path localRepository() {
    return Path.of(property("foreign.local-repository"));
  }

  static Path mavenHome() {
    return Path.of(property("maven.home"));
  }

  /** The JDK that runs the tests, and the foreign builds. */
  static Path javaHome() {
    return Path.of(property("java.home"));
  }

  private static String property(String name) {
    return Objects.requireNonNull(
        System.getProperty(name), () -> name + " is not set: run the tests with mvn verify");
  }
}
