package io.cacheaside.maven;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The code of the classes of a module and of its class path, read when it is asked for. */
final class ClassCodes implements AutoCloseable {
  private final Path classes;
  private final URLClassLoader classPath;
  private final Map<String, Optional<ClassCode>> known = new HashMap<>();

  ClassCodes(ModuleOutput output) throws MalformedURLException {
    classes = output.classes();
    List<URL> urls = new ArrayList<>();
    for (Path entry : output.classPath()) {
      urls.add(entry.toUri().toURL());
    }
    // only to find files: no class is ever loaded
    classPath = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** Returns the class with that internal name if the module itself has it. */
  @Nullable ClassCode own(@Nullable String name) throws IOException {
    return name != null && Files.exists(classes.resolve(name + ".class")) ? any(name) : null;
  }

  /** Returns the class with that internal name, null if it cannot be found or read. */
  @Nullable ClassCode any(@Nullable String name) throws IOException {
    if (name == null) {
      return null;
    }
    Optional<ClassCode> found = known.get(name);
    if (found == null) {
      found = Optional.ofNullable(read(name + ".class"));
      known.put(name, found);
    }
    return found.orElse(null);
  }

  private @Nullable ClassCode read(String file) throws IOException {
    Path own = classes.resolve(file);
    if (Files.exists(own)) {
      return ClassCode.read(Files.readAllBytes(own));
    }
    try (InputStream in = classPath.getResourceAsStream(file)) {
      return in == null ? null : ClassCode.read(in.readAllBytes());
    } catch (RuntimeException e) {
      return null; // a library's class that is newer than what we can read tells us nothing
    }
  }

  @Override
  public void close() throws IOException {
    classPath.close();
  }
}
