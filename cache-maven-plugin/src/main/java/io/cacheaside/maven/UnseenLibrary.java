package io.cacheaside.maven;

import io.cacheaside.processor.Rule;
import io.cacheaside.weaving.ClassFileScan;
import io.cacheaside.weaving.ScannedClass;
import io.cacheaside.weaving.ScannedMethod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar that Maven built for a module with our dependency, but neither with the annotation
 * processor nor with this plugin: it has no index, so nobody looks for annotated classes in it, and
 * none of them is woven.
 *
 * @param jar where it is
 * @param annotated its annotated classes
 */
record UnseenLibrary(Path jar, List<ScannedClass> annotated) {
  private static final String POMS = "META-INF/maven/";
  private static final String OUR_POMS = POMS + "io.cacheaside/";
  private static final String DEPENDENCY = "<groupId>io.cacheaside</groupId>";

  /** Keeps a copy. */
  UnseenLibrary {
    annotated = List.copyOf(annotated);
  }

  /** Reads the classes of a jar without an index, if the pom in it says that there may be some. */
  static UnseenLibrary of(Path jar) throws IOException {
    return new UnseenLibrary(
        jar, dependsOnUs(jar) ? ClassFileScan.scanJar(jar).annotated() : List.of());
  }

  private static boolean dependsOnUs(Path jar) throws IOException {
    if (!Files.isRegularFile(jar) || !jar.toString().endsWith(".jar")) {
      return false;
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith(POMS) && name.endsWith("/pom.xml") && !name.startsWith(OUR_POMS)) {
          try (InputStream pom = zip.getInputStream(entry)) {
            if (new String(pom.readAllBytes(), StandardCharsets.UTF_8).contains(DEPENDENCY)) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  /** Returns one warning for each method that nobody has woven. */
  List<String> unwoven() {
    return annotated.stream()
        .flatMap(found -> found.methods().stream())
        .filter(method -> method.hasBody() && !method.unwoven().isEmpty())
        .map(this::unwoven)
        .toList();
  }

  private String unwoven(ScannedMethod method) {
    return ("%s %s in %s is annotated with %s but not woven, so its annotation does nothing: add"
            + " the goal weave of cache-maven-plugin to the build of that module")
        .formatted(Rule.NOT_WOVEN.code(), method, jar.getFileName(), Proof.kinds(method));
  }
}
