package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Jars;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs with and without woven classes, in JVMs with class paths of several kinds. */
@Tag("heavy")
class WeavingGuardTest {
  private static final String INDEX = "META-INF/cacheaside/classes.idx";

  /** Installs a runtime, or opens a test run, and prints what came of it. */
  private static final String PROGRAM =
      """
      package shop;

      public class Program {
        public static void main(String[] args) {
          try {
            if (args.length > 0 && args[0].equals("test")) {
              org.junit.platform.launcher.core.LauncherFactory.openSession().close();
            } else {
              var config =
                  io.cacheaside.CacheAsideConfig.builder()
                      .store(io.cacheaside.store.MemoryStore::new);
              if (args.length > 0) {
                config.weavingCheck(io.cacheaside.WeavingCheck.valueOf(args[0]));
              }
              io.cacheaside.CacheAsideRuntime.install(config.build()).close();
            }
            System.out.println("started");
          } catch (Exception e) {
            System.out.println(e);
          }
        }
      }
      """;

  private static final String PRICES =
      """
      package shop;

      import io.cacheaside.annotation.*;

      public class Prices {
        @CacheAside(key = "price:{sku}", ttl = "5m")
        String price(String sku) { return sku; }

        @CacheAside(key = "price:{sku}:{day}", ttl = "5m")
        String price(String sku, long day) { return sku; }

        @CacheAside(key = "a", ttl = "5m") @Invalidate(key = "b")
        static String both() { return ""; }

        void plain() {}
      }
      """;

  private static final String WHILE_DEVELOPING =
      "While developing, -javaagent:aspectjweaver.jar weaves what is loaded, whoever compiled it.";

  private static final String SWITCH =
      "To go on without: -Dcacheaside.weaving-check=off (or =warn)";

  @TempDir private static Path folder;
  private static Path program;
  private static Path unwoven;
  private static Path woven;

  @BeforeAll
  static void compile() throws IOException {
    program = folder.resolve("program");
    unwoven = folder.resolve("Läden und Preise+%41/classes");
    woven = folder.resolve("woven");
    Javac.compile(Map.of("shop/Program.java", PROGRAM), program, Classpath.ofApplication());
    Javac.compile(Map.of("shop/Prices.java", PRICES), unwoven, Classpath.ofApplication());
    assertThat(Ajc.weave(unwoven, woven, Classpath.ofApplication())).isEmpty();
  }

  private static ChildJvm.Outcome run(
      List<Path> classPath, List<String> options, String... arguments) throws Exception {
    List<Path> all = new ArrayList<>(classPath);
    all.addAll(Classpath.ofApplication());
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of("-cp", Classpath.joined(all), "shop.Program"));
    command.addAll(List.of(arguments));
    return ChildJvm.run(folder, command);
  }

  private static List<String> report(Path origin, String... goals) {
    return List.of(
        "io.cacheaside.NotWovenException: CA201 3 annotated methods are not woven, so their"
            + " annotations do nothing:",
        "  - shop.Prices.price(String) with @CacheAside in " + origin,
        "  - shop.Prices.price(String, long) with @CacheAside in " + origin,
        "  - shop.Prices.both() with @CacheAside and @Invalidate in " + origin,
        "Add this to the plugins of the build in pom.xml:",
        "  <plugin>",
        "    <groupId>io.cacheaside</groupId>",
        "    <artifactId>cache-maven-plugin</artifactId>",
        "    <version>0.1.0-SNAPSHOT</version>",
        "    <executions><execution><goals>"
            + String.join("", goals)
            + "</goals></execution></executions>",
        "  </plugin>",
        "If it is there: build with Maven, because an IDE that compiles by itself does not weave.",
        WHILE_DEVELOPING,
        SWITCH);
  }

  private static void assertFails(ChildJvm.Outcome outcome, Path origin) {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).isEqualTo(report(origin, "<goal>weave</goal>"));
  }

  private static void assertStarts(ChildJvm.Outcome outcome) {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).containsExactly("started");
  }

  @Test
  void start_unwovenDirectory_fails() throws Exception {
    assertFails(run(List.of(program, unwoven), List.of()), unwoven);
  }

  @Test
  void start_wovenDirectory_starts() throws Exception {
    assertStarts(run(List.of(program, woven, folder.resolve("missing")), List.of()));
  }

  @Test
  void start_warn_startsWithWarning() throws Exception {
    ChildJvm.Outcome outcome = run(List.of(program, unwoven), List.of(), "WARN");

    List<String> expected = new ArrayList<>(report(unwoven, "<goal>weave</goal>"));
    expected.set(
        0, expected.get(0).replaceFirst("^.*?: ", "[main] WARN io.cacheaside.WeavingCheck - "));
    assertThat(outcome.err()).isEqualTo(expected);
    assertThat(outcome.out()).containsExactly("started");
  }

  @Test
  void start_switchedOff_starts() throws Exception {
    assertStarts(run(List.of(program, unwoven), List.of(), "OFF"));
    assertStarts(run(List.of(program, unwoven), List.of("-Dcacheaside.weaving-check=off"), "FAIL"));
  }

  @Test
  void start_systemProperty_overrulesTheConfiguration() throws Exception {
    assertFails(
        run(List.of(program, unwoven), List.of("-Dcacheaside.weaving-check=fail"), "OFF"), unwoven);
  }

  @Test
  void start_wrongSystemProperty_fails() throws Exception {
    assertThat(run(List.of(program), List.of("-Dcacheaside.weaving-check=no")).out())
        .containsExactly(
            "io.cacheaside.CacheConfigurationException: CacheAside is not configured properly: the"
                + " system property cacheaside.weaving-check \"no\" is none of fail, warn and off");
  }

  @Test
  void start_indexedJar_fails() throws Exception {
    Path jar =
        Jars.make(
            folder.resolve("preis liste ä.jar"),
            unwoven,
            Map.of(INDEX, "shop.Gone\nshop.Prices\n"),
            Map.of());

    assertFails(run(List.of(program, jar), List.of()), jar);
  }

  @Test
  void start_jarWithoutIndex_isTakenAsItIs() throws Exception {
    Path jar = Jars.make(folder.resolve("foreign.jar"), unwoven, Map.of(), Map.of());

    assertStarts(run(List.of(program, jar), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // none
        "shop.Library\n", // that of a library that was unpacked into the jar
        "shop.Prices\n", // its own
      })
  void start_jarOfTheCaller_fails(String index) throws Exception {
    Path classes = folder.resolve("all" + index.length());
    Javac.compile(
        Map.of("shop/Program.java", PROGRAM, "shop/Prices.java", PRICES),
        classes,
        Classpath.ofApplication());
    Path jar =
        Jars.make(
            folder.resolve("application" + index.length() + ".jar"),
            classes,
            index.isEmpty() ? Map.of() : Map.of(INDEX, index),
            Map.of(
                Attributes.Name.MAIN_CLASS,
                "shop.Program",
                Attributes.Name.CLASS_PATH,
                Jars.classPath(Classpath.ofApplication())));

    assertFails(ChildJvm.run(folder, "-jar", jar.toString()), jar);
  }

  @Test
  void start_directoryNamedByAManifest_fails() throws Exception {
    List<Path> entries = new ArrayList<>(List.of(program, folder.resolve("missing"), unwoven));
    entries.addAll(Classpath.ofApplication());
    Path jar =
        Jars.make(
            folder.resolve("path.jar"),
            folder.resolve("missing"),
            Map.of(),
            Map.of(Attributes.Name.CLASS_PATH, Jars.classPath(entries)));

    assertFails(ChildJvm.run(folder, "-cp", jar.toString(), "shop.Program"), unwoven);
  }

  @Test
  void start_brokenClassFile_startsWithOneWarning() throws Exception {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(broken.resolve("Empty.class"), "");
    Files.writeString(broken.resolve("Text.class"), "class Text {}");

    ChildJvm.Outcome outcome = run(List.of(program, broken), List.of());

    assertThat(outcome.out()).containsExactly("started");
    assertThat(outcome.err())
        .singleElement()
        .asString()
        .startsWith(
            "[main] WARN io.cacheaside.WeavingCheck - could not be checked for weaving (2 in all): ")
        .contains(broken.resolve("Empty.class") + " is not a class file that can be read: ")
        .contains(broken.resolve("Text.class") + " is not a class file that can be read: ");
  }

  @Test
  void start_methodsWithoutBody_saysThatTheyNeverCanBeWoven() throws Exception {
    Path classes = folder.resolve("bodiless");
    Javac.compile(
        Map.of(
            "shop/Api.java",
            """
            package shop;

            import io.cacheaside.annotation.*;

            public abstract class Api {
              @CacheAside(key = "a", ttl = "5m") abstract String find();

              @Invalidate(key = "a") native void save();
            }
            """),
        classes,
        Classpath.ofApplication());

    assertThat(run(List.of(program, classes), List.of()).out())
        .containsExactly(
            "io.cacheaside.NotWovenException: CA201 2 annotated methods are not woven, so their"
                + " annotations do nothing:",
            "  - shop.Api.find() with @CacheAside in "
                + classes
                + ": it has no body, so it can never be woven; annotate the methods that implement"
                + " it",
            "  - shop.Api.save() with @Invalidate in "
                + classes
                + ": its body is native, so it can never be woven; annotate a Java method that calls"
                + " it",
            SWITCH);
  }

  @Test
  void start_agentThatLeavesTheClassOut_fails() throws Exception {
    Path options = Files.createDirectories(folder.resolve("options/META-INF"));
    Files.writeString(
        options.resolve("aop.xml"),
        "<aspectj><weaver><exclude within=\"shop.Prices\"/></weaver></aspectj>");
    List<String> agent = List.of("-javaagent:" + Classpath.ofAgent());

    assertFails(run(List.of(program, unwoven, options.getParent()), agent), unwoven);

    ChildJvm.Outcome outcome = run(List.of(program, unwoven), agent);
    assertThat(outcome.err())
        .singleElement()
        .asString()
        .contains(" load-time weaving: 3 annotated methods in 1 class are woven, ");
    assertThat(outcome.out()).containsExactly("started");
  }

  /** As an IDE does, or whatever restarts an application while one develops. */
  @Test
  void start_classCompiledSinceTheWeaving_saysSo() throws Exception {
    Path classes = folder.resolve("compiled-since");
    Map<String, String> sources =
        Map.of(
            "shop/Prices.java",
            PRICES,
            "shop/Other.java",
            PRICES.replace("Prices", "Other").replace("key = \"", "key = \"other:"));
    Path before = folder.resolve("compiled-before");
    Javac.compile(sources, before, Classpath.ofApplication());
    assertThat(Ajc.weave(before, classes, Classpath.ofApplication())).isEmpty();
    Javac.compile(Map.of("shop/Prices.java", PRICES), classes, Classpath.ofApplication());

    ChildJvm.Outcome outcome = run(List.of(program, classes), List.of());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .containsExactly(
            "io.cacheaside.NotWovenException: CA201 3 annotated methods are not woven, so their"
                + " annotations do nothing:",
            "  - shop.Prices.price(String) with @CacheAside in " + classes,
            "  - shop.Prices.price(String, long) with @CacheAside in " + classes,
            "  - shop.Prices.both() with @CacheAside and @Invalidate in " + classes,
            "Other classes there are woven: these were compiled since, by something that does not"
                + " weave, such as an IDE. Run mvn process-classes, or let the IDE leave its builds"
                + " to Maven.",
            WHILE_DEVELOPING,
            SWITCH);
  }

  @Test
  void testRun_unwovenDirectory_fails() throws Exception {
    assertFails(run(List.of(program, unwoven), List.of(), "test"), unwoven);
  }

  @Test
  void testRun_unwovenTestClasses_namesTheirGoal() throws Exception {
    Path tests = folder.resolve("module/target/test-classes");
    Javac.compile(Map.of("shop/Prices.java", PRICES), tests, Classpath.ofApplication());

    assertThat(run(List.of(program, tests), List.of(), "test").out())
        .isEqualTo(report(tests, "<goal>weave-tests</goal>"));
  }

  @Test
  void testRun_wovenOrSwitchedOff_runs() throws Exception {
    assertStarts(run(List.of(program, woven), List.of(), "test"));
    assertStarts(run(List.of(program, unwoven), List.of("-Dcacheaside.weaving-check=off"), "test"));
  }
}
