package io.cacheaside.processor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The compiler of the running JDK, in process. */
final class Javac {
  private final Path output;
  private final List<JavaFileObject> sources = new ArrayList<>();
  private final List<String> options = new ArrayList<>(List.of("--release", "17"));
  private final List<Processor> processors = new ArrayList<>();

  Javac(Path output) {
    this.output = output;
  }

  /** One line of the compiler. */
  record Message(String kind, long line, long column, String text) {
    @Override
    public String toString() {
      return kind + " " + line + ":" + column + " " + text;
    }
  }

  Javac source(Path file) {
    try {
      return source(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Javac source(String fileName, String text) {
    sources.add(
        new SimpleJavaFileObject(URI.create("string:///" + fileName), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }

          @Override
          public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE && !simpleName.endsWith("-info");
          }
        });
    return this;
  }

  Javac options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  Javac processors(Processor... more) {
    processors.addAll(List.of(more));
    return this;
  }

  /** Compiles, and returns what the compiler says. */
  List<Message> run() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("-d", output.toString()));
    if (!options.contains("-classpath")) {
      arguments.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    }
    if (processors.isEmpty()) {
      arguments.add("-proc:none");
    }
    JavaCompiler.CompilationTask task =
        compiler.getTask(null, null, diagnostics, arguments, null, sources);
    task.setLocale(Locale.ROOT);
    task.setProcessors(processors);
    task.call();
    return diagnostics.getDiagnostics().stream()
        .map(
            each ->
                new Message(
                    each.getKind().name().toLowerCase(Locale.ROOT).replace("mandatory_", ""),
                    each.getLineNumber(),
                    each.getColumnNumber(),
                    each.getMessage(Locale.ROOT)))
        .toList();
  }

  /** Returns the binary names of all classes in the output. */
  List<String> classes() {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .map(output::relativize)
          .map(Path::toString)
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - 6).replace(File.separatorChar, '.'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the check of class files over the output. */
  ClassFileCheck.Result checkClassFiles() {
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .collect(Collectors.toList());
    return ClassFileCheck.run(List.of(output), classes(), classPath);
  }

  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
