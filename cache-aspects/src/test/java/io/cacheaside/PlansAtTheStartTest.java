package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build let pass is told of at the start, all at once, and no read throws. */
@Tag("heavy")
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
              if (args[i].startsWith("region ")) {
                config.region(args[i].substring(7), region -> region.enabled(true));
              } else {
                config.allow(args[i]);
              }
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

        static int prices;

        @CacheAside(key = "price:{sku}", ttl = "5m")
        String price(String sku) { return "price " + ++prices; }
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
      "shop.Prices.any(): @CacheAside return type Object: the value is declared Object, so any"
          + " class could be in it; declare a concrete type or allow the class with the setting"
          + " allow";
  private static final String FILE =
      "shop.Prices.file(): @CacheAside return type File: the value is declared File, a class of the"
          + " JDK that the codec has no form for; use text, numbers or a record";

  @TempDir private Path folder;

  private ChildJvm.Outcome run(Map<String, String> sources, String... arguments) throws Exception {
    Path plain = folder.resolve("plain");
    Path woven = folder.resolve("woven");
    Javac.compile(sources, plain, Classpath.ofApplication());
    assertThat(Ajc.weave(plain, woven, Classpath.ofApplication())).isEmpty();
    return start(arguments);
  }

  private ChildJvm.Outcome start(String... arguments) throws Exception {
    List<Path> all = new ArrayList<>(List.of(folder.resolve("woven")));
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
            "[main] ERROR io.cacheaside.engine.plan.UncachedMethods - a method runs uncached: "
                + ANY);
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

  private static final String[] MISCONFIGURED = {
    "FAIL", "java.lang.String", "shop.Nothing", "shop..*", "region usrs"
  };

  private static final List<String> ALL_MISTAKES =
      List.of(
          "shop.Wrong.find(long): @CacheAside key \"user:{uid}\": {uid} names no parameter; did you"
              + " mean {id}?",
          "shop.Wrong.save(long): @Invalidate key \"user:{idd}\": {idd} names no parameter; did you"
              + " mean {id}?",
          "CacheAside is not configured properly:",
          "  - allow \"shop.Nothing\": there is no such class; correct the name (a nested class is"
              + " written Outer$Nested)",
          "  - allow \"shop..*\" is neither a class name (com.shop.Order$Line) nor a package"
              + " (com.shop.model.* or, with those below, com.shop.**)",
          "  - region \"usrs\" in the code is that of no annotated method that was found; there is only"
              + " default. For a region of another application set region-check = warn.");

  @Test
  void wrongAnnotations_andAWrongConfiguration_areToldInOneGo() throws Exception {
    ChildJvm.Outcome outcome = run(ALL, MISCONFIGURED);

    List<String> told = new ArrayList<>(ALL_MISTAKES);
    told.set(0, "io.cacheaside.spi.InvalidAnnotationException: " + told.get(0));
    assertThat(outcome.out()).containsExactlyElementsOf(told);
  }

  @Test
  void unwovenMethods_andAllOtherMistakes_areToldInOneGo() throws Exception {
    run(ALL, "OFF");
    Files.move(folder.resolve("woven"), folder.resolve("elsewhere"));
    Files.move(folder.resolve("plain"), folder.resolve("woven"));
    ChildJvm.Outcome outcome = start(MISCONFIGURED);

    assertThat(outcome.out())
        .startsWith(
            "io.cacheaside.NotWovenException: CA201 5 annotated methods are not woven, so their"
                + " annotations do nothing:")
        .endsWith(
            "To go on without: -Dcacheaside.weaving-check=off (or =warn)",
            ALL_MISTAKES.toArray(String[]::new));
  }

  private static final String ITEMS =
      """
      package shop;

      import io.cacheaside.annotation.*;

      public class Items {
        static int items;

        @CacheAside(key = "price:{id}", ttl = "5m")
        %s item(String id) { return %s; }
      }
      """;

  @Test
  void entriesThatAnotherMethodReplaces_failTheStart() throws Exception {
    Map<String, String> sources = new HashMap<>(RIGHT);
    sources.put("shop/Items.java", ITEMS.formatted("Long", "1L"));
    ChildJvm.Outcome outcome = run(sources, "FAIL", "java.lang.String");

    assertThat(outcome.out())
        .containsExactly(
            "io.cacheaside.spi.InvalidAnnotationException: shop.Prices.price(String): @CacheAside"
                + " key \"price:{sku}\": shop.Items.item(String) has the key \"price:{id}\" in the"
                + " same region and returns java.lang.Long, but this method java.lang.String, so"
                + " they replace each other's entries; use another key or region for one of them");
  }

  private static final String SHARED =
      "shop.Prices.price(String): @CacheAside key \"price:{sku}\": shop.Items.item(String) has the"
          + " key \"price:{id}\" in the same region, so each serves what the other has cached; use"
          + " another key or region for one of them, or suppress \"CA143\" on either if both return"
          + " the same values. @SuppressWarnings has an effect here only if cache-processor ran"
          + " when the class was compiled; else name the code in the setting suppress of"
          + " cache-maven-plugin";

  @Test
  void entriesThatAnotherClassShares_areOneError_andTheMethodIsNeverCached() throws Exception {
    Map<String, String> sources = new HashMap<>(RIGHT);
    sources.put("shop/Program.java", CALLS);
    sources.put("shop/Items.java", ITEMS.formatted("String", "\"item \" + ++items"));
    ChildJvm.Outcome outcome = run(sources, "FAIL", "java.lang.String");

    assertThat(outcome.out()).containsExactly("price 1", "item 1", "price 2", "item 1");
    assertThat(outcome.err())
        .containsExactly(
            "[main] ERROR io.cacheaside.WeavingCheck - these methods run uncached, because what"
                + " they return cannot be cached:",
            "  - " + FILE,
            "[main] ERROR io.cacheaside.WeavingCheck - these methods run uncached, because they"
                + " have the keys of other methods, and callers of one would get what the other has"
                + " cached:",
            "  - " + SHARED);
  }

  /** The method of the later name is called first, when nobody knows of the other one. */
  @Test
  void entriesThatAnotherClassShares_areServedToNobodyElse_whereTheStartLooksAtNothing()
      throws Exception {
    Map<String, String> sources = new HashMap<>(RIGHT);
    sources.put("shop/Program.java", CALLS);
    sources.put("shop/Items.java", ITEMS.formatted("String", "\"item \" + ++items"));
    ChildJvm.Outcome outcome = run(sources, "OFF", "java.lang.String");

    assertThat(outcome.out()).containsExactly("price 1", "item 1", "price 2", "item 2");
    assertThat(outcome.err())
        .containsExactly(
            "[main] ERROR io.cacheaside.engine.plan.EntryOwners - "
                + SHARED.replace(
                    " @Supp", " Until then neither is cached once both have been called. @Supp")
                + ".");
  }

  private static final String CALLS =
      PROGRAM.replaceFirst(
          "(?s)for \\(int i = 0; i < 3.*?println\\(Prices.loads\\);",
          """
              for (int i = 0; i < 2; i++) {
                System.out.println(new Prices().price("a"));
                System.out.println(new Items().item("a"));
              }
          """);

  private static final String UNSEEN =
      "CacheAside: no provider of SLF4J is on the class path, so nobody sees the warnings and errors"
          + " of the cache; add one, such as org.slf4j:slf4j-simple or"
          + " ch.qos.logback:logback-classic (or org.slf4j:slf4j-nop, if that is what you want)";

  @Test
  void logThatNobodySees_isSaidOnTheStandardError_unlessItIsMeant() throws Exception {
    List<Path> entries = new ArrayList<>(Classpath.ofApplication());
    entries.removeIf(entry -> entry.getFileName().toString().startsWith("slf4j-simple"));
    Javac.compile(RIGHT, folder.resolve("program"), Classpath.ofApplication(), "-parameters");
    entries.add(folder.resolve("program"));
    List<String> command =
        List.of("-cp", Classpath.joined(entries), "shop.Program", "OFF", "java.lang.String");
    assertThat(ChildJvm.run(folder, command).err()).filteredOn(UNSEEN::equals).hasSize(1);

    addEmpty("org/slf4j/impl/StaticLoggerBinder.class"); // of 1.7, which SLF4J 2 ignores
    assertThat(ChildJvm.run(folder, command).err()).filteredOn(UNSEEN::equals).hasSize(1);

    addEmpty("org/slf4j/nop/NOPServiceProvider.class");
    assertThat(ChildJvm.run(folder, command).err()).doesNotContain(UNSEEN);
  }

  private void addEmpty(String name) throws IOException {
    Path file = folder.resolve("program").resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
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
