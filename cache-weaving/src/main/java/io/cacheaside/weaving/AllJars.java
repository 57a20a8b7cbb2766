package io.cacheaside.weaving;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the annotated classes in all jars that class loaders and their parents load from, and in
 * the jars in those. What cannot be read, and a class loader that does not say where it looks, is
 * noted and left out. Not threadsafe.
 */
final class AllJars {
  private static final String CLASS = ".class";
  private static final String JAR = ".jar";

  private final Consumer<ScannedClass> found;
  private final Consumer<String> unreadable;

  AllJars(Consumer<ScannedClass> found, Consumer<String> unreadable) {
    this.found = found;
    this.unreadable = unreadable;
  }

  /**
   * Scans them all, or as many as are needed.
   *
   * @param another a jar to look into first; null for none
   * @param enough asked after each jar
   */
  void scan(List<ClassLoader> loaders, @Nullable Path another, BooleanSupplier enough) {
    Set<Path> jars = new LinkedHashSet<>();
    if (another != null) {
      jars.add(another);
    }
    Set<ClassLoader> seen = new HashSet<>();
    for (ClassLoader loader : loaders) {
      for (ClassLoader from = loader; from != null && seen.add(from); from = from.getParent()) {
        addJars(from, jars);
      }
    }
    Iterator<Path> each = jars.iterator();
    while (each.hasNext() && !enough.getAsBoolean()) {
      scan(each.next());
    }
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
      unreadable.accept(LoaderDirectories.silence(loader));
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

  /** Not as a stream, so that what is no class is not unpacked. */
  private void scan(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (isOfInterest(entry)) {
          try (InputStream in = zip.getInputStream(entry)) {
            scan(entry, in, jar.toString());
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      unreadable.accept(jar + ": " + e);
    }
  }

  private static boolean isOfInterest(ZipEntry entry) {
    return entry.getName().endsWith(CLASS) || entry.getName().endsWith(JAR);
  }

  /** The stream is closed by who has opened it. */
  private void scan(ZipEntry entry, InputStream in, String jar) throws IOException {
    String file = jar + "!/" + entry.getName();
    if (entry.getName().endsWith(CLASS)) {
      scan(in.readAllBytes(), file);
      return;
    }
    ZipInputStream inner = new ZipInputStream(in);
    for (ZipEntry each = inner.getNextEntry(); each != null; each = inner.getNextEntry()) {
      if (isOfInterest(each)) {
        scan(each, inner, file);
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
