package io.cacheaside.weaving;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the annotated classes in all jars that a class loader and its parents load from, and in the
 * jars in those. What cannot be read, and a class loader that does not say where it looks, is noted
 * and left out. Not threadsafe.
 */
final class AllJars {
  private final Consumer<ScannedClass> found;
  private final Consumer<String> unreadable;

  AllJars(Consumer<ScannedClass> found, Consumer<String> unreadable) {
    this.found = found;
    this.unreadable = unreadable;
  }

  /**
   * Scans them all.
   *
   * @param another a jar to look into, too; null for none
   */
  void scan(ClassLoader loader, @Nullable Path another) {
    Set<Path> jars = new LinkedHashSet<>();
    if (another != null) {
      jars.add(another);
    }
    for (ClassLoader each = loader; each != null; each = each.getParent()) {
      addJars(each, jars);
    }
    jars.forEach(this::scan);
  }

  private void addJars(ClassLoader loader, Set<Path> jars) {
    if (loader == ClassLoader.getSystemClassLoader()) {
      jars.addAll(ClassPathDirectories.jarsOf(System::getProperty));
      ModuleLayer.boot().configuration().modules().stream()
          .flatMap(module -> module.reference().location().stream())
          .forEach(location -> addModule(location, jars));
    } else if (loader instanceof URLClassLoader open) {
      for (URL url : open.getURLs()) {
        Path jar = Origin.jar(url);
        if (jar != null) {
          jars.add(jar);
        }
      }
    } else if (loader != ClassLoader.getPlatformClassLoader()) {
      unreadable.accept("the class loader " + loader + " does not say which jars it reads");
    }
  }

  private static void addModule(URI location, Set<Path> jars) {
    if ("file".equals(location.getScheme())) { // the JDK's own are elsewhere
      Path path = Path.of(location);
      if (Files.isRegularFile(path)) {
        jars.add(path);
      }
    }
  }

  private void scan(Path jar) {
    try (InputStream in = Files.newInputStream(jar)) {
      scan(new ZipInputStream(in), jar.toString());
    } catch (IOException | RuntimeException e) {
      unreadable.accept(jar + ": " + e);
    }
  }

  /** The stream is closed by who has opened it. */
  private void scan(ZipInputStream zip, String jar) throws IOException {
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String file = jar + "!/" + entry.getName();
      if (entry.getName().endsWith(".jar")) {
        scan(new ZipInputStream(zip), file);
      } else if (entry.getName().endsWith(".class")) {
        scan(zip.readAllBytes(), file);
      }
    }
  }

  private void scan(byte[] content, String file) {
    try {
      ClassFileScan.scan(content, file).ifPresent(found);
    } catch (ClassFileException e) {
      unreadable.accept(String.valueOf(e.getMessage()));
    }
  }
}
