package io.cacheaside.processor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Checks class files by the same rules as {@link CacheProcessor} checks sources, for builds in
 * which that is switched off.
 *
 * <pre>{@code
 * ClassFileCheck.Result result =
 *     ClassFileCheck.run(List.of(Path.of("target/classes")), classNames, classPath);
 * result.findings().forEach(System.err::println);
 * }</pre>
 *
 * <p>Class files do not keep {@code @SuppressWarnings}, so all warnings are found. Unlike in
 * sources, local and anonymous classes are checked, too. Stateless: may be used by many threads.
 */
public final class ClassFileCheck {
  /** A class that is always there; the compiler wants to be given one. */
  private static final String ANY = "java.lang.Object";

  private final JavaCompiler compiler;
  private final String classPath;
  private final @Nullable Collection<? extends Collection<String>> otherModules;
  private final List<Finding> findings;

  private ClassFileCheck(
      JavaCompiler compiler,
      String classPath,
      @Nullable Collection<? extends Collection<String>> otherModules,
      List<Finding> findings) {
    this.compiler = compiler;
    this.classPath = classPath;
    this.otherModules = otherModules;
    this.findings = findings;
  }

  /**
   * What a check found.
   *
   * @param findings the mistakes, class by class; empty if all is well
   * @param catalogue the annotations of all methods, class by class
   */
  public record Result(List<Finding> findings, List<CatalogueEntry> catalogue) {

    /** Keeps copies of the lists. */
    public Result {
      findings = List.copyOf(findings);
      catalogue = List.copyOf(catalogue);
    }
  }

  /**
   * Checks classes. Only the classes that are named are looked at. Keys of {@code @Invalidate} are
   * compared with those of {@code @CacheAside} among them; overrides are found that hide an
   * annotated method of any class.
   *
   * @param outputs the directories or jars in which the classes are
   * @param classNames the binary names of the classes to check, nested ones included: {@code
   *     shop.Users$Cache}
   * @param classPath what the classes need, without the outputs
   * @throws NoCompilerException if the running Java has no compiler
   */
  public static Result run(
      List<Path> outputs, Collection<String> classNames, List<Path> classPath) {
    return check(outputs, classNames, classPath, null);
  }

  /**
   * Does the same, and compares keys and regions of {@code @Invalidate} also with the
   * {@code @CacheAside} of all modules that these classes depend on, and the keys of
   * {@code @CacheAside} of all these modules with each other.
   *
   * @param otherModules the binary names of the annotated classes in each of those, which have to
   *     be in the class path; what is wrong within one of them is not reported
   * @throws NoCompilerException as above
   */
  public static Result run(
      List<Path> outputs,
      Collection<String> classNames,
      List<Path> classPath,
      Collection<? extends Collection<String>> otherModules) {
    return check(outputs, classNames, classPath, otherModules);
  }

  private static Result check(
      List<Path> outputs,
      Collection<String> classNames,
      List<Path> classPath,
      @Nullable Collection<? extends Collection<String>> otherModules) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new NoCompilerException();
    }
    List<Finding> findings = new ArrayList<>();
    ClassFileVersions versions = new ClassFileVersions(outputs);
    List<String> readable = new ArrayList<>();
    for (String name : classNames) {
      Finding newer = versions.refusal(name);
      if (newer != null) {
        findings.add(newer);
      } else if (SourceVersion.isName(name)) {
        readable.add(name);
      } else { // Kotlin has such names: javac would refuse to start
        findings.add(
            failure(name, "its name is none in Java; the run time checks it at the first call"));
      }
    }
    if (readable.isEmpty() && otherModules != null && otherModules.size() > 1) {
      readable.add(ANY); // they may not get on with each other
    }
    if (readable.isEmpty()) {
      return new Result(findings, List.of());
    }
    String path =
        Stream.concat(outputs.stream(), classPath.stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    return new ClassFileCheck(compiler, path, otherModules, findings).check(readable);
  }

  private Result check(List<String> names) {
    ClassFileProcessor processor = new ClassFileProcessor(otherModules);
    List<Finding> failures = compile(names, processor);
    if (!processor.hasRun() && names.size() > 1) {
      // javac gives up at the first class that it cannot read: check all others without those
      List<String> readable = new ArrayList<>(names);
      readable.removeAll(unreadable(names));
      failures = List.of();
      processor = new ClassFileProcessor(otherModules);
      if (!readable.isEmpty()) {
        failures = compile(readable, processor);
      }
    }
    findings.addAll(failures);
    findings.addAll(processor.findings());
    return new Result(findings, processor.catalogue());
  }

  /** Finds the classes that javac cannot read, by halves, and reports each. */
  private List<String> unreadable(List<String> names) {
    ClassFileProcessor processor = new ClassFileProcessor(otherModules);
    List<Finding> failures = compile(names, processor);
    if (processor.hasRun()) {
      return List.of();
    }
    if (names.size() == 1) {
      findings.addAll(failures);
      return names;
    }
    List<String> found = new ArrayList<>(unreadable(names.subList(0, names.size() / 2)));
    found.addAll(unreadable(names.subList(names.size() / 2, names.size())));
    return found;
  }

  /** Runs the processor, and returns what javac itself found to be wrong. */
  private List<Finding> compile(List<String> names, ClassFileProcessor processor) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null,
              files,
              diagnostics,
              List.of("-proc:only", "-implicit:none", "-Xlint:none", "-classpath", classPath),
              names,
              null);
      task.setLocale(Locale.ROOT);
      task.setProcessors(List.of(processor));
      task.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String className = names.size() == 1 ? names.get(0) : "";
    return diagnostics.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .map(each -> failure(className, each.getMessage(Locale.ROOT)))
        .toList();
  }

  private static Finding failure(String className, String reason) {
    return new Finding(
        Rule.CHECK_FAILED,
        "%s javac cannot read this: %s"
            .formatted(Rule.CHECK_FAILED.code(), reason.strip().replaceAll("\\s*\\R\\s*", ", ")),
        className,
        null,
        "");
  }
}
