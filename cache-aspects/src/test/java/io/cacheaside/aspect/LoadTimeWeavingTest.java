package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in JVMs with AspectJ's agent. */
@Tag("heavy")
class LoadTimeWeavingTest {
  private static final String PROGRAM =
      """
      package shop;

      import io.cacheaside.CacheAsideConfig;
      import io.cacheaside.CacheAsideRuntime;
      import io.cacheaside.annotation.CacheAside;
      import io.cacheaside.annotation.Invalidate;
      import io.cacheaside.metrics.CacheCounters;
      import io.cacheaside.store.MemoryStore;

      public class Prices {
        private static int loads;

        @CacheAside(key = "price:{sku}", ttl = "5m")
        static int price(String sku) {
          return ++loads;
        }

        @Invalidate(key = "price:{sku}")
        static void reprice(String sku) {}

        public static void main(String[] args) {
          CacheCounters counters = new CacheCounters();
          CacheAsideConfig config =
              CacheAsideConfig.builder().store(MemoryStore::new).listener(counters).build();
          try (CacheAsideRuntime runtime = CacheAsideRuntime.install(config)) {
            System.out.println("price " + price("A1") + ", again " + price("A1"));
            reprice("A1");
            System.out.println("after reprice " + price("A1"));
          }
          CacheCounters.Snapshot counts = counters.snapshot();
          System.out.println(counts.hits() + " hit, " + counts.misses() + " misses");
          System.out.println(counts.invalidations() + " invalidation");
        }
      }
      """;

  private static final String INFO =
      "\\[main\\] INFO io\\.cacheaside\\.WeavingCheck - load-time weaving: 2 annotated methods in 1"
          + " class are woven";

  @TempDir private static Path folder;
  private static Path unwoven;
  private static Path woven;

  @BeforeAll
  static void compile() throws IOException {
    unwoven = folder.resolve("unwoven");
    woven = folder.resolve("woven");
    Javac.compile(Map.of("shop/Prices.java", PROGRAM), unwoven, Classpath.ofApplication());
    assertThat(Ajc.weave(unwoven, woven, Classpath.ofApplication())).isEmpty();
  }

  private static ChildJvm.Outcome run(Path... folders) throws IOException, InterruptedException {
    return run("shop.Prices", folders);
  }

  private static ChildJvm.Outcome run(String program, Path... folders)
      throws IOException, InterruptedException {
    List<Path> classPath = new ArrayList<>(List.of(folders));
    // Spring's aspects bring errors of their own, about classes that are missing in libraries
    Classpath.ofApplication().stream()
        .filter(entry -> !entry.getFileName().toString().startsWith("spring-aspects"))
        .forEach(classPath::add);
    return ChildJvm.run(
        folder, "-javaagent:" + Classpath.ofAgent(), "-cp", Classpath.joined(classPath), program);
  }

  @Test
  void unwovenClass_isCached() throws Exception {
    ChildJvm.Outcome outcome = run(unwoven);

    assertTellsOfTheWeaving(outcome.err());
    assertThat(outcome.out())
        .containsExactly(
            "price 1, again 1", "after reprice 2", "1 hit, 2 misses", "1 invalidation");
  }

  @Test
  void wovenClass_isCachedOnce() throws Exception {
    ChildJvm.Outcome outcome = run(woven);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .containsExactly(
            "price 1, again 1", "after reprice 2", "1 hit, 2 misses", "1 invalidation");
  }

  @Test
  void wovenClass_aspectOfTheApplication_isAdded() throws Exception {
    Path aspects = folder.resolve("aspects");
    Javac.compile(
        Map.of(
            "shop/Audit.java",
            """
            package shop;

            @org.aspectj.lang.annotation.Aspect
            public class Audit {
              @org.aspectj.lang.annotation.Before("execution(* shop.Prices.reprice(..))")
              public void note() {
                System.out.println("audited");
              }
            }
            """),
        aspects,
        Classpath.ofApplication());
    Files.createDirectories(aspects.resolve("META-INF"));
    Files.writeString(
        aspects.resolve("META-INF/aop.xml"),
        "<aspectj><aspects><aspect name=\"shop.Audit\"/></aspects></aspectj>");

    ChildJvm.Outcome outcome = run(woven, aspects);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .containsExactly(
            "price 1, again 1", "audited", "after reprice 2", "1 hit, 2 misses", "1 invalidation");
  }

  /** It names a class that is missing, which the weaver prints errors about. */
  @Test
  void libraries_areNotLookedThroughForMistakes() throws Exception {
    Path loader = folder.resolve("loader");
    Javac.compile(
        Map.of(
            "shop/Start.java",
            """
            package shop;

            public class Start {
              public static void main(String[] args) throws Exception {
                Class.forName("reactor.core.publisher.FluxMetrics", false, Start.class.getClassLoader());
                Prices.main(args);
              }
            }
            """),
        loader,
        Stream.concat(Stream.of(unwoven), Classpath.ofApplication().stream()).toList());

    ChildJvm.Outcome outcome = run("shop.Start", loader, unwoven);

    assertTellsOfTheWeaving(outcome.err());
    assertThat(outcome.out()).contains("1 hit, 2 misses");
  }

  /** An aop.xml that says what is included is left without advice. */
  @Test
  void applicationIncluded_isAllThatIsWoven() throws Exception {
    Path options = Files.createDirectories(folder.resolve("included/META-INF"));
    Files.writeString(
        options.resolve("aop.xml"),
        "<aspectj><weaver><include within=\"shop..*\"/></weaver></aspectj>");

    ChildJvm.Outcome outcome = run(unwoven, options.getParent());

    assertThat(outcome.err())
        .singleElement()
        .asString()
        .matches(INFO + ", \\d+\\.\\d s after this JVM began");
    assertThat(outcome.out()).contains("1 hit, 2 misses");
  }

  @Test
  void wrongMethod_isReportedByItsCall() throws Exception {
    Path wrong = folder.resolve("wrong");
    Javac.compile(
        Map.of(
            "shop/Prices.java",
            """
            package shop;

            import io.cacheaside.CacheAsideConfig;
            import io.cacheaside.CacheAsideRuntime;
            import io.cacheaside.store.MemoryStore;

            public class Prices {
              @io.cacheaside.annotation.CacheAside(key = "k", ttl = "5m")
              static void nothing() {
                System.out.println("ran");
              }

              public static void main(String[] args) {
                CacheAsideConfig config =
                    CacheAsideConfig.builder().store(MemoryStore::new).build();
                try (CacheAsideRuntime runtime = CacheAsideRuntime.install(config)) {
                  nothing();
                } catch (RuntimeException e) {
                  System.out.println(e.getMessage());
                }
              }
            }
            """),
        wrong,
        Classpath.ofApplication());

    assertThat(run(wrong).out())
        .containsExactly(
            "shop.Prices.nothing(): @CacheAside on a method that returns nothing; there is nothing"
                + " to cache");
  }

  private static void assertTellsOfTheWeaving(List<String> err) {
    assertThat(err)
        .singleElement()
        .asString()
        .matches(
            INFO
                + ", \\d+\\.\\d s after this JVM began; [\\d,]+ classes have been through AspectJ's"
                + " agent until now\\. It starts sooner with a META-INF/aop\\.xml in the application"
                + " that lets nothing else in: <aspectj><weaver><include within=\"shop\\.\\.\\*\"/>"
                + "</weaver></aspectj>, and the packages that other aspects are for");
  }
}
