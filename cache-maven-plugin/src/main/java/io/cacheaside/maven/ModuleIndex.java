package io.cacheaside.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What the annotation processor has left in a directory or jar: the classes with annotated methods,
 * and which warnings are silenced on their methods, which class files do not say.
 *
 * @param classes the binary names
 * @param silenced for each silenced warning the class, the code and the method: {@code shop.Jobs
 *     CA146@delete(Ljava/util/Set;)V}
 */
record ModuleIndex(Set<String> classes, Set<String> silenced) {
  private static final String PATH = "META-INF/cacheaside/classes.idx";

  /** Reads the index of a directory or jar; it is empty if there is none. */
  static ModuleIndex of(Path entry) throws IOException {
    Set<String> classes = new LinkedHashSet<>();
    Set<String> silenced = new HashSet<>();
    for (String line : text(entry).lines().map(String::strip).toList()) {
      String[] words = line.split(" ", -1);
      if (!line.isEmpty()) {
        classes.add(words[0]);
      }
      for (int i = 1; i < words.length; i++) {
        silenced.add(words[0] + " " + words[i]);
      }
    }
    return new ModuleIndex(classes, silenced);
  }

  private static String text(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      Path index = entry.resolve(PATH);
      return Files.exists(index) ? Files.readString(index) : "";
    }
    if (!Files.exists(entry) || !entry.toString().endsWith(".jar")) {
      return "";
    }
    try (ZipFile jar = new ZipFile(entry.toFile())) {
      ZipEntry index = jar.getEntry(PATH);
      if (index == null) {
        return "";
      }
      try (InputStream in = jar.getInputStream(index)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
