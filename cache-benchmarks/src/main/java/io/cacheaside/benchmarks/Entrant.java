package io.cacheaside.benchmarks;

import io.cacheaside.benchmarks.contenders.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A contender that this run may measure.
 *
 * @param name by which it is selected
 * @param title its line in the table
 * @param operations what it can do
 * @param classPath of its JVM
 * @param peer whether it belongs to another project
 */
record Entrant(
    String name, String title, Set<Operation> operations, String classPath, boolean peer) {

  /** As a JVM describes one. */
  private record Description(String name, String title, LinkedHashSet<Operation> operations) {}

  /**
   * Returns the contenders on our class path, then those of the peers that were built: a directory
   * with a file {@code target/classpath} for each.
   *
   * @param peers the directory of the peers; one that does not exist has none
   */
  static List<Entrant> find(Path peers) throws ContenderJvm.Failed {
    List<Entrant> entrants =
        new ArrayList<>(describe(System.getProperty("java.class.path"), false));
    try (Stream<Path> directories = Files.isDirectory(peers) ? Files.list(peers) : Stream.of()) {
      for (Path directory : directories.sorted().toList()) {
        Path target = directory.resolve("target");
        if (Files.isRegularFile(target.resolve("classpath"))) {
          String libraries = Files.readString(target.resolve("classpath")).strip();
          entrants.addAll(
              describe(
                  target.resolve("classes") + System.getProperty("path.separator") + libraries,
                  true));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entrants;
  }

  private static List<Entrant> describe(String classPath, boolean peer) throws ContenderJvm.Failed {
    try (ContenderJvm jvm = ContenderJvm.start(classPath, "", "")) {
      return Stream.of(jvm.ask("list", Description[].class))
          .map(
              found ->
                  new Entrant(found.name(), found.title(), found.operations(), classPath, peer))
          .toList();
    }
  }

  /** Starts a JVM in which this contender is measured on that server. */
  ContenderJvm start(String redisUri) {
    return ContenderJvm.start(classPath, name, redisUri, "-Xms512m", "-Xmx512m");
  }

  boolean can(Operation operation) {
    return operations.contains(operation);
  }
}
