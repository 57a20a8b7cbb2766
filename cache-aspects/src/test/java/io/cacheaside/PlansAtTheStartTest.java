package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.ChildJvm;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build let pass is told of at the start, all at once, and no read throws. */
class PlansAtTheStartTest {
  private static final String PROGRAM =
      """
      package shop;

      import io.cacheaside.*;

      public class Program {
        public static void main(String[] args) {
          try {
            var config = CacheAsideConfig.builder().store(io.cacheaside.store.MemoryStore::new);
            config.weavingCheck(WeavingCheck.valueOf(args[0]));
            for (int i = 1; i < args.length; i++) {
              config.allow(args[i]);
            }
            try (CacheAsideRuntime cache = CacheAsideRuntime.install(config.build())) {
              for (int i = 0; i < 3; i++) {
                System.out.println(new Prices().any() + " " + new Prices().loads);
              }
              System.out.println(Prices.loads);
            }
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
        static int loads;

        @CacheAside(key = "any", ttl = "5m")
        Object any() { loads++; return "x"; }

        @CacheAside(key = "file", ttl = "5m")
        java.io.File file() { return null; }

        @CacheAside(key = "price:{sku}", ttl = "5m")
        String price(String sku) { return sku; }
      }
      """;
  private static final String WRONG =
      """
      package shop;

      import io.cacheaside.annotation.*;

      public class Wrong {
        @CacheAside(key = "user:{uid}", ttl = "5m")
        String find(long id) { return ""; }

        @Invalidate(key = "user:{idd}")
        void save(long id) {}
      }
      """;
  private static final String ANY =
      "shop.Prices.any(): @CacheAside return type Object: the value is declared Object, so any class"
          + " could be in it; declare a concrete type or allow the class with the setting allow";
  private static final String FILE =
      "shop.Prices.file(): @CacheAside return type File: the value is declared File, a class of the"
          + " JDK that the codec has no form for; use text, numbers or a record";

  @TempDir private Path folder;

  private ChildJvm.Outcome run(Map<String, String> sources, String... arguments) throws Exception {
    Path plain = folder.resolve("plain");
    Path woven = folder.resolve("woven");
    Javac.compile(sources, plain, Classpath.ofApplication(), "-parameters");
    assertThat(Ajc.weave(plain, woven, Classpath.ofApplication())).isEmpty();
    List<Path> all = new ArrayList<>(List.of(woven));
    all.addAll(Classpath.ofApplication());
    List<String> command = new ArrayList<>(List.of("-cp", Classpath.joined(all), "shop.Program"));
    command.addAll(List.of(arguments));
    return ChildJvm.run(folder, command);
  }

  private static final Map<String, String> RIGHT =
      Map.of("shop/Program.java", PROGRAM, "shop/Prices.java", PRICES);
  private static final Map<String, String> ALL =
      Map.of("shop/Program.java", PROGRAM, "shop/Prices.java", PRICES, "shop/Wrong.java", WRONG);

  @Test
  void returnTypesThatCannotBeCached_areToldOfInOneError_andRunUncached() throws Exception {
    ChildJvm.Outcome outcome = run(RIGHT, "FAIL");

    assertThat(outcome.out()).containsExactly("x 1", "x 2", "x 3", "3");
    assertThat(outcome.err())
        .containsExactly(
            "[main] ERROR io.cacheaside.WeavingCheck - these methods run uncached, because what"
                + " they return cannot be cached:",
            "  - " + ANY,
            "  - " + FILE);
  }

  @Test
  void withoutTheCheck_theFirstCallSaysIt_onceAndDoesNotThrow() throws Exception {
    ChildJvm.Outcome outcome = run(RIGHT, "OFF");

    assertThat(outcome.out()).containsExactly("x 1", "x 2", "x 3", "3");
    assertThat(outcome.err())
        .containsExactly(
            "[main] ERROR io.cacheaside.engine.CacheEngine - a method runs uncached: " + ANY);
  }

  @Test
  void allowedClass_isCached_andNotToldOf() throws Exception {
    ChildJvm.Outcome outcome = run(RIGHT, "FAIL", "java.lang.String");

    assertThat(outcome.out()).containsExactly("x 1", "x 1", "x 1", "1");
    assertThat(outcome.err())
        .containsExactly(
            "[main] ERROR io.cacheaside.WeavingCheck - these methods run uncached, because what"
                + " they return cannot be cached:",
            "  - " + FILE);
  }

  @Test
  void wrongAnnotations_failTheStart_allAtOnce() throws Exception {
    ChildJvm.Outcome outcome = run(ALL, "FAIL", "java.lang.String");

    assertThat(outcome.out())
        .containsExactly(
            "io.cacheaside.spi.InvalidAnnotationException: shop.Wrong.find(long): @CacheAside key"
                + " \"user:{uid}\": {uid} names no parameter; did you mean {id}?",
            "shop.Wrong.save(long): @Invalidate key \"user:{idd}\": {idd} names no parameter; did"
                + " you mean {id}?");
  }

  @Test
  void wrongAnnotations_withWarn_areOneWarning() throws Exception {
    ChildJvm.Outcome outcome = run(ALL, "WARN", "java.lang.String");

    assertThat(outcome.out()).containsExactly("x 1", "x 1", "x 1", "1");
    assertThat(outcome.err())
        .contains(
            "[main] WARN io.cacheaside.WeavingCheck - annotations cannot work; reads run uncached,"
                + " writes fail:");
  }
}
