package io.cacheaside.maven;

import io.cacheaside.weaving.ScannedClass;
import io.cacheaside.weaving.ScannedMethod;
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
  String place(ScannedClass owner, ScannedMethod method) {
    return place(owner, method, "");
  }

  /**
   * Returns the place of {@code text}, which stands in an annotation of {@code method}: the nearest
   * line above the code that contains it, else the first line of the code. Without a source file,
   * its name; without even that, the name of the class.
   */
  String place(ScannedClass owner, ScannedMethod method, String text) {
    String sourceFile = owner.sourceFile();
    if (sourceFile == null) {
      return owner.name();
    }
    Optional<Path> file = find(packageFolder(owner), sourceFile);
    int line = file.map(found -> line(lines(found), owner, method, text)).orElse(method.line());
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

  private static String packageFolder(ScannedClass owner) {
    String path = owner.name().replace('.', '/');
    return path.substring(0, path.lastIndexOf('/') + 1);
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

  private static int line(
      List<String> lines, ScannedClass owner, ScannedMethod method, String text) {
    if (method.line() == 0) {
      return lineWithoutCode(lines, method, text);
    }
    int first = 1 + lastLineBefore(owner, method.line());
    for (int line = Math.min(method.line(), lines.size()); line >= first; line--) {
      if (!text.isEmpty() && lines.get(line - 1).contains(text)) {
        return line;
      }
    }
    return method.line();
  }

  /** Above that line, other annotated methods begin. */
  private static int lastLineBefore(ScannedClass owner, int line) {
    return owner.methods().stream()
        .mapToInt(ScannedMethod::line)
        .filter(other -> other < line)
        .max()
        .orElse(0);
  }

  /** An abstract or native method: the first line with the text, else the declaration. */
  private static int lineWithoutCode(List<String> lines, ScannedMethod method, String text) {
    Pattern declaration = Pattern.compile("\\b" + Pattern.quote(method.name()) + "\\s*\\(");
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
