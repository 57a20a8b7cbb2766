package io.cacheaside.maven;

import java.nio.file.Path;
import java.util.List;

/**
 * One output directory of a Maven module and what surrounds it.
 *
 * @param baseDirectory the module's directory; places in messages are relative to it
 * @param classes the directory of class files; need not exist
 * @param work the plugin's own directory for this output
 * @param report where the catalogue goes
 * @param classPath what the classes were compiled against, {@code classes} included
 * @param sourceRoots where the sources may be
 * @param dependencies the resolved artifacts
 */
record ModuleOutput(
    Path baseDirectory,
    Path classes,
    Path work,
    Path report,
    List<Path> classPath,
    List<Path> sourceRoots,
    List<Dependency> dependencies) {

  ModuleOutput {
    classPath = List.copyOf(classPath);
    sourceRoots = List.copyOf(sourceRoots);
    dependencies = List.copyOf(dependencies);
  }

  /** Returns whether the classes are those of tests. */
  boolean isOfTests() {
    return work.endsWith("test");
  }

  /** A resolved artifact: {@code group:artifact}, and its jar or directory. */
  record Dependency(String id, Path file) {}
}
