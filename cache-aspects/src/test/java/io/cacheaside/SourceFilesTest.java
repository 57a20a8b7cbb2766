package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files are short enough to be read at once. */
class SourceFilesTest {
  private static final Path SOURCES = Path.of("src", "main");
  private static final int MAX_LINES = 400;

  /**
   * A table, a row for each rule: it is read a row at a time, and in two files it would be none.
   */
  private static final Path TABLE = Path.of("java/io/cacheaside/processor/Rule.java");

  @Test
  void sourceFiles_ofAllModules_haveAtMost400Lines() throws IOException {
    List<Path> modules = modules();
    assertThat(modules).hasSizeGreaterThan(5);
    for (Path module : modules) {
      assertThat(longFiles(module.resolve(SOURCES), MAX_LINES)).as("%s", module).isEmpty();
    }
    assertThat(longFiles(SOURCES, 20)).as("that files are found at all").hasSizeGreaterThan(30);
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(".."))) {
      return folders.filter(folder -> Files.isDirectory(folder.resolve(SOURCES))).toList();
    }
  }

  private static List<String> longFiles(Path folder, int limit) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(java|aj|lua)"))
          .filter(file -> lines(file) > limit && !file.endsWith(TABLE))
          .map(file -> folder.relativize(file) + " has " + lines(file) + " lines")
          .toList();
    }
  }

  /** Imports do not count: who reads the file does not read them. */
  private static long lines(Path file) {
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.startsWith("import ")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
