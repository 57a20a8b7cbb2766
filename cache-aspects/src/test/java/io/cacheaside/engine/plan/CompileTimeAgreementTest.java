package io.cacheaside.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.annotation.Invalidate;
import io.cacheaside.codec.KryoCodec;
import io.cacheaside.codec.KryoCodecOptions;
import io.cacheaside.engine.AnnotatedMethod;
import io.cacheaside.processor.CheckedMethod;
import io.cacheaside.processor.ClassFileCheck;
import io.cacheaside.processor.Finding;
import io.cacheaside.processor.Rule;
import io.cacheaside.spi.InvalidAnnotationException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checks at compile time and the runtime are written twice, over the compiler's types and over
 * reflection. They have to come to the same verdict, in the same words.
 */
@Tag("heavy")
class CompileTimeAgreementTest {
  private static final Path EXAMPLES = Path.of("../cache-processor/src/test/resources");

  /**
   * What only the compile-time checks know: the runtime never sees such methods run, or cannot know
   * whether it is meant.
   */
  private static final Set<Rule> NOT_AT_RUN_TIME =
      Set.of(
          Rule.NO_BODY,
          Rule.NATIVE_METHOD,
          Rule.SUSPEND_FUNCTION,
          Rule.CACHE_KEY_PLACE,
          Rule.PARTIAL_PAGE,
          Rule.OTHER_REGION);

  /** What the codec says. */
  private static final Set<Rule> OF_THE_CODEC = Set.of(Rule.NOT_ENCODABLE, Rule.OWN_CONSTRUCTION);

  /** What is wrong with two methods, each of which is right alone. */
  private static final Set<Rule> OF_TWO_METHODS =
      Set.of(Rule.REPLACED_ENTRIES, Rule.FOREIGN_ENTRIES);

  private static final String CODEC = "@CacheAside return type ";

  /** The compiler says it once, of the type; the runtime of each of its methods. */
  private static final String OF_TYPE = "@CacheRegion ";

  /** The compiler does not know the configuration, which may have one. */
  private static final String NO_TTL = "@CacheAside has no ttl; ";

  private static final PlanCompiler COMPILER =
      new PlanCompiler("shop", new KryoCodec(KryoCodecOptions.defaults()), Map.of());

  @TempDir Path output;

  static List<Path> examples() throws IOException {
    List<Path> examples = new ArrayList<>();
    for (String kind : List.of("mistakes", "correct")) {
      try (Stream<Path> files = Files.list(EXAMPLES.resolve(kind))) {
        files.sorted().forEach(examples::add);
      }
    }
    return examples;
  }

  // Both verdicts, by method

  private static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }

  private static Path locationOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<String> classNames(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.replaceFirst("\\.class$", "").replace(File.separatorChar, '.'))
          .toList();
    }
  }

  private static Map<String, Set<String>> texts(List<Finding> findings, Set<Rule> rules) {
    Map<String, Set<String>> texts = new TreeMap<>();
    for (Finding finding : findings) {
      CheckedMethod method = finding.method();
      if (method != null && rules.contains(finding.rule())) {
        texts
            .computeIfAbsent(method.className() + "." + method.name(), key -> new TreeSet<>())
            .add(finding.message().substring(finding.rule().code().length() + 1));
      }
    }
    return texts;
  }

  private static Map<String, Set<String>> atRunTime(List<String> names, ClassLoader loader)
      throws ClassNotFoundException {
    Map<String, Set<String>> problems = new TreeMap<>();
    for (String name : names) {
      for (Method method : Class.forName(name, false, loader).getDeclaredMethods()) {
        Set<String> found = new TreeSet<>();
        AnnotatedMethod annotated =
            new AnnotatedMethod(
                method, Arrays.stream(method.getParameters()).map(Parameter::getName).toList());
        if (!method.isBridge() && method.isAnnotationPresent(CacheAside.class)) {
          collect(() -> COMPILER.compileRead(annotated), found);
        }
        if (!method.isBridge() && method.getAnnotationsByType(Invalidate.class).length > 0) {
          collect(() -> COMPILER.compileInvalidations(annotated), found);
        }
        if (!found.isEmpty()) {
          problems
              .computeIfAbsent(name + "." + method.getName(), key -> new TreeSet<>())
              .addAll(found);
        }
      }
    }
    return problems;
  }

  private static void collect(Runnable compilation, Set<String> problems) {
    try {
      compilation.run();
    } catch (InvalidAnnotationException e) {
      e.getMessage()
          .lines()
          .map(line -> line.replaceFirst("^[^ ]*\\([^)]*\\): ", ""))
          .filter(line -> !line.startsWith(OF_TYPE) && !line.startsWith(NO_TTL))
          .forEach(problems::add);
    }
  }

  private static Map<String, Set<String>> split(Map<String, Set<String>> all, boolean codec) {
    Map<String, Set<String>> texts = new TreeMap<>();
    all.forEach(
        (method, problems) -> {
          Set<String> kept =
              problems.stream()
                  .filter(problem -> problem.startsWith(CODEC) == codec)
                  .collect(Collectors.toCollection(TreeSet::new));
          if (!kept.isEmpty()) {
            texts.put(method, kept);
          }
        });
    return texts;
  }

  private static Set<Rule> errors() {
    return Arrays.stream(Rule.values())
        .filter(rule -> rule.severity() == Rule.Severity.ERROR)
        .filter(rule -> !NOT_AT_RUN_TIME.contains(rule) && !OF_THE_CODEC.contains(rule))
        .filter(rule -> !OF_TWO_METHODS.contains(rule))
        .collect(Collectors.toSet());
  }

  /**
   * Returns what the runtime says of those that are not cached once all are known.
   *
   * @param order in which they become known, null for that of their names
   */
  private static Map<String, String> ofTwoMethods(
      List<String> names, ClassLoader loader, @Nullable Random order)
      throws ClassNotFoundException {
    List<AnnotatedMethod> methods = new ArrayList<>();
    for (String name : names) {
      for (Method method : Class.forName(name, false, loader).getDeclaredMethods()) {
        boolean hasBody = !Modifier.isAbstract(method.getModifiers()) && !method.isBridge();
        if (hasBody && method.isAnnotationPresent(CacheAside.class)) {
          List<String> parameters =
              Arrays.stream(method.getParameters()).map(Parameter::getName).toList();
          methods.add(new AnnotatedMethod(method, parameters));
        }
      }
    }
    methods.sort(Comparator.comparing(method -> method.inRegion("").toString()));
    if (order != null) {
      Collections.shuffle(methods, order);
    }
    Map<String, String> said = new TreeMap<>();
    EntryOwners owners =
        new EntryOwners(
            true, line -> said.put(line.substring(0, line.indexOf(": ")), line), warning -> {});
    List<MethodPlan> plans = new ArrayList<>(); // as their call sites keep them
    for (AnnotatedMethod method : methods) {
      try {
        MethodPlan plan = COMPILER.compileRead(method);
        plans.add(plan);
        owners.add(method, plan);
      } catch (InvalidAnnotationException e) {
        // it is wrong alone, so it has no entries
      }
    }
    owners.shared().forEach(line -> said.put(line.substring(0, line.indexOf(": ")), line));
    said.keySet()
        .retainAll(
            plans.stream()
                .filter(plan -> plan.entries().isSuspended())
                .map(plan -> plan.method().toString())
                .toList());
    return said;
  }

  private static void assertAgreement(Path root, ClassLoader loader, List<Path> classPath)
      throws IOException, ClassNotFoundException {
    List<String> names = classNames(root);
    List<Finding> findings = ClassFileCheck.run(List.of(root), names, classPath).findings();
    Map<String, Set<String>> atRunTime = atRunTime(names, loader);
    assertThat(texts(findings, errors())).as("errors").isEqualTo(split(atRunTime, false));
    Map<String, Set<String>> refused = split(atRunTime, true);
    Map<String, Set<String>> warned = texts(findings, OF_THE_CODEC);
    warned.keySet().removeAll(split(atRunTime, false).keySet()); // the codec is not asked then
    refused.keySet().removeAll(texts(findings, Set.of(Rule.SUSPEND_FUNCTION)).keySet());
    assertThat(warned.keySet()).as("CA125 and CA127").isEqualTo(refused.keySet());
    // the checks say more about lambdas than the codec, which has only found an interface
    warned.values().removeIf(found -> found.toString().contains("a functional interface"));
    assertThat(refused).as("CA125 and CA127").containsAllEntriesOf(warned);
    assertAgreementOnTwoMethods(names, findings, atRunTime.keySet(), loader);
  }

  private static void assertAgreementOnTwoMethods(
      List<String> names, List<Finding> findings, Set<String> wrongAlone, ClassLoader loader)
      throws ClassNotFoundException {
    Map<String, String> expected = new TreeMap<>();
    for (Finding finding : findings) {
      if (OF_TWO_METHODS.contains(finding.rule())) {
        String text = finding.message().substring(finding.rule().code().length() + 1);
        expected.put(
            String.valueOf(finding.method()),
            "%s: %s. %s"
                .formatted(
                    finding.method(),
                    text,
                    finding.rule() == Rule.REPLACED_ENTRIES
                        ? "Until then this method is not cached once both have been called."
                        : "@SuppressWarnings has an effect here only if cache-processor ran when the"
                            + " class was compiled; else name the code in the setting suppress of"
                            + " cache-maven-plugin"));
      }
    }
    if (wrongAlone.isEmpty()) {
      assertThat(ofTwoMethods(names, loader, null)).isEqualTo(expected);
      for (int seed = 0; seed < 5; seed++) {
        assertThat(ofTwoMethods(names, loader, new Random(seed)))
            .containsOnlyKeys(expected.keySet());
      }
    }
  }

  // What is compared

  @Test
  void annotatedMethods_ofTheseTests_areJudgedAlike()
      throws IOException, ClassNotFoundException, URISyntaxException {
    assertAgreement(
        locationOf(CompileTimeAgreementTest.class),
        CompileTimeAgreementTest.class.getClassLoader(),
        classPath());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void annotatedMethods_ofAnExample_areJudgedAlike(Path example)
      throws IOException, ClassNotFoundException, URISyntaxException {
    compile(Files.readString(example));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {output.toUri().toURL()})) {
      assertAgreement(output, loader, List.of(locationOf(CacheAside.class)));
    }
  }

  /** Otherwise the build would let pass what never works, or refuse what does. */
  @Test
  void publicClasses_ofTheJdk_areJudgedAlike()
      throws IOException, ClassNotFoundException, URISyntaxException {
    List<String> lines = new ArrayList<>(List.of("package jdktypes; class All {"));
    for (Class<?> type : publicClasses()) {
      String arguments =
          Arrays.stream(type.getTypeParameters()).map(each -> "?").collect(Collectors.joining(","));
      lines.add(
          "@io.cacheaside.annotation.CacheAside(key = \"k%1$d\", ttl = \"5m\") %2$s m%1$d() { return null; }"
              .formatted(
                  lines.size(),
                  type.getCanonicalName() + (arguments.isEmpty() ? "" : "<" + arguments + ">")));
    }
    lines.add("}");
    DiagnosticCollector<JavaFileObject> unknown = new DiagnosticCollector<>();
    compile(String.join("\n", lines), unknown);
    unknown.getDiagnostics().stream() // of a later Java, or a preview
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .forEach(each -> lines.set((int) each.getLineNumber() - 1, ""));
    assertThat(lines.stream().filter(line -> !line.isEmpty()).count()).isGreaterThan(1_000);
    compile(String.join("\n", lines));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {output.toUri().toURL()})) {
      assertAgreement(output, loader, List.of(locationOf(CacheAside.class)));
    }
  }

  private static List<Class<?>> publicClasses() throws IOException {
    List<Class<?>> classes = new ArrayList<>();
    for (String module : List.of("java.base", "java.sql", "java.logging", "java.net.http")) {
      Path root = Path.of(URI.create("jrt:/" + module));
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          String name =
              root.relativize(file).toString().replaceFirst("\\.class$", "").replace('/', '.');
          if (name.startsWith("java.")) {
            Class<?> type = Class.forName(name, false, ClassLoader.getPlatformClassLoader());
            if (isPublic(type)) {
              classes.add(type);
            }
          }
        }
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
    return classes;
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers())
        && type.getCanonicalName() != null
        && (outer == null || (isPublic(outer) && Modifier.isStatic(type.getModifiers())));
  }

  private void compile(String example) throws URISyntaxException {
    assertThat(compile(example, new DiagnosticCollector<>())).isTrue();
  }

  private boolean compile(String example, DiagnosticCollector<JavaFileObject> diagnostics)
      throws URISyntaxException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> sources =
        List.of(
            new Source(example),
            new Source("package kotlin.coroutines; public interface Continuation<T> {}"),
            new Source("package kotlin.sequences; public interface Sequence<T> {}"),
            new Source("package kotlinx.coroutines; public interface Job {}"),
            new Source(
                "package org.springframework.data.domain; public class Sort {"
                    + " public boolean isSorted() { return false; } }"),
            new Source(
                "package org.springframework.data.repository; public interface Repository<T, K> {}"),
            new Source(
                "package org.springframework.data.domain; public interface Pageable {"
                    + " boolean isPaged(); int getPageNumber(); int getPageSize(); Sort getSort(); }"),
            new Source("package jakarta.persistence; public @interface Entity {}"));
    List<String> options = new ArrayList<>(List.of("--release", "17", "-proc:none", "-parameters"));
    options.addAll(List.of("-Xmaxerrs", "10000", "-d", output.toString()));
    options.addAll(List.of("-classpath", locationOf(CacheAside.class).toString()));
    return compiler.getTask(null, null, diagnostics, options, null, sources).call();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Source" + text.hashCode() + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.SOURCE && !simpleName.endsWith("-info");
    }
  }
}
