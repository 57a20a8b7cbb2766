package io.cacheaside;

import static org.assertj.core.api.Assertions.assertThat;

import io.cacheaside.fixtures.Ajc;
import io.cacheaside.fixtures.Classpath;
import io.cacheaside.fixtures.Javac;
import io.cacheaside.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs whose classes are not on the class path of their JVM. */
@Tag("heavy")
class WeavingGuardLoadersTest {

  /** Runs a program in another class loader. */
  private static final String LAUNCHER =
      """
      package launch;

      import java.io.File;
      import java.net.URL;
      import java.net.URLClassLoader;
      import java.nio.file.*;
      import java.util.*;

      public class Launcher {
        public static void main(String[] args) throws Exception {
          List<Path> paths = new ArrayList<>();
          for (String each : args[1].split(File.pathSeparator)) paths.add(Path.of(each));
          ClassLoader parent = Launcher.class.getClassLoader();
          ClassLoader loader = switch (args[0]) {
            case "URLS", "CONTEXT" -> new URLClassLoader(urls(paths), parent);
            case "DEVTOOLS" ->
                new org.springframework.boot.devtools.restart.classloader.RestartClassLoader(
                    urls(paths), parent);
            case "CHILD_FIRST" -> new ChildFirst(urls(paths), parent);
            case "OWN" -> new Own(paths, parent, true);
            case "SILENT" -> new Own(paths, parent, false);
            case "LAYER" -> layer(paths, parent);
            default -> throw new AssertionError(args[0]);
          };
          Thread.currentThread().setContextClassLoader(loader);
          // what is found above calls install in the name of the application
          ClassLoader start = args[0].equals("CONTEXT") ? parent : loader;
          start.loadClass("shop.Program").getMethod("main").invoke(null);
        }

        private static ClassLoader layer(List<Path> paths, ClassLoader parent) {
          var boot = ModuleLayer.boot();
          var modules = java.lang.module.ModuleFinder.of(paths.toArray(new Path[0]));
          var none = java.lang.module.ModuleFinder.of();
          var controller = ModuleLayer.defineModulesWithOneLoader(
              boot.configuration().resolve(modules, none, Set.of("shop")), List.of(boot), parent);
          Module shop = controller.layer().findModule("shop").orElseThrow();
          controller.addReads(shop, parent.getUnnamedModule());
          return shop.getClassLoader();
        }

        private static URL[] urls(List<Path> paths) throws Exception {
          List<URL> urls = new ArrayList<>();
          for (Path each : paths) urls.add(each.toUri().toURL());
          return urls.toArray(new URL[0]);
        }

        /** As that of a servlet container. */
        static class ChildFirst extends URLClassLoader {
          ChildFirst(URL[] urls, ClassLoader parent) { super(urls, parent); }

          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
              Class<?> loaded = findLoadedClass(name);
              if (loaded == null && name.startsWith("shop.")) loaded = findClass(name);
              return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
          }
        }

        /** Tells nobody where it looks, but perhaps each class where it is from. */
        static class Own extends ClassLoader {
          private final List<Path> paths;
          private final boolean withSource;

          Own(List<Path> paths, ClassLoader parent, boolean withSource) {
            super("own", parent);
            this.paths = paths;
            this.withSource = withSource;
          }

          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            for (Path path : paths) {
              Path file = path.resolve(name.replace('.', '/') + ".class");
              try {
                if (Files.exists(file)) {
                  byte[] bytes = Files.readAllBytes(file);
                  var source = new java.security.CodeSource(
                      path.toUri().toURL(), (java.security.cert.Certificate[]) null);
                  return defineClass(name, bytes, 0, bytes.length,
                      withSource ? new java.security.ProtectionDomain(source, null) : null);
                }
              } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
              }
            }
            throw new ClassNotFoundException(name);
          }

          @Override
          public String toString() { return "Own"; }
        }
      }
      """;

  /** What the message about restarts goes by: the name. */
  private static final String RESTARTS =
      """
      package org.springframework.boot.devtools.restart.classloader;

      public class RestartClassLoader extends java.net.URLClassLoader {
        public RestartClassLoader(java.net.URL[] urls, ClassLoader parent) { super(urls, parent); }
      }
      """;

  private static final String PROGRAM =
      """
      package shop;

      public class Program {
        public static void main() {
          try {
            var config =
                io.cacheaside.CacheAsideConfig.builder()
                    .store(io.cacheaside.store.MemoryStore::new)
                    .build();
            io.cacheaside.CacheAsideRuntime.install(config).close();
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

      public class Prices {
        @io.cacheaside.annotation.CacheAside(key = "price:{sku}", ttl = "5m")
        String price(String sku) { return sku; }
      }
      """;

  private enum Loader {
    URLS,
    CHILD_FIRST,
    OWN,
    LAYER,
    CONTEXT
  }

  @TempDir private static Path folder;
  private static Path launcher;
  private static Path program;
  private static Path unwoven;
  private static Path woven;

  @BeforeAll
  static void compile() throws IOException {
    launcher = folder.resolve("launcher");
    program = folder.resolve("program");
    unwoven = folder.resolve("Läden und Preise/classes");
    woven = folder.resolve("woven");
    List<Path> libraries = Classpath.ofApplication();
    Javac.compile(
        Map.of(
            "launch/Launcher.java",
            LAUNCHER,
            "org/springframework/boot/devtools/restart/classloader/RestartClassLoader.java",
            RESTARTS),
        launcher,
        libraries);
    Javac.compile(Map.of("shop/Program.java", PROGRAM), program, libraries);
    Javac.compile(
        Map.of("shop/Prices.java", PRICES, "shop/Program.java", PROGRAM), unwoven, libraries);
    assertThat(Ajc.weave(unwoven, woven, libraries)).isEmpty();
    for (Path classes : List.of(unwoven, woven)) { // for the loader of a module layer
      Javac.compile(Map.of("module-info.java", "open module shop {}"), classes, List.of());
    }
  }

  /** The application's classes are in {@code classes}, the libraries above it. */
  private static ChildJvm.Outcome run(String loader, Path classes, String... options)
      throws Exception {
    List<Path> above = new ArrayList<>(List.of(launcher));
    if (loader.equals("CONTEXT")) {
      above.add(program);
    }
    above.addAll(Classpath.ofApplication());
    List<String> command = new ArrayList<>(List.of(options));
    command.addAll(
        List.of("-cp", Classpath.joined(above), "launch.Launcher", loader, classes.toString()));
    return ChildJvm.run(folder, command);
  }

  @ParameterizedTest
  @EnumSource
  void start_unwovenDirectory_fails(Loader loader) throws Exception {
    ChildJvm.Outcome outcome = run(loader.name(), unwoven);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith(
            "io.cacheaside.NotWovenException: CA201 1 annotated method is not woven, so its"
                + " annotation does nothing:",
            "  - shop.Prices.price(String) with @CacheAside in " + unwoven);
  }

  @ParameterizedTest
  @EnumSource
  void start_wovenDirectory_starts(Loader loader) throws Exception {
    ChildJvm.Outcome outcome = run(loader.name(), woven);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).containsExactly("started");
  }

  /** Where nobody says where the classes are, the check says that it has not seen them. */
  @Test
  void start_loaderThatSaysNothing_startsWithOneWarning() throws Exception {
    ChildJvm.Outcome outcome = run("SILENT", unwoven);

    assertThat(outcome.out()).containsExactly("started");
    assertThat(outcome.err())
        .containsExactly(
            "[main] WARN io.cacheaside.WeavingCheck - could not be checked for weaving (1 in all):"
                + " the class loader Own does not say where it reads classes");
  }

  /** As {@code exec:java} does: the libraries are not on the class path either. */
  @Test
  void start_librariesInTheSameLoader_fails() throws Exception {
    List<Path> all = new ArrayList<>(List.of(unwoven));
    all.addAll(Classpath.ofApplication());

    ChildJvm.Outcome outcome =
        ChildJvm.run(
            folder, "-cp", launcher.toString(), "launch.Launcher", "URLS", Classpath.joined(all));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("  - shop.Prices.price(String) with @CacheAside in " + unwoven);
  }

  @Test
  void restart_unwovenDirectory_fails_saysThatRestartsDoNotWeave() throws Exception {
    ChildJvm.Outcome outcome = run("DEVTOOLS", unwoven);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .endsWith(
            "If it is there: build with Maven, because an IDE that compiles by itself does not weave."
                + " DevTools restarts with whatever was compiled.",
            "While developing, -javaagent:aspectjweaver.jar weaves what is loaded, whoever compiled"
                + " it.",
            "To go on without: -Dcacheaside.weaving-check=off (or =warn)");
  }

  @Test
  void start_agent_weavesInTheLoader() throws Exception {
    ChildJvm.Outcome outcome = run("CHILD_FIRST", unwoven, "-javaagent:" + Classpath.ofAgent());

    assertThat(outcome.out()).containsExactly("started");
    assertThat(outcome.err())
        .singleElement()
        .asString()
        .contains(" load-time weaving: 1 annotated method in 1 class is woven, ");
  }
}
