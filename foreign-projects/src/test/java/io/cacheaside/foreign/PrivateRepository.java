package io.cacheaside.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local repository for foreign builds, in which they find this reactor's artifacts as if they
 * were released, while nothing of them gets into the repository of the user.
 *
 * <p>It is a folder of links to the children of the user's repository, so that what was downloaded
 * once is there for all; only {@code io/cacheaside} is a folder of its own.
 */
final class PrivateRepository {
  private static final List<String> JARS =
      List.of(
          "cache-annotations",
          "cache-weaving",
          "cache-processor",
          "cache-junit",
          "cache-aspects",
          "cache-maven-plugin",
          "cache-spring-boot-starter");

  private static final PrivateRepository SHARED = create("local-repository");

  private final Path folder;

  private PrivateRepository(Path folder) {
    this.folder = folder;
  }

  /** The one for all tests that do not change it. */
  static PrivateRepository shared() {
    return SHARED;
  }

  Path folder() {
    return folder;
  }

  /** Where the jar or the pom of an artifact of this reactor lies. */
  Path artifact(String name, String extension) {
    String version = Environment.version();
    return folder
        .resolve("io/cacheaside")
        .resolve(name)
        .resolve(version)
        .resolve(name + "-" + version + "." + extension);
  }

  /** Makes another one, in a folder of that name. */
  static PrivateRepository create(String name) {
    Path folder = Environment.module().resolve("target").resolve(name);
    try {
      Folders.delete(folder);
      Path users = Environment.localRepository();
      link(users, folder, "io");
      link(users.resolve("io"), folder.resolve("io"), "cacheaside");
      install(folder.resolve("io/cacheaside"));
      return new PrivateRepository(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void link(Path from, Path to, String except) throws IOException {
    Files.createDirectories(to);
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        if (Files.isDirectory(child) && !child.endsWith(except)) {
          Files.createSymbolicLink(to.resolve(child.getFileName()), child);
        }
      }
    }
  }

  private static void install(Path group) throws IOException {
    Path root = Environment.module().resolveSibling("");
    copy(root.resolve("pom.xml"), group, "cacheaside-parent", ".pom");
    copy(root.resolve("cache-bom/pom.xml"), group, "cache-bom", ".pom");
    for (String name : JARS) {
      copy(root.resolve(name).resolve("pom.xml"), group, name, ".pom");
      String jar = name + "-" + Environment.version() + ".jar";
      copy(root.resolve(name).resolve("target").resolve(jar), group, name, ".jar");
    }
  }

  private static void copy(Path file, Path group, String name, String ending) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(
          file + " is missing: build it first, with mvn -pl foreign-projects -am verify");
    }
    String version = Environment.version();
    Path folder = Files.createDirectories(group.resolve(name).resolve(version));
    Path target = folder.resolve(name + "-" + version + ending);
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
