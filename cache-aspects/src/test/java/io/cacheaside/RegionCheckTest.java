package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Jars;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.fixtures.LogCapture;
import io.cacheaside.testing.ChildJvm;
import io.cacheaside.weaving.WeavingAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations whose regions are those of the application, or of nobody. */
@Tag("heavy")
class RegionCheckTest {

  /** Takes a file, a region for the code and a check, and prints what came of the start. */
  private static final String PROGRAM =
      """
      package shop;

      public class Program {
        public static void main(String[] args) {
          try {
            var config =
                io.cacheaside.CacheAsideConfig.builder()
                    .store(io.cacheaside.store.MemoryStore::new)
                    .weavingCheck(io.cacheaside.WeavingCheck.OFF)
                    .properties(java.nio.file.Path.of(args[0]))
                    .environment(java.util.Map.of("CACHEASIDE_REGION_ORDERLINES_TTL", args[1]));
            if (args.length > 2) {
              config.region(args[2], r -> r.enabled(true));
            }
            if (args[1].equals("none")) {
              config = io.cacheaside.CacheAsideConfig.builder()
                    .store(io.cacheaside.store.MemoryStore::new)
                    .properties(java.nio.file.Path.of(args[0]));
            }
            io.cacheaside.CacheAsideRuntime.install(config.build()).close();
            System.out.println("started");
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
              if (thread.getName().equals("cacheaside-region-check") && thread.isDaemon()) {
                thread.join();
              }
            }
          } catch (Exception e) {
            System.out.println(e);
          }
        }
      }
      """;

  private static final String SHOP =
      """
      package shop;

      import io.cacheaside.annotation.*;

      public class Shop {
        @CacheAside(region = "users", key = "user:{id}", ttl = "5m")
        String user(long id) { return ""; }

        @CacheAside(region = "orderLines", key = "line:{id}", ttl = "5m")
        String line(long id) { return ""; }

        @CacheAside(key = "rates", ttl = "5m")
        String rates() { return ""; }
      }
      """;

  private static final String WRITER =
      """
      package shop;

      import io.cacheaside.annotation.*;

      public class Writer {
        @Invalidate(region = "usrs", key = "user:{number}")
        void save(long number) {}

        @Invalidate(region = "of.others")
        void clear() {}
      }
      """;

  private static final String INDEX = "META-INF/cacheaside/classes.idx";
  private static final String NOT_WOVEN = "weaving-check=off\n";

  /** Nobody waits for a warning: to look through all libraries takes seconds. */
  private static final String BACKGROUND =
      "[cacheaside-region-check] WARN io.cacheaside.RegionCheck - ";

  private static final String ENVIRONMENT =
      "region \"orderlines\" in the environment is that of no annotated method that was found;"
          + " \"orderLines\" has characters that a variable cannot have: set it in a file or in"
          + " code. For a region of another application set region-check = warn.";

  @TempDir private static Path folder;
  private static Path program;
  private static Path shop;
  private static Path writer;

  @BeforeAll
  static void compile() throws IOException {
    program = folder.resolve("program");
    shop = folder.resolve("shop");
    writer = folder.resolve("writer");
    Javac.compile(Map.of("shop/Program.java", PROGRAM), program, Classpath.ofApplication());
    Javac.compile(Map.of("shop/Shop.java", SHOP), shop, Classpath.ofApplication());
    Javac.compile(Map.of("shop/Writer.java", WRITER), writer, Classpath.ofApplication());
  }

  private static ChildJvm.Outcome run(List<Path> classes, String settings, String... arguments)
      throws Exception {
    Path file = folder.resolve("cache.properties");
    Files.writeString(file, settings);
    List<Path> all = new ArrayList<>(List.of(program));
    all.addAll(classes);
    all.addAll(Classpath.ofApplication());
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-cp", Classpath.joined(all), "shop.Program", file.toString()));
    command.addAll(List.of(arguments));
    return ChildJvm.run(folder, command);
  }

  @Test
  void regions_ofNobody_stopTheStart_withPlaceAndNearestName() throws Exception {
    ChildJvm.Outcome outcome =
        run(
            List.of(shop),
            "region.usrs.ttl=1m\nregion.users.ttl=1m\nregion.default.ttl=1m\n",
            "5m",
            "nosuch");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .containsExactly(
            "io.cacheaside.CacheConfigurationException: CacheAside is not configured properly:",
            "  - region \"nosuch\" in the code is that of no annotated method that was found; there"
                + " are default, orderLines, users. For a region of another application set"
                + " region-check = warn.",
            "  - " + ENVIRONMENT,
            "  - region \"usrs\" in cache.properties is that of no annotated method that was found;"
                + " did you mean \"users\"? For a region of another application set region-check ="
                + " warn.");
  }

  @Test
  void region_thatAllMethodsMisspell_isSuggestedToTheConfiguration() throws Exception {
    Path misspelt = folder.resolve("misspelt");
    Javac.compile(
        Map.of(
            "shop/Users.java",
            """
            package shop;

            import io.cacheaside.annotation.*;

            public class Users {
              @CacheAside(region = "usrs", key = "user:{id}", ttl = "5m")
              String user(long id) { return ""; }

              @Invalidate(region = "usrs", key = "user:{id}")
              void save(long id) {}
            }
            """),
        misspelt,
        Classpath.ofApplication());

    ChildJvm.Outcome outcome = run(List.of(misspelt), NOT_WOVEN + "region.users.ttl=1m\n", "none");

    assertThat(outcome.out())
        .containsExactly(
            "io.cacheaside.CacheConfigurationException: CacheAside is not configured properly:"
                + " region \"users\" in cache.properties is that of no annotated method that was found;"
                + " did you mean \"usrs\"? For a region of another application set region-check ="
                + " warn.");
  }

  /** The names alone would prove nothing: "order" and "orders" may both be meant. */
  @Test
  void region_thatSomeMethodsMisspell_isAWarning_ifTheirKeysBeginLikeTheConfiguredOnes()
      throws Exception {
    Path both = folder.resolve("both");
    Javac.compile(
        Map.of(
            "shop/Users.java",
            """
            package shop;

            import io.cacheaside.annotation.*;

            public class Users {
              @CacheAside(region = "users", key = "user:{id}", ttl = "5m")
              String user(long id) { return ""; }

              @CacheAside(region = "usrs", key = "user:{id}:name", ttl = "5m")
              String name(long id) { return ""; }

              @Invalidate(region = "usrs", key = "user:{id}:name")
              void save(long id) {}

              @CacheAside(region = "user", key = "of:{id}", ttl = "5m")
              String of(long id) { return ""; }
            }
            """),
        both,
        Classpath.ofApplication());

    ChildJvm.Outcome outcome =
        run(List.of(both), "weaving-check=warn\nregion.users.ttl=1m\n", "none");

    assertThat(outcome.out()).containsExactly("started");
    assertThat(outcome.err())
        .filteredOn(line -> line.contains("RegionCheck"))
        .containsExactly(
            "[main] WARN io.cacheaside.RegionCheck - shop.Users.name(long) caches in the region"
                + " \"usrs\", which the configuration does not mention, unlike \"users\" with keys"
                + " that begin with \"user:\" too; if that is meant, write region = \"users\", else"
                + " configure \"usrs\", too, or set region-check = off");
    ChildJvm.Outcome configured =
        run(List.of(both), "weaving-check=warn\nregion.users.ttl=1m\nregion.usrs.ttl=2m\n", "none");
    assertThat(configured.err()).filteredOn(line -> line.contains("RegionCheck")).isEmpty();
  }

  @Test
  void regions_thatAreOnlyInvalidated_areNotSuggested() throws Exception {
    ChildJvm.Outcome outcome =
        run(
            List.of(shop, writer),
            "weaving-check=warn\nregion.of.otherz.settle=1s\nregion.uers.ttl=1m\n",
            "none");

    assertThat(outcome.out())
        .containsExactly(
            "io.cacheaside.CacheConfigurationException: CacheAside is not configured properly:",
            "  - region \"of.otherz\" in cache.properties is that of no annotated method that was"
                + " found; there are default, orderLines, users. For a region of another application"
                + " set region-check = warn.",
            "  - region \"uers\" in cache.properties is that of no annotated method that was found;"
                + " did you mean \"users\"? For a region of another application set region-check ="
                + " warn.");
  }

  @Test
  void regions_ofNobody_areAWarningOrNothing_ifSwitched() throws Exception {
    ChildJvm.Outcome warned = run(List.of(shop), "region-check=warn\n", "5m");

    assertThat(warned.out()).containsExactly("started");
    assertThat(warned.err()).containsExactly(BACKGROUND + ENVIRONMENT);

    ChildJvm.Outcome off = run(List.of(shop, writer), "region-check=off\n", "5m");
    assertThat(off.out()).containsExactly("started");
    assertThat(off.err()).isEmpty();
  }

  @Test
  void regions_withoutAnyAnnotatedClass_areNotJudged() throws Exception {
    ChildJvm.Outcome outcome = run(List.of(), "", "5m");

    assertThat(outcome.out()).containsExactly("started");
    assertThat(outcome.err())
        .containsExactly(
            "[main] INFO io.cacheaside.RegionCheck - no annotated class was found, so the regions of"
                + " the configuration are not checked: orderlines");
  }

  @Test
  void regions_ofNobody_areAWarning_ifSomethingCouldNotBeRead() throws Exception {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(broken.resolve("Text.class"), "class Text {}");

    ChildJvm.Outcome outcome = run(List.of(shop, broken), "", "5m");

    assertThat(outcome.out()).containsExactly("started");
    assertThat(outcome.err())
        .containsExactly("[main] WARN io.cacheaside.RegionCheck - " + ENVIRONMENT);
  }

  @Test
  void invalidations_inRegionsThatNobodyReads_areAWarning_alsoForTheConfiguration()
      throws Exception {
    ChildJvm.Outcome outcome =
        run(List.of(shop, writer), "weaving-check=warn\nregion.of.others.settle=1s\n", "none");

    assertThat(outcome.out()).containsExactly("started");
    assertThat(outcome.err())
        .filteredOn(line -> line.contains("RegionCheck"))
        .containsExactly(
            BACKGROUND
                + "shop.Writer.clear(): @Invalidate names the"
                + " region \"of.others\", but no @CacheAside that was found is in it, so it removes"
                + " nothing here; there are default, orderLines, users. "
                + suppress("CA146"),
            BACKGROUND
                + "shop.Writer.save(long): @Invalidate names the"
                + " region \"usrs\", but no @CacheAside that was found is in it, so it removes"
                + " nothing here; the key \"user:{number}\" is cached in the region \"users\". "
                + suppress("CA147"));
  }

  private static String suppress(String code) {
    return "For a region of another application suppress "
        + code
        + ": by @SuppressWarnings on the method where cache-processor runs, else by <suppress> of"
        + " cache-maven-plugin.";
  }

  @Test
  void invalidations_inRegionsOfOthers_areSilent_ifTheIndexSaysSo() throws Exception {
    Path silenced = folder.resolve("silenced");
    Javac.compile(Map.of("shop/Writer.java", WRITER), silenced, Classpath.ofApplication());
    Path index = silenced.resolve(INDEX);
    Files.createDirectories(index.getParent());
    Files.writeString(index, "shop.Writer CA146@clear()V CA145@save(J)V\n");
    Path jar = Jars.make(folder.resolve("silenced.jar"), silenced, Map.of(), Map.of());
    for (Path classes : List.of(silenced, jar)) {
      ChildJvm.Outcome outcome = run(List.of(shop, classes), "weaving-check=warn\n", "none");

      assertThat(outcome.out()).containsExactly("started");
      assertThat(outcome.err())
          .filteredOn(line -> line.contains("RegionCheck"))
          .containsExactly(
              BACKGROUND
                  + "shop.Writer.save(long): @Invalidate names"
                  + " the region \"usrs\", but no @CacheAside that was found is in it, so it removes"
                  + " nothing here; the key \"user:{number}\" is cached in the region \"users\". "
                  + suppress("CA147"));
    }
  }

  /** The first two by the source, the last by the plugin's setting. */
  @ParameterizedTest
  @ValueSource(strings = {"CA147@save(J)V", "CA141@save(J)V", "CA147@*", "CA146@*"})
  void invalidations_ofAnotherRegion_areSilent_ifTheIndexSaysSo(String silences) throws Exception {
    Path classes = folder.resolve("silences-" + silences.substring(0, 7));
    Javac.compile(Map.of("shop/Writer.java", WRITER), classes, Classpath.ofApplication());
    Path index = classes.resolve(INDEX);
    Files.createDirectories(index.getParent());
    Files.writeString(index, "shop.Writer CA146@clear()V " + silences + "\n");

    ChildJvm.Outcome outcome = run(List.of(shop, classes), "weaving-check=warn\n", "none");

    assertThat(outcome.out()).containsExactly("started");
    assertThat(outcome.err()).filteredOn(line -> line.contains("RegionCheck")).isEmpty();
  }

  @Test
  void regions_ofALibraryWithoutIndex_areKnown() throws Exception {
    Path library = Jars.make(folder.resolve("library.jar"), shop, Map.of(), Map.of());
    Path own = folder.resolve("own");
    Javac.compile(
        Map.of(
            "shop/Own.java",
            """
            package shop;

            import io.cacheaside.annotation.*;

            public class Own {
              @CacheAside(region = "own", key = "own", ttl = "5m")
              String own() { return ""; }

              @Invalidate(region = "users")
              void clear() {}
            }
            """),
        own,
        Classpath.ofApplication());

    ChildJvm.Outcome outcome =
        run(List.of(own, library), NOT_WOVEN + "region.orderLines.ttl=1m\n", "none");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).containsExactly("started");
  }

  @Test
  void regions_ofNobody_areAWarning_ifAJarCannotBeRead() throws Exception {
    Path broken = Files.createDirectories(folder.resolve("unreadable/io"));
    Files.writeString(broken.resolve("Text.class"), "class Text {}");
    Path jar = Jars.make(folder.resolve("unreadable.jar"), broken.getParent(), Map.of(), Map.of());

    ChildJvm.Outcome outcome = run(List.of(shop, jar), "", "5m");

    assertThat(outcome.out()).containsExactly("started");
    assertThat(outcome.err())
        .containsExactly(
            "[main] WARN io.cacheaside.RegionCheck - " + ENVIRONMENT,
            "[main] WARN io.cacheaside.RegionCheck - the start does not fail, because annotated"
                + " methods may be in what cannot be read (1 in all): "
                + jar
                + "!/io/Text.class is not a class file that can be read: it does not begin with"
                + " CAFEBABE; delete it and compile again, or use a newer version of CacheAside");
  }

  @Test
  void noThreadCanBeHad_startGoesOn_andSaysWhatIsNotLookedFor() {
    try (LogCapture log = new LogCapture()) {
      RegionCheck.WARN.judge(
          WeavingAudit.ofApplication(RegionCheckTest.class),
          Map.of("nowhere", "in a test"),
          task -> {
            throw new OutOfMemoryError("unable to create native thread");
          });

      assertThat(log.lines("RegionCheck"))
          .containsExactly(
              "WARN libraries without an index are not searched for regions, because no thread could"
                  + " be started (java.lang.OutOfMemoryError: unable to create native thread);"
                  + " let this process have more threads, or set region-check = off");
    }
  }

  @Test
  void threadOfTheCheck_keepsNoProgramAlive() {
    CompletableFuture<Boolean> daemon = new CompletableFuture<>();
    RegionCheck.run(() -> daemon.complete(Thread.currentThread().isDaemon()));
    assertThat(daemon.join()).isTrue();
  }
}
