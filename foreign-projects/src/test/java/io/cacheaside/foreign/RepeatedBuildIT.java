package io.cacheaside.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Builds after the first one do what has changed since the one before, and no more. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RepeatedBuildIT {
  private static final String USERS = "src/main/java/shop/UserService.java";
  private static final String ORDERS = "src/main/java/shop/OrderService.java";

  /**
   * Compiles the classes whose sources have changed, as IDEs do; by default, Maven compiles all.
   */
  private static final String[] STALE_ONLY = {
    "process-test-classes", "-Dmaven.compiler.useIncrementalCompilation=false"
  };

  private static ForeignProject project;
  private SortedMap<String, String> before;

  @BeforeAll
  static void firstBuild() throws Exception {
    project = ForeignProject.copy("plain", RepeatedBuildIT.class);
    project
        .maven("process-test-classes")
        .succeeds()
        .says("[INFO] wove 3 methods in 2 of 3 classes (2 @CacheAside, 1 @Invalidate)");
  }

  @BeforeEach
  void rememberClassFiles() throws IOException {
    before = project.classFiles("target");
  }

  @Test
  @Order(1)
  void nothingChanged_nothingIsCompiledOrWoven() throws Exception {
    Build build = project.maven("process-test-classes").succeeds();

    build.says(
        "[INFO] Nothing to compile - all classes are up to date.",
        "[INFO] 2 of 3 classes are woven and up to date",
        "[INFO] Nothing to compile - all classes are up to date.");
    assertThat(project.classFiles("target")).isEqualTo(before);
  }

  @Test
  @Order(2)
  void oneClassChanged_onlyItIsWoven() throws Exception {
    project.edit(USERS, "\"user \" + id", "\"the user \" + id");

    Build build = project.maven(STALE_ONLY).succeeds();

    build.says("[INFO] wove 2 methods in 1 of 3 classes (1 @CacheAside, 1 @Invalidate)");
    assertThat(changed()).containsExactly("classes/shop/UserService.class");
  }

  @Test
  @Order(3)
  void annotationRemoved_classIsNoLongerWoven() throws Exception {
    project.edit(ORDERS, "  @CacheAside(key = \"order:{id}\", ttl = \"5m\")\n", "");

    Build build = project.maven(STALE_ONLY).succeeds();

    build.says("[INFO] 1 of 3 classes is woven and up to date");
    assertThat(changed()).containsExactly("classes/shop/OrderService.class");
    assertThat(project.bytes("target/classes/shop/OrderService.class"))
        .doesNotContain("_aroundBody");
  }

  @Test
  @Order(4)
  void aspectsChanged_classesAreWovenAgain() throws Exception {
    PrivateRepository other = PrivateRepository.create("other-aspects");
    ForeignProject there = project.in(other);
    there.maven("process-test-classes").succeeds();

    addFile(other.artifact("cache-aspects", "jar"), "io/cacheaside/other.txt");
    Build runtimeChanged = there.maven("process-test-classes").succeeds();
    addFile(other.artifact("cache-aspects", "jar"), "io/cacheaside/aspect/other.txt");
    Build aspectsChanged = there.maven("process-test-classes").succeeds();

    runtimeChanged.says("[INFO] 1 of 3 classes is woven and up to date");
    aspectsChanged.says("[INFO] wove 2 methods in 1 of 3 classes (1 @CacheAside, 1 @Invalidate)");
  }

  private List<String> changed() throws IOException {
    SortedMap<String, String> now = project.classFiles("target");
    assertThat(now).containsOnlyKeys(before.keySet());
    return now.keySet().stream().filter(file -> !now.get(file).equals(before.get(file))).toList();
  }

  private static void addFile(Path jar, String name) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      Files.writeString(zip.getPath(name), "other content");
    }
  }
}
