package io.cacheaside.weaving;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The directories from which class loaders read that are not the JVM's own: those of servlet
 * containers, of Maven's {@code exec:java}, of restarts while one develops, and of module layers.
 */
final class LoaderDirectories {
  private LoaderDirectories() {}

  /**
   * Returns those of a loader and its parents, as far as they say.
   *
   * @param member a class that the loader has loaded, or null if none is known
   * @param silent takes the words about a loader that says nothing at all
   */
  static Set<Path> of(ClassLoader loader, @Nullable Class<?> member, Consumer<String> silent) {
    Set<Path> directories = new LinkedHashSet<>();
    if (!isOfTheJvm(loader)) {
      addRoots(loader, directories);
      Set<Path> above = new LinkedHashSet<>();
      addRoots(ClassLoader.getSystemClassLoader(), above);
      directories.removeAll(above);
    }
    for (ClassLoader each = loader; !isOfTheJvm(each); each = each.getParent()) {
      if (each instanceof URLClassLoader open) {
        for (URL url : open.getURLs()) {
          add(url, directories);
        }
      }
    }
    if (member != null) {
      addSource(member, directories);
      addLayer(member.getModule().getLayer(), directories);
      if (directories.isEmpty() && isSilent(member)) {
        silent.accept(silence(loader));
      }
    }
    return directories;
  }

  /** Says that nothing can be known of a class loader. */
  static String silence(ClassLoader loader) {
    return "the class loader " + loader + " does not say where it reads classes";
  }

  /** The classes of these are found by the class path and the module path. */
  static boolean isOfTheJvm(@Nullable ClassLoader loader) {
    return loader == null
        || loader == ClassLoader.getSystemClassLoader()
        || loader == ClassLoader.getPlatformClassLoader();
  }

  /** A directory is a resource with an empty name, for most loaders. */
  private static void addRoots(ClassLoader loader, Set<Path> directories) {
    try {
      for (URL root : Collections.list(loader.getResources(""))) {
        add(root, directories);
      }
    } catch (IOException | RuntimeException e) {
      // then it does not say so in this way
    }
  }

  private static void addSource(Class<?> member, Set<Path> directories) {
    Origin.source(member).ifPresent(url -> add(url, directories));
  }

  private static boolean isSilent(Class<?> member) {
    ClassLoader loader = member.getClassLoader();
    return !isOfTheJvm(loader)
        && !(loader instanceof URLClassLoader)
        && Origin.jarOf(member) == null;
  }

  /** Those of the first layer are on the module path. */
  private static void addLayer(@Nullable ModuleLayer layer, Set<Path> directories) {
    if (layer == null || layer == ModuleLayer.boot()) {
      return;
    }
    layer.configuration().modules().stream()
        .flatMap(module -> module.reference().location().stream())
        .forEach(location -> add(location, directories));
    List<ModuleLayer> parents = layer.parents();
    parents.forEach(parent -> addLayer(parent, directories));
  }

  private static void add(URL url, Set<Path> directories) {
    try {
      add(url.toURI(), directories);
    } catch (URISyntaxException e) {
      // not a file's: they are escaped
    }
  }

  private static void add(URI location, Set<Path> directories) {
    directory(location).ifPresent(directories::add);
  }

  private static Optional<Path> directory(URI location) {
    if (!"file".equals(location.getScheme())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(location).normalize()).filter(Files::isDirectory);
    } catch (RuntimeException e) {
      return Optional.empty(); // not of this system
    }
  }
}
