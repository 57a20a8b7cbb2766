package io.cacheaside.foreign;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.InvocationResult;
import org.apache.maven.shared.invoker.MavenInvocationException;

/**
 * A copy of one of the projects under {@code src/test/projects}, which has no parent and no module
 * in common with this reactor, and the Maven that builds it.
 */
final class ForeignProject {
  /** The plugin block of the quick start, as it stands in the projects. */
  static final String PLUGIN =
      """
            <plugin>
              <groupId>io.cacheaside</groupId>
              <artifactId>cache-maven-plugin</artifactId>
              <version>%s</version>
              <executions><execution><goals><goal>weave</goal></goals></execution></executions>
            </plugin>
      """
          .formatted(Environment.version());

  /** A goal that writes the class path, see {@link #classPath}. */
  static final String CLASS_PATH =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

  private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto";
  private static final int BUILD_SECONDS = 300;

  private final Path folder;
  private final PrivateRepository repository;

  private ForeignProject(Path folder, PrivateRepository repository) {
    this.folder = folder;
    this.repository = repository;
  }

  /** Copies the project {@code name} to a folder that belongs to {@code test}. */
  static ForeignProject copy(String name, Class<?> test) throws IOException {
    return copy(name, test, name);
  }

  /** Copies the project {@code name} to the folder {@code copy} that belongs to {@code test}. */
  static ForeignProject copy(String name, Class<?> test, String copy) throws IOException {
    Path target =
        Environment.module().resolve("target/foreign").resolve(test.getSimpleName()).resolve(copy);
    Folders.delete(target);
    Files.createDirectories(target.getParent());
    Folders.copy(Environment.module().resolve("src/test/projects").resolve(name), target);
    // without a folder of this name, Maven takes the settings of the reactor around it
    Files.createDirectories(target.resolve(".mvn"));
    try (Stream<Path> files = Files.walk(target)) {
      for (Path pom : files.filter(file -> file.endsWith("pom.xml")).toList()) {
        Files.writeString(
            pom,
            Files.readString(pom)
                .replace("@project.version@", Environment.version())
                .replace("@aspectj.version@", Environment.aspectjVersion()));
      }
    }
    return new ForeignProject(target, PrivateRepository.shared());
  }

  /** The same project, built with another repository. */
  ForeignProject in(PrivateRepository other) {
    return new ForeignProject(folder, other);
  }

  Path path(String relative) {
    return folder.resolve(relative);
  }

  /** The bytes of a file as text, for looking for names in class files. */
  String bytes(String relative) throws IOException {
    return Files.readString(path(relative), StandardCharsets.ISO_8859_1);
  }

  /** Replaces a text that occurs exactly once in a file. */
  ForeignProject edit(String file, String text, String replacement) throws IOException {
    String content = Files.readString(path(file));
    int at = content.indexOf(text);
    if (at < 0 || content.indexOf(text, at + 1) >= 0) {
      throw new IllegalArgumentException(
          file + " has not exactly one \"" + text + "\":\n" + content);
    }
    Files.writeString(path(file), content.replace(text, replacement));
    return this;
  }

  /** Builds with Maven, quietly and with nothing remembered from earlier builds but the files. */
  Build maven(String... arguments) throws MavenInvocationException {
    List<String> log = new ArrayList<>();
    InvocationRequest request = new DefaultInvocationRequest();
    request.setBaseDirectory(folder.toFile());
    request.setBatchMode(true);
    request.setNoTransferProgress(true);
    request.setJavaHome(Environment.javaHome().toFile());
    request.setMavenHome(Environment.mavenHome().toFile());
    request.setMavenOpts(QUICK_START);
    request.setLocalRepositoryDirectory(repository.folder().toFile());
    request.addArg("-Dmdep.outputFile=target/class-path.txt");
    request.addArgs(List.of(arguments));
    request.setTimeoutInSeconds(BUILD_SECONDS);
    request.setInputStream(InputStream.nullInputStream());
    request.setOutputHandler(log::add);
    request.setErrorHandler(log::add);
    InvocationResult result = new DefaultInvoker().execute(request);
    if (result.getExecutionException() != null) {
      throw new IllegalStateException(
          "Maven did not run to its end:\n" + String.join("\n", log),
          result.getExecutionException());
    }
    return build(result.getExitCode(), log);
  }

  /**
   * The class path or module path of the application, as Maven resolves it, after a build with the
   * goal {@link #CLASS_PATH}.
   */
  String classPath() throws IOException {
    return path("target/classes")
        + File.pathSeparator
        + Files.readString(path("target/class-path.txt")).strip();
  }

  /** Runs a program of the JDK in the project's folder. */
  Build run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Environment.javaHome().resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    List<String> output;
    try (BufferedReader reader = process.inputReader()) {
      output = reader.lines().toList();
    }
    return build(process.waitFor(), output);
  }

  private Build build(int exitCode, List<String> log) {
    return new Build(
        exitCode, log.stream().map(line -> line.replace(folder.toString(), "<project>")).toList());
  }

  /** The hash and the time of every class file below a folder, by path. */
  SortedMap<String, String> classFiles(String relative) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    Path root = path(relative);
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path file : paths.filter(path -> path.toString().endsWith(".class")).toList()) {
        files.put(
            root.relativize(file).toString(), hash(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  private static String hash(Path file) throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
