package io.cacheaside.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the line of a source file that a message about a class file is about. */
final class SourceLines {
  private final Path baseDirectory;
  private final List<Path> sourceRoots;
  private final Map<Path, List<String>> read = new HashMap<>();

  SourceLines(Path baseDirectory, Collection<Path> sourceRoots) {
    this.baseDirectory = baseDirectory;
    this.sourceRoots = List.copyOf(sourceRoots);
  }

  /** Returns for example {@code src/main/java/shop/Users.java:12}: the first line of the code. */
  String of(CodePlace place) {
    return of(place, "");
  }

  /**
   * Returns where {@code text}, a value of an annotation, is written: the nearest line above the
   * code of {@code place} that contains it, else the first line of the code. Without a source file,
   * its name; without even that, the name of the class.
   */
  String of(CodePlace place, String text) {
    String sourceFile = place.sourceFile();
    if (sourceFile == null) {
      return place.className();
    }
    String path = place.className().replace('.', '/');
    String packageFolder = path.substring(0, path.lastIndexOf('/') + 1);
    Optional<Path> file = find(packageFolder, sourceFile);
    int line = file.map(found -> line(lines(found), place, text)).orElse(place.line());
    String name = file.map(this::relative).orElse(sourceFile);
    return line == 0 ? name : name + ":" + line;
  }

  /** Returns {@code sourceFile} of the package {@code shop/} as messages write it. */
  String file(String packageFolder, String sourceFile) {
    return find(packageFolder, sourceFile).map(this::relative).orElse(sourceFile);
  }

  private String relative(Path file) {
    Path shown = file.startsWith(baseDirectory) ? baseDirectory.relativize(file) : file;
    return shown.toString().replace('\\', '/');
  }

  /** Kotlin may leave out the leading packages that all files of a root have in common. */
  private Optional<Path> find(String packageFolder, String sourceFile) {
    String folder = packageFolder;
    while (true) {
      for (Path root : sourceRoots) {
        Path file = root.resolve(folder + sourceFile);
        if (Files.isRegularFile(file)) {
          return Optional.of(file);
        }
      }
      if (folder.isEmpty()) {
        return Optional.empty();
      }
      folder = folder.substring(folder.indexOf('/') + 1);
    }
  }

  private static int line(List<String> lines, CodePlace place, String text) {
    if (place.line() == 0) {
      return lineWithoutCode(lines, place.declaration(), text);
    }
    for (int line = Math.min(place.line(), lines.size()); line > place.previous(); line--) {
      if (!text.isEmpty() && lines.get(line - 1).contains(text)) {
        return line;
      }
    }
    return place.line();
  }

  /**
   * A class, an abstract or a native method: the first line with the text, else the declaration.
   */
  private static int lineWithoutCode(List<String> lines, Pattern declaration, String text) {
    int declared = 0;
    for (int line = 1; line <= lines.size(); line++) {
      String content = lines.get(line - 1);
      if (!text.isEmpty() && content.contains(text)) {
        return line;
      }
      if (declared == 0 && declaration.matcher(content).find()) {
        declared = line;
      }
    }
    return declared;
  }

  /** A file in another encoding gives no lines: then the class file's line has to do. */
  private List<String> lines(Path file) {
    return read.computeIfAbsent(
        file,
        found -> {
          try {
            return Files.readAllLines(found);
          } catch (IOException e) {
            return List.of();
          }
        });
  }
}
