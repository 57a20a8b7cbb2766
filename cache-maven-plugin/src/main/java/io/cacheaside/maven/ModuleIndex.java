package io.cacheaside.maven;

import io.cacheaside.key.Names;
import io.cacheaside.processor.CheckedMethod;
import io.cacheaside.processor.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The list of annotated classes in a directory or jar, by the annotation processor, which adds
 * those that hide annotated methods, or by this plugin, and which warnings are silenced on their
 * methods, which class files do not say.
 *
 * @param lines each a binary name, and behind it, each behind a blank, what is silenced, such as
 *     {@code CA146@delete(Ljava/util/Set;)V}, or {@code CA143@*} by the setting of the plugin; and
 *     {@code unprocessed} where this plugin wrote the line
 */
record ModuleIndex(List<String> lines) {
  private static final String UNPROCESSED = " unprocessed";
  private static final String ANY_METHOD = "@*";

  /** What the run time would say too. */
  private static final Set<Rule> AT_RUN_TIME =
      EnumSet.of(
          Rule.SHARED_ENTRIES,
          Rule.UNMATCHED_INVALIDATION,
          Rule.FOREIGN_ENTRIES,
          Rule.UNREAD_REGION,
          Rule.OTHER_REGION);

  /** Keeps a copy. */
  ModuleIndex {
    lines = List.copyOf(lines);
  }

  /** Reads the index of a directory or jar; it is empty if there is none. */
  static ModuleIndex of(Path entry) throws IOException {
    return new ModuleIndex(
        text(entry).lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
  }

  /**
   * Writes the annotated classes into the index of a directory. What the processor has written
   * stays; what this plugin wrote of classes that are gone goes. Nothing is written that is there
   * already.
   *
   * @param annotated the binary names of all annotated classes in the directory
   * @param suppressed by the settings, so on all methods
   */
  static void complete(Path directory, Collection<String> annotated, Set<Rule> suppressed)
      throws IOException {
    ModuleIndex old = of(directory);
    Set<String> lines = new TreeSet<>(old.lines);
    lines.removeIf(line -> line.endsWith(UNPROCESSED));
    Set<String> processed = old.processed();
    String words =
        AT_RUN_TIME.stream()
            .filter(suppressed::contains)
            .map(rule -> " " + rule.code() + ANY_METHOD)
            .collect(Collectors.joining());
    annotated.stream()
        .filter(name -> !words.isEmpty() || !processed.contains(name))
        .forEach(name -> lines.add(name + words + UNPROCESSED));
    Path index = directory.resolve(Names.CLASS_INDEX);
    if (lines.isEmpty() && !old.lines.isEmpty()) {
      Files.delete(index);
    } else if (!List.copyOf(lines).equals(old.lines)) {
      Files.createDirectories(index.getParent());
      Files.writeString(index, String.join("\n", lines) + "\n");
    }
  }

  /** Returns the binary names of the annotated classes. */
  Set<String> classes() {
    return names(lines.stream());
  }

  /** Returns those of them that the processor saw. */
  Set<String> processed() {
    return names(lines.stream().filter(line -> !line.endsWith(UNPROCESSED)));
  }

  private static Set<String> names(Stream<String> lines) {
    return lines.map(line -> line.split(" ", 2)[0]).collect(Collectors.toSet());
  }

  /** Returns whether a warning is silenced on a method. */
  boolean isSilenced(Rule rule, CheckedMethod method) {
    String word = rule.code() + "@" + method.name() + method.descriptor();
    return lines.stream()
        .map(line -> List.of(line.split(" ", -1)))
        .filter(words -> words.get(0).equals(method.className()))
        .anyMatch(words -> words.contains(word) || words.contains(rule.code() + ANY_METHOD));
  }

  private static String text(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      Path index = entry.resolve(Names.CLASS_INDEX);
      return Files.exists(index) ? Files.readString(index) : "";
    }
    if (!Files.exists(entry) || !entry.toString().endsWith(".jar")) {
      return "";
    }
    try (ZipFile jar = new ZipFile(entry.toFile())) {
      ZipEntry index = jar.getEntry(Names.CLASS_INDEX);
      if (index == null) {
        return "";
      }
      try (InputStream in = jar.getInputStream(index)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
