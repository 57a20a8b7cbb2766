package io.cacheaside.weaving;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directories from which this JVM loads classes, in order: those of the class path, also where
 * a jar's manifest names them, and the modules of the module path. What is missing or cannot be
 * read is left out, as the JVM does.
 */
final class ClassPathDirectories {
  private final Set<Path> directories = new LinkedHashSet<>();
  private final Set<Path> seenJars = new HashSet<>();
  private final Set<Path> jars = new LinkedHashSet<>();

  private ClassPathDirectories() {}

  /**
   * Returns what the system properties say.
   *
   * @param properties gives the value of a system property, or null
   */
  static Set<Path> of(UnaryOperator<@Nullable String> properties) {
    ClassPathDirectories found = new ClassPathDirectories();
    found.addClassPath(properties.apply("java.class.path"));
    // Surefire keeps the path here that it hands to the JVM in another form
    found.addClassPath(properties.apply("surefire.test.class.path"));
    found.addModulePath(properties.apply("jdk.module.path"));
    return found.directories;
  }

  /**
   * Returns the files of the class path, in order, those that a jar's manifest names among them.
   */
  static Set<Path> jarsOf(UnaryOperator<@Nullable String> properties) {
    ClassPathDirectories found = new ClassPathDirectories();
    found.addClassPath(properties.apply("java.class.path"));
    found.addClassPath(properties.apply("surefire.test.class.path"));
    return found.jars;
  }

  /**
   * An empty entry would be the current directory, but Surefire ends its list with a separator: all
   * files of a project would be read.
   */
  private void addClassPath(@Nullable String classPath) {
    if (classPath == null) {
      return;
    }
    for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
      Path path = entry.isEmpty() ? null : path(entry);
      if (path != null) {
        addEntry(path);
      }
    }
  }

  private void addModulePath(@Nullable String modulePath) {
    if (modulePath == null || modulePath.isEmpty()) {
      return;
    }
    for (String entry : modulePath.split(Pattern.quote(File.pathSeparator), -1)) {
      Path path = path(entry);
      if (path != null && Files.isDirectory(path)) {
        addModules(path);
      }
    }
  }

  /** A directory of the module path is a module itself, or contains modules. */
  private void addModules(Path directory) {
    if (isModule(directory)) {
      directories.add(directory);
      return;
    }
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(directory, ClassPathDirectories::isModule)) {
      parts.forEach(directories::add);
    } catch (IOException | RuntimeException e) {
      // cannot be listed: the JVM found no module here either
    }
  }

  private static boolean isModule(Path directory) {
    return Files.isRegularFile(directory.resolve("module-info.class"));
  }

  private void addEntry(Path entry) {
    if (Files.isDirectory(entry)) {
      directories.add(entry);
    } else if (seenJars.add(entry) && Files.isRegularFile(entry)) {
      jars.add(entry);
      addManifest(entry);
    }
  }

  private void addManifest(Path jar) {
    String classPath;
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      classPath =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    } catch (IOException | RuntimeException e) {
      return; // not a jar
    }
    if (classPath != null) {
      for (String entry : classPath.strip().split(" +", -1)) {
        Path path = path(jar, entry);
        if (path != null) {
          addEntry(path);
        }
      }
    }
  }

  /** An empty entry is the current directory. */
  private static @Nullable Path path(String entry) {
    try {
      return Path.of(entry).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Entries of a manifest are URLs, relative to the jar. */
  private static @Nullable Path path(Path jar, String entry) {
    try {
      URI uri = jar.toUri().resolve(entry);
      return Path.of(uri).normalize();
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return null;
    }
  }
}
