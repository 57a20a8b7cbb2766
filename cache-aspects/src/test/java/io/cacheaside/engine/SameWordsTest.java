package io.cacheaside.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.annotation.CacheAside;
import io.cacheaside.spi.InvalidAnnotationException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The runtime says of a wrong key what the compiler's checks say: it is given the files of their
 * tests, whose last lines have the messages.
 */
class SameWordsTest {
  private static final Path MISTAKES = Path.of("../cache-processor/src/test/resources/mistakes");

  /** The rules for keys that the runtime has, too. */
  private static final Set<String> CODES =
      Set.of("CA101", "CA102", "CA103", "CA104", "CA106", "CA110", "CA114", "CA115");

  @TempDir Path output;

  static List<Path> mistakes() throws IOException {
    try (Stream<Path> files = Files.list(MISTAKES)) {
      return files
          .filter(file -> CODES.contains(file.getFileName().toString().substring(0, 5)))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void key_thatIsWrong_isRefusedInTheWordsOfTheChecks(Path file) throws Exception {
    List<String> expected = expected(file);
    assertThat(expected).isNotEmpty();
    compile(file);
    List<String> found = new ArrayList<>();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {output.toUri().toURL()}, getClass().getClassLoader())) {
      for (String name : classes()) {
        for (Method method : Class.forName(name, false, loader).getDeclaredMethods()) {
          if (!method.isBridge()) {
            found.addAll(problems(method));
          }
        }
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<String> expected(Path file) throws IOException {
    return Files.readString(file)
        .lines()
        .filter(line -> line.startsWith("// error "))
        .map(line -> line.replaceFirst("// error \\d+:\\d+ ", ""))
        .filter(line -> CODES.contains(line.substring(0, 5)))
        .map(line -> line.substring(6))
        .distinct()
        .toList();
  }

  private void compile(Path file) throws IOException {
    Path source = Files.copy(file, output.resolve("Source.java"));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-parameters",
                "-Xlint:none",
                "-d",
                output.toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(result).isZero();
  }

  private List<String> classes() throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .map(file -> output.relativize(file).toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - 6).replaceAll("[/\\\\]", "."))
          .toList();
    }
  }

  /** What is said of the keys of a method, as long as it is what the rules above are about. */
  private static List<String> problems(Method method) {
    AnnotatedMethod annotated =
        new AnnotatedMethod(
            method, Arrays.stream(method.getParameters()).map(Parameter::getName).toList());
    PlanCompiler compiler = new PlanCompiler("shop", new StubCodec(), Map.of());
    List<String> problems = new ArrayList<>();
    try {
      if (method.isAnnotationPresent(CacheAside.class)) {
        compiler.compileRead(annotated);
      }
    } catch (InvalidAnnotationException e) {
      problems.addAll(e.getMessage().lines().toList());
    }
    try {
      compiler.compileInvalidations(annotated);
    } catch (InvalidAnnotationException e) {
      problems.addAll(e.getMessage().lines().toList());
    }
    String place = method.getDeclaringClass().getName() + "." + method.getName() + "(";
    return problems.stream()
        .map(problem -> problem.startsWith(place) ? problem.split("\\): ", 2)[1] : problem)
        .toList();
  }
}
