package io.cacheaside.codec;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Lists the classes of a package by looking into the directories and jars of the class path. */
final class ClassIndex {
  private static final String SUFFIX = ".class";

  private ClassIndex() {}

  /** Adds the binary names of the package's classes, with those of packages below if wanted. */
  static void list(String packageName, boolean deep, ClassLoader loader, Set<String> names)
      throws IOException {
    String folder = packageName.replace('.', '/') + "/";
    for (URL url : Collections.list(loader.getResources(folder))) {
      if (url.getProtocol().equals("file")) {
        listDirectory(Path.of(URI.create(url.toString())), folder, deep, names);
      } else {
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
          listJar(jar, folder, deep, names);
        }
      }
    }
  }

  private static void listDirectory(Path directory, String folder, boolean deep, Set<String> names)
      throws IOException {
    try (Stream<Path> files = Files.walk(directory, deep ? Integer.MAX_VALUE : 1)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String relative = directory.relativize(file).toString().replace('\\', '/');
        add(folder + relative, folder, deep, names);
      }
    }
  }

  private static void listJar(JarURLConnection jar, String folder, boolean deep, Set<String> names)
      throws IOException {
    List<String> entries = jar.getJarFile().stream().map(entry -> entry.getName()).toList();
    for (String entry : entries) {
      add(entry, folder, deep, names);
    }
  }

  private static void add(String entry, String folder, boolean deep, Set<String> names) {
    if (!entry.startsWith(folder) || !entry.endsWith(SUFFIX)) {
      return;
    }
    String rest = entry.substring(folder.length(), entry.length() - SUFFIX.length());
    boolean isClass = !rest.endsWith("package-info") && !rest.endsWith("module-info");
    if (isClass && (deep || rest.indexOf('/') < 0)) {
      names.add((folder + rest).replace('/', '.'));
    }
  }
}
