package io.cacheaside.maven;

import io.cacheaside.weaving.ClassFileException;
import io.cacheaside.weaving.ClassFileScan;
import io.cacheaside.weaving.Resource;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The classes of other modules that this one's inherit from: whether they have annotated methods,
 * or are below one that has. Not threadsafe.
 */
final class ClassesAbove implements AutoCloseable {
  private final URLClassLoader classPath;
  private final Map<String, Boolean> known = new HashMap<>();

  /**
   * Looks for classes on a class path.
   *
   * @param annotated the binary names of those with annotated methods
   */
  ClassesAbove(List<Path> classPath, Set<String> annotated) throws IOException {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = classPath.get(i).toUri().toURL();
    }
    this.classPath = new URLClassLoader(urls, null);
    annotated.forEach(name -> known.put(name, true));
  }

  /**
   * Returns whether the class has annotated methods, or may inherit some; false if it is missing.
   */
  boolean areAnnotated(String name) throws IOException {
    Boolean answer = known.get(name);
    if (answer == null) {
      answer = false;
      for (String parent : name.startsWith("java.") ? List.<String>of() : supertypes(name)) {
        answer = answer || areAnnotated(parent);
      }
      known.put(name, answer);
    }
    return answer;
  }

  private List<String> supertypes(String name) throws IOException {
    URL file = classPath.findResource(Proof.file(name));
    try {
      return file == null
          ? List.of()
          : ClassFileScan.outline(Resource.read(file), file.toString()).supertypes();
    } catch (ClassFileException e) {
      return List.of(); // javac will say it of whoever needs it
    }
  }

  @Override
  public void close() throws IOException {
    classPath.close();
  }
}
