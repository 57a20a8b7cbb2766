package io.cacheaside.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.maven.ModuleOutput.Dependency;
import io.cacheaside.processor.Rule;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.apache.maven.plugin.MojoFailureException;
import org.aspectj.tools.ajc.Main;

/** A module like those of users, with sources, that is compiled and woven without Maven. */
final class Module {
  static final String HEADER =
      "package shop;\nimport io.cacheaside.annotation.*;\nimport java.util.*;\n";

  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final FileTime COMPILED = FileTime.fromMillis(1_700_000_000_000L);

  final RecordedLog log = new RecordedLog();
  private final Path base;
  private Set<Rule> suppressed = Set.of();
  private String pluginVersion = "1.0";
  private boolean report;
  private boolean ofTests;
  private final List<Path> otherClasses = new ArrayList<>();
  private List<Dependency> dependencies =
      List.of(new Dependency("io.cacheaside:cache-aspects", aspects()));

  Module(Path base) {
    this.base = base;
  }

  /** Where the aspects of this build are. */
  static Path aspects() {
    return Arrays.stream(CLASS_PATH.split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> entry.toString().contains("cache-aspects"))
        .findFirst()
        .orElseThrow();
  }

  Module suppressing(Rule... rules) {
    suppressed = Set.of(rules);
    return this;
  }

  /** Puts the classes of another module on the class path. */
  Module dependingOn(Module other) {
    return dependingOn(other.classes());
  }

  /** Puts a jar, or a directory of classes, on the class path. */
  Module dependingOn(Path entry) {
    otherClasses.add(entry);
    return this;
  }

  Module withPlugin(String version) {
    pluginVersion = version;
    return this;
  }

  Module withReport() {
    report = true;
    return this;
  }

  /** Lets the classes be those of tests. */
  Module ofTests() {
    ofTests = true;
    return this;
  }

  Module withDependencies(Dependency... others) {
    dependencies = List.of(others);
    return this;
  }

  /** Writes {@code shop/<name>.java}, with the package and the imports in its first three lines. */
  Module source(String name, String text) throws IOException {
    Path file = base.resolve("src/main/java/shop/" + name + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, HEADER + text);
    return this;
  }

  /** Compiles the named sources, all at the same time of the clock. */
  Module compile(String... names) throws IOException {
    Path classes = Files.createDirectories(classes());
    List<String> arguments =
        new ArrayList<>(List.of("-g", "-proc:none", "--release", "17", "-Xlint:-options"));
    String others =
        otherClasses.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    arguments.addAll(
        List.of("-cp", String.join(File.pathSeparator, CLASS_PATH, classes.toString(), others)));
    arguments.addAll(List.of("-d", classes.toString()));
    for (String name : names) {
      arguments.add(base.resolve("src/main/java/shop/" + name + ".java").toString());
    }
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, arguments.toArray(String[]::new));
    assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    for (Path file : Directories.files(classes)) {
      if (file.toString().endsWith(".class")) {
        Files.setLastModifiedTime(classes.resolve(file), COMPILED);
      }
    }
    return this;
  }

  /** Gives something in the class files another name of the same length, one that Java lacks. */
  Module rename(String old, String with) throws IOException {
    assertThat(with).hasSameSizeAs(old);
    for (Path file : Directories.files(classes())) {
      Path path = classes().resolve(file);
      String content = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
      Files.delete(path);
      Path renamed = classes().resolve(file.toString().replace(old, with));
      Files.write(renamed, content.replace(old, with).getBytes(StandardCharsets.ISO_8859_1));
      Files.setLastModifiedTime(renamed, COMPILED);
    }
    return this;
  }

  /** Weaves as another weaver might: so that no one can weave again. */
  void weaveForGood() {
    new Main()
        .runMain(
            new String[] {
              "-XnotReweavable",
              "-proc:none",
              "-inpath",
              classes().toString(),
              "-aspectpath",
              aspects().toString(),
              "-classpath",
              CLASS_PATH,
              "-d",
              classes().toString()
            },
            false);
  }

  /** Does what the goal {@code weave} does; returns what it logs. */
  List<String> weave() throws IOException, MojoFailureException {
    weaving().run();
    return log.lines();
  }

  /** Does what the goal {@code verify} does; returns what it logs. */
  List<String> verify() throws IOException, MojoFailureException {
    weaving().verify();
    return log.lines();
  }

  private Weaving weaving() {
    return new Weaving(output(), new Settings(pluginVersion, suppressed, report), log);
  }

  ModuleOutput output() {
    return new ModuleOutput(
        base,
        classes(),
        work(),
        base.resolve("target/cacheaside"),
        classPath(),
        List.of(base.resolve("src/main/java")),
        dependencies);
  }

  private List<Path> classPath() {
    List<Path> all = new ArrayList<>(List.of(classes()));
    all.addAll(otherClasses);
    Arrays.stream(CLASS_PATH.split(File.pathSeparator)).map(Path::of).forEach(all::add);
    return all;
  }

  Path classes() {
    return base.resolve("target/classes");
  }

  Path work() {
    return base.resolve("target/cacheaside").resolve(ofTests ? "test" : "main");
  }

  Path classFile(String name) {
    return classes().resolve("shop/" + name + ".class");
  }

  /** Returns time and content of each class file. */
  Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    for (Path file : Directories.files(classes())) {
      Path path = classes().resolve(file);
      String content = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
      state.put(file.toString(), Files.getLastModifiedTime(path) + " " + content);
    }
    return state;
  }
}
