package io.cacheaside.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.ChildJvm;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in JVMs with AspectJ's agent. */
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
    List<Path> classPath = new ArrayList<>(List.of(folders));
    classPath.addAll(Classpath.ofApplication());
    return ChildJvm.run(
        folder,
        "-javaagent:" + Classpath.ofAgent(),
        "-cp",
        Classpath.joined(classPath),
        "shop.Prices");
  }

  @Test
  void unwovenClass_isCached() throws Exception {
    ChildJvm.Outcome outcome = run(unwoven);

    assertThat(outcome.err()).isEmpty();
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

  @Test
  void wrongMethod_isReported() throws Exception {
    Path wrong = folder.resolve("wrong");
    Javac.compile(
        Map.of(
            "shop/Prices.java",
            """
            package shop;

            public class Prices {
              @io.cacheaside.annotation.CacheAside(key = "k", ttl = "5m")
              static void nothing() {
                System.out.println("ran");
              }

              public static void main(String[] args) {
                nothing();
              }
            }
            """),
        wrong,
        Classpath.ofApplication());

    ChildJvm.Outcome outcome = run(wrong);

    assertThat(outcome.err())
        .first()
        .asString()
        .matches(
            "\\[AppClassLoader@.*] error at shop/Prices.java:6::0 CA121 @CacheAside on a method"
                + " that returns nothing; there is nothing to cache");
    assertThat(outcome.out()).containsExactly("ran");
  }
}
