package io.cacheaside.maven;

import io.cacheaside.maven.ModuleOutput.Dependency;
import io.cacheaside.processor.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.maven.plugin.MojoFailureException;

/**
 * The aspects that the module was built with.
 *
 * @param file the jar of cache-aspects, or its directory of classes in the same build
 */
record AspectLibrary(Path file) {
  private static final String ID = "io.cacheaside:cache-aspects";
  private static final String PACKAGE = "io/cacheaside/aspect/";
  private static final String ASPECT = PACKAGE + "CacheAsideAspect.class";

  /**
   * Finds it among the dependencies.
   *
   * @param version what the message proposes if it is missing
   */
  static AspectLibrary among(List<Dependency> dependencies, String version)
      throws MojoFailureException, IOException {
    for (Dependency dependency : dependencies) {
      if (dependency.id().equals(ID)) {
        AspectLibrary library = new AspectLibrary(dependency.file());
        library.requireAspects();
        return library;
      }
    }
    throw new MojoFailureException(
        """
        %s classes are annotated with @CacheAside or @Invalidate, but cache-aspects is not among \
        the dependencies of this module; add to its pom, with the scope compile:
          <dependency>
            <groupId>io.cacheaside</groupId>
            <artifactId>cache-aspects</artifactId>
            <version>%s</version>
          </dependency>"""
            .formatted(Rule.NO_RUNTIME.code(), version));
  }

  /** Adds the content of the aspects' class files to {@code fingerprint}. */
  void addTo(Fingerprint fingerprint) throws IOException {
    if (Files.isDirectory(file)) {
      Path aspects = file.resolve(PACKAGE);
      for (Path relative : Directories.files(aspects)) {
        fingerprint.add(relative.toString()).add(Files.readAllBytes(aspects.resolve(relative)));
      }
      return;
    }
    try (ZipFile jar = new ZipFile(file.toFile())) {
      List<? extends ZipEntry> entries =
          jar.stream()
              .filter(entry -> entry.getName().startsWith(PACKAGE) && !entry.isDirectory())
              .toList();
      for (ZipEntry entry : entries) {
        try (InputStream in = jar.getInputStream(entry)) {
          fingerprint.add(entry.getName()).add(in.readAllBytes());
        }
      }
    }
  }

  private void requireAspects() throws IOException, MojoFailureException {
    boolean complete;
    if (Files.isDirectory(file)) {
      complete = Files.exists(file.resolve(ASPECT));
    } else if (Files.exists(file)) {
      try (ZipFile jar = new ZipFile(file.toFile())) {
        complete = jar.getEntry(ASPECT) != null;
      }
    } else {
      complete = false;
    }
    if (!complete) {
      throw new MojoFailureException(
          Rule.NO_RUNTIME.code()
              + " the dependency "
              + ID
              + " at "
              + file
              + " contains no aspects; use the jar without a classifier, and build the module"
              + " cache-aspects up to the phase process-classes if it is part of this build");
    }
  }
}
