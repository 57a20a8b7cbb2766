package io.cacheaside.codec;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A class compiled during the test, with a loader of its own. */
final class Compiled implements AutoCloseable {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, Locale.ROOT, null);

  private final Path directory;
  private final URLClassLoader loader;

  private Compiled(Path directory) throws IOException {
    this.directory = directory;
    this.loader = new URLClassLoader(new URL[] {directory.toUri().toURL()});
  }

  /** Compiles a source whose top-level class has the name. */
  static Compiled of(String name, String source) throws IOException {
    Path directory = Files.createTempDirectory("compiled");
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + name.replace('.', '/') + ".java"),
            JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreErrors) {
            return source;
          }
        };
    List<String> options = List.of("-d", directory.toString(), "-proc:none", "-Xlint:none");
    if (!COMPILER.getTask(null, FILES, null, options, null, List.of(file)).call()) {
      throw new IllegalArgumentException("does not compile: " + source);
    }
    return new Compiled(directory);
  }

  Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, false, loader);
  }

  @Override
  public void close() throws IOException {
    loader.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
